package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the simulator knows of TwiML, compared with what Twilio's own library can write. */
class TwimlAttributesTest {
    private static final String PACKAGE = "com.twilio.twiml.voice.";

    /** Setters in the plural are attributes in the singular, except these; and some fill the text of the element. */
    private static final Map<String, String> RENAMED = Map.of(
            "inputs", "input",
            "statusCallbackEvents", "statusCallbackEvent",
            "recordingStatusCallbackEvents", "recordingStatusCallbackEvent");

    private static final Map<String, Set<String>> TEXT = Map.of("Play", Set.of("url"), "Dial", Set.of("number"));

    /** Documented, and missing in the library. */
    private static final Map<String, Set<String>> DOCUMENTED_ONLY = Map.of("Dial", Set.of("callReason"));

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    static Stream<String> known() {
        return Verbs.names().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("known")
    void theAttributesAreThoseThatTwiliosLibraryWrites(String verb) throws ClassNotFoundException {
        Set<String> expected = new TreeSet<>(DOCUMENTED_ONLY.getOrDefault(verb, Set.of()));
        for (Method setter : Class.forName(PACKAGE + verb + "$Builder").getDeclaredMethods()) {
            if (isAttribute(verb, setter)) {
                expected.add(RENAMED.getOrDefault(setter.getName(), setter.getName()));
            }
        }
        assertThat(Verbs.attributes(verb)).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static boolean isAttribute(String verb, Method setter) {
        return Modifier.isPublic(setter.getModifiers())
                && !Modifier.isStatic(setter.getModifiers())
                && !setter.isSynthetic()
                && setter.getParameterCount() == 1
                && !com.twilio.twiml.TwiML.class.isAssignableFrom(setter.getParameterTypes()[0])
                && !TEXT.getOrDefault(verb, Set.of()).contains(setter.getName());
    }

    @Test
    void everyVerbThatTwiliosLibraryWritesIsKnownByName() {
        Set<String> written = Stream.of(com.twilio.twiml.VoiceResponse.Builder.class.getDeclaredMethods())
                .filter(adder -> adder.getParameterCount() == 1 && !adder.isSynthetic())
                .map(adder -> adder.getParameterTypes()[0])
                .filter(type -> type.getName().startsWith(PACKAGE))
                .map(Class::getSimpleName)
                .collect(Collectors.toSet());
        bench.says("/end", "<Hangup/>");
        assertThat(written).hasSizeGreaterThan(15).allSatisfy(verb -> {
            bench.says("/voice", "<" + verb + (verb.equals("Redirect") ? ">/end</Redirect>" : " action='/end'/>"));
            SimulatedCall call = bench.callToEnd("Url", Bench.APP + "/voice");
            assertThat(call.problems()).noneMatch(problem -> problem.message().contains("There is no verb"));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Say Voice='alice'>Hi</Say>",
                "<Say colour='red'>Hi</Say>",
                "<Gather numdigits='1'/>",
                "<Gather><Say colour='red'>Hi</Say></Gather>",
                "<Gather><Pause Length='1'/></Gather>",
                "<Dial><Number statuscallback='/x'>+14155550188</Number></Dial>",
                "<Hangup reason='x'/>"
            })
    void anAttributeThatIsUnknownOrInTheWrongCaseIsIgnoredWithAWarning(String verb) {
        bench.says("/voice", verb);
        SimulatedCall call = bench.callToEnd("Url", Bench.APP + "/voice");
        assertThat(call.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(12200);
            assertThat(problem.warning()).isTrue();
        });
    }

    @Test
    void whatTwiliosLibraryWritesIsReadWithoutAWarning() throws Exception {
        String hints = String.join(",", java.util.Collections.nCopies(500, "yes"));
        var gather = new com.twilio.twiml.voice.Gather.Builder()
                .inputs(com.twilio.twiml.voice.Gather.Input.SPEECH)
                .action("/got")
                .timeout(3)
                .speechTimeout("auto")
                .hints(hints)
                .language(com.twilio.twiml.voice.Gather.Language.EN_US)
                .say(new com.twilio.twiml.voice.Say.Builder("Hi")
                        .voice(com.twilio.twiml.voice.Say.Voice.ALICE)
                        .build())
                .build();
        String xml = new com.twilio.twiml.VoiceResponse.Builder()
                .gather(gather)
                .build()
                .toXml();
        bench.answers.put("/voice", request -> dev.voicecall.spi.HttpResponse.of(200, "text/xml", xml));
        SimulatedCall call = bench.callToEnd("Url", Bench.APP + "/voice");
        assertThat(call.problems()).isEmpty();
        assertThat(call.callee().heard()).containsExactly("Hi");
    }
}
