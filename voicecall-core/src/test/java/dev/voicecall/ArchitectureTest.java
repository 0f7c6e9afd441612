package dev.voicecall;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/**
 * The core has four layers, each of which knows only those before it:
 *
 * <ol>
 *   <li>values: the rest of {@code dev.voicecall}
 *   <li>spi: {@code dev.voicecall.spi}
 *   <li>conversation: {@code dev.voicecall.conversation}, and what becomes of recordings: {@code dev.voicecall.recording}
 *   <li>facade: {@link VoiceCalls}, {@link Call}, {@link CallScript} (a function of a Call) and {@link OutboundLimits}
 * </ol>
 */
class ArchitectureTest {
    private static final Set<String> FACADE = Set.of(
            "VoiceCalls",
            "Call",
            "CallRecording",
            "CallScript",
            "OutboundLimits",
            "Conductor",
            "CallRecords",
            "RecordKeeper",
            "RecordWriter",
            "StoreOutage",
            "VoiceCallsBuilder",
            "VoiceAgent",
            "VoiceAgentBuilder",
            "SpeechToSpeechAgentBuilder",
            "LiveCall");

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.voicecall");

    private static final DescribedPredicate<JavaClass> SPI = resideInAPackage("dev.voicecall.spi");
    private static final DescribedPredicate<JavaClass> CONVERSATION =
            resideInAnyPackage("dev.voicecall.conversation", "dev.voicecall.recording");
    private static final DescribedPredicate<JavaClass> IN_FACADE =
            describe("are of the facade", ArchitectureTest::isFacade);
    private static final DescribedPredicate<JavaClass> VALUES =
            describe("are values", type -> type.getPackageName().equals("dev.voicecall") && !isFacade(type));

    private static boolean isFacade(JavaClass type) {
        JavaClass outermost = type;
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        return outermost.getPackageName().equals("dev.voicecall") && FACADE.contains(outermost.getSimpleName());
    }

    @Test
    void valuesKnowOnlyValues() {
        noClasses()
                .that(VALUES)
                .should()
                .dependOnClassesThat(SPI.or(CONVERSATION).or(IN_FACADE))
                .check(CORE);
    }

    @Test
    void thePortsKnowOnlyValues() {
        noClasses()
                .that(SPI)
                .should()
                .dependOnClassesThat(CONVERSATION.or(IN_FACADE))
                .check(CORE);
    }

    @Test
    void theConversationKnowsThePortsAndTheValues() {
        noClasses().that(CONVERSATION).should().dependOnClassesThat(IN_FACADE).check(CORE);
    }

    /** So that it can be used by itself. */
    @Test
    void audioKnowsNothingButTheJdk() {
        classes()
                .that(resideInAPackage("dev.voicecall.audio"))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("dev.voicecall.audio", "java..", "org.jspecify.."))
                .check(CORE);
    }

    @Test
    void theLayersHaveNoCycles() {
        SlicesRuleDefinition.slices()
                .assignedFrom(new Layers())
                .should()
                .beFreeOfCycles()
                .check(CORE);
    }

    @Test
    void onlyTheSystemSchedulerReadsTheClock() {
        noClasses()
                .that(not(describe(
                        "are the SystemScheduler", type -> type.getSimpleName().equals("SystemScheduler"))))
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(CORE);
    }

    @Test
    void onlyTheSystemSchedulerMakesThreadsAndTimers() {
        noClasses()
                .that(not(describe(
                        "are the SystemScheduler", type -> type.getSimpleName().equals("SystemScheduler"))))
                .should()
                .callConstructorWhere(describe(
                        "a thread, a timer or a pool is made",
                        call -> call.getTargetOwner().isAssignableTo(Thread.class)
                                || call.getTargetOwner().isAssignableTo(Timer.class)
                                || call.getTargetOwner()
                                        .isAssignableTo(java.util.concurrent.AbstractExecutorService.class)))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Executors.class)
                .check(CORE);
    }

    /** Without an executor of ours, asynchronous stages would run on the JVM's common pool, which hosts share. */
    @Test
    void nothingRunsOnTheCommonPool() {
        noClasses()
                .should()
                .callMethodWhere(describe(
                        "a stage continues asynchronously without an executor",
                        call -> call.getTargetOwner().isAssignableTo(java.util.concurrent.CompletionStage.class)
                                && call.getTarget().getName().endsWith("Async")
                                && call.getTarget().getRawParameterTypes().stream()
                                        .noneMatch(type -> type.isEquivalentTo(java.util.concurrent.Executor.class))))
                .check(CORE);
    }

    @Test
    void theCoreNeedsNothingButTheJdkAndSlf4j() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("dev.voicecall..", "java..", "org.slf4j", "org.jspecify.."))
                .check(CORE);
    }

    @Test
    void theCoreLogsBySlf4jOnly() {
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CORE);
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CORE);
    }

    private static final class Layers implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            if (SPI.test(type)) {
                return SliceIdentifier.of("spi");
            }
            if (CONVERSATION.test(type)) {
                return SliceIdentifier.of("conversation");
            }
            if (IN_FACADE.test(type)) {
                return SliceIdentifier.of("facade");
            }
            return VALUES.test(type) ? SliceIdentifier.of("values") : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "values, spi, conversation and facade";
        }
    }
}
