package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallEvent;
import dev.voicecall.CallEvents;
import dev.voicecall.VoiceAgent;
import dev.voicecall.VoiceCalls;
import dev.voicecall.testkit.Callee.Reaction;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of a call while it goes on. */
class WatchedCallTest {
    private static final String NUMBER = "+14155550123";
    private static final String STORY = "Once upon a time there was a dragon who lived in a dark cave.";

    private final VirtualScheduler time = new VirtualScheduler();
    private final ScriptedCarrier carrier = new ScriptedCarrier();
    private final List<CallEvent> events = new ArrayList<>();
    private final VoiceCalls calls = VoiceCalls.builder(carrier)
            .scheduler(time)
            .listener(new CallEvents(time::now, events::add))
            .speechToText(new FakeSpeechToText().withInterimWords())
            .textToSpeech(new FakeTextToSpeech(time))
            .build();

    @AfterEach
    void nothingIsLeft() {
        time.runToEnd();
        calls.close();
        time.close();
    }

    private VoiceAgent agent() {
        return VoiceAgent.builder()
                .speechToText(new FakeSpeechToText().withInterimWords())
                .responder(new ScriptedResponder(time, STORY, "Goodbye.").endsCallAt(2))
                .textToSpeech(new FakeTextToSpeech(time))
                .greeting("Hello there.")
                .build();
    }

    @Test
    void ofAnAgentThatIsInterrupted() {
        Reaction stop = Reaction.speak("Stop it please.").interruptingAtWord("dragon");
        carrier.callee(NUMBER, Callee.answers().says("Tell me a story.").reacts(stop));

        calls.call(NUMBER, agent());

        assertThat(told())
                .containsExactly(
                        "status dialing",
                        "status ringing",
                        "status in_progress",
                        "speech_started agent",
                        "words agent: Hello there.",
                        "speech_stopped agent",
                        "speech_started caller",
                        "speech_stopped caller",
                        "words caller: Tell me a story.",
                        "turn",
                        "speech_started agent",
                        "speech_started caller",
                        "speech_stopped agent",
                        "speech_stopped caller",
                        "interrupted",
                        "words agent: Once upon a time there was a dragon",
                        "words caller: Stop it please.",
                        "turn",
                        "speech_started agent",
                        "words agent: Goodbye.",
                        "speech_stopped agent",
                        "ended answered");
        assertThat(interims("caller"))
                .containsExactly(
                        "Tell", "Tell me", "Tell me a", "Tell me a story.", "Stop", "Stop it", "Stop it please.");
        assertThat(interims("agent")).contains("Hello", "Once upon a time", "Goodbye.");
    }

    @Test
    void ofAQuestionOverLiveAudio() {
        carrier.callee(NUMBER, Callee.answers().says("Baker Street").says("So long."));

        calls.ask(NUMBER, "Where do you live?");

        assertThat(told())
                .containsSequence(
                        "speech_started agent",
                        "speech_stopped agent",
                        "speech_started caller",
                        "speech_stopped caller",
                        "words agent: Where do you live?",
                        "words caller: Baker Street");
        assertThat(interims("agent")).isNotEmpty().allSatisfy(words -> assertThat("Where do you live?")
                .startsWith(words));
        assertThat(interims("caller")).containsExactly("Baker", "Baker Street");
    }

    @Test
    void ofWhoSpeaksWhenTheCarrierDoesNothing() {
        carrier.callee(NUMBER, Callee.answers().says("Baker Street"));

        try (VoiceCalls byCarrier = VoiceCalls.builder(carrier)
                .scheduler(time)
                .listener(new CallEvents(time::now, events::add))
                .build()) {
            byCarrier.ask(NUMBER, "Where do you live?");
        }

        assertThat(events).extracting(CallEvent::type).containsOnly("status", "words", "ended");
    }

    /** All but the interim words. */
    private List<String> told() {
        return events.stream()
                .filter(event -> !event.type().equals("interim"))
                .map(WatchedCallTest::line)
                .toList();
    }

    private static String line(CallEvent event) {
        String words = event.text("text").map(text -> ": " + text).orElse("");
        return Stream.of("status", "speaker")
                .flatMap(detail -> event.text(detail).stream())
                .findFirst()
                .map(who -> event.type() + " " + who + words)
                .orElse(event.type());
    }

    private List<String> interims(String speaker) {
        return events.stream()
                .filter(event -> event.type().equals("interim")
                        && event.text("speaker").orElseThrow().equals(speaker))
                .map(event -> event.text("text").orElseThrow())
                .toList();
    }
}
