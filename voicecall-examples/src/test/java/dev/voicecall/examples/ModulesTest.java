package dev.voicecall.examples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may see whom, across all modules. */
class ModulesTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.voicecall");

    @Test
    void nobodyOutsideCoreSeesTheConversation() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.voicecall.twilio..",
                        "dev.voicecall.netty..",
                        "dev.voicecall.testkit..",
                        "dev.voicecall.offline..",
                        "dev.voicecall.assemblyai..",
                        "dev.voicecall.store..",
                        "dev.voicecall.examples..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.voicecall.conversation..", "dev.voicecall.recording..")
                .check(ALL);
    }

    @Test
    void onlyTheExamplesKnowADatabase() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.voicecall.store..", "dev.voicecall.examples..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "dev.voicecall.store..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAPackage("dev.voicecall.store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.h2..", "org.postgresql..", "com.zaxxer..")
                .check(ALL);
    }

    @Test
    void adaptersDoNotSeeEachOther() {
        noClasses()
                .that()
                .resideInAPackage("dev.voicecall.twilio..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.voicecall.netty..", "dev.voicecall.testkit..", "dev.voicecall.offline..", "io.netty..")
                .check(ALL);
        noClasses()
                .that()
                .resideInAnyPackage("dev.voicecall.netty..", "dev.voicecall.testkit..", "dev.voicecall.offline..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.voicecall.twilio..", "com.twilio..")
                .check(ALL);
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.voicecall.offline..", "dev.voicecall.examples..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.voicecall.offline..", "edu.cmu.sphinx..", "com.sun.speech..")
                .check(ALL);
    }
}
