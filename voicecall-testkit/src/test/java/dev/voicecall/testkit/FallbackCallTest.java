package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallResult;
import dev.voicecall.Outcome;
import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.spi.Conversation;
import dev.voicecall.spi.FallbackResponder;
import dev.voicecall.spi.FallbackSpeechToText;
import dev.voicecall.spi.FallbackTextToSpeech;
import dev.voicecall.spi.Responder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Calls in the middle of which a provider dies. */
class FallbackCallTest extends AgentBench {
    private static final String APOLOGY = "I'm sorry, something is broken here.";
    private static final Callee ASKS_TWICE =
            Callee.answers().says("Tell me a story.").says("What time is it?").says("Thanks.");

    private final BreakableVoice cloud = new BreakableVoice(voice);
    private final FakeTextToSpeech local = new FakeTextToSpeech(time);

    @Test
    void goesOnInAnotherVoice() {
        Responder answers = answers(STORY, "It is noon.");
        Responder breaking = new Responder() {
            @Override
            public String respond(Conversation conversation) throws Exception {
                throw new UnsupportedOperationException();
            }

            @Override
            public void respond(Conversation conversation, Response response) throws Exception {
                if (conversation.latest().contains("time")) {
                    cloud.breakDown();
                }
                answers.respond(conversation, response);
            }
        };

        CallResult<Void> result =
                call(ASKS_TWICE, agent(breaking).textToSpeech(FallbackTextToSpeech.of(time, cloud, local)));

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(carrier.lastCall().heard()).containsExactly("Hello there.", STORY, "It is noon.", "Goodbye.");
        assertThat(voice.texts()).contains(STORY).doesNotContain("It is noon.");
        assertThat(local.texts()).containsExactly("It is noon."); // the goodbye was prepared
        assertThat(probe.warnings()).isEmpty();
    }

    @Test
    void goesOnWithAnotherBrain() {
        ScriptedResponder large =
                answers(STORY).failsAt(2).failsAt(3).failsAt(4).failsAt(5);
        ScriptedResponder small = answers("It is noon.");

        CallResult<Void> result = call(ASKS_TWICE, agent(FallbackResponder.of(time, large, small)));

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(carrier.lastCall().heard()).containsExactly("Hello there.", STORY, "It is noon.", "Goodbye.");
        assertThat(large.conversations()).hasSize(5);
        assertThat(small.conversations()).hasSize(2);
    }

    @Test
    void goesOnWithAnotherEar() {
        ear.failsAt(2).failsAt(3).failsAt(4).failsAt(5);
        FakeSpeechToText other = new FakeSpeechToText();

        CallResult<Void> result = call(
                ASKS_TWICE, agent(answers(STORY, "It is noon.")).speechToText(FallbackSpeechToText.of(ear, other)));

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(carrier.lastCall().heard()).containsExactly("Hello there.", STORY, "It is noon.", "Goodbye.");
        assertThat(probe.transcript()).contains("them: Tell me a story.", "them: What time is it?", "them: Thanks.");
        assertThat(ear.finals()).containsExactly("Tell me a story.");
        assertThat(other.finals()).containsExactly("What time is it?", "Thanks.");
        assertThat(other.openTranscriptions()).isZero();
        assertThat(probe.warnings()).isEmpty();
    }

    @Test
    void waitsOnlyAFewSecondsForABrainThatHangs() {
        Responder hanging = conversation -> {
            time.await(new CompletableFuture<>());
            return "";
        };

        call(
                Callee.answers().says("What time is it?").says("Thanks."),
                agent(FallbackResponder.of(time, hanging, answers("It is noon.")))
                        .filler(Duration.ofMinutes(1), ""));

        assertThat(carrier.lastCall().heard()).containsExactly("Hello there.", "It is noon.", "Goodbye.");
        assertThat(sound().heard("noon").from().minus(sound().said("What").to()))
                .isBetween(Duration.ofSeconds(8), Duration.ofSeconds(10));
    }

    @Test
    void apologizesWhenNoBrainCanAnswer() {
        ScriptedResponder large = answers().failsAt(1).failsAt(2);
        ScriptedResponder small = answers().failsAt(1).failsAt(2);

        CallResult<Void> result =
                call(ASKS_TWICE, agent(FallbackResponder.of(time, large, small)).apology(APOLOGY));

        assertFailed(result, Stage.THINKING);
        assertThat(carrier.lastCall().heard()).containsExactly("Hello there.", APOLOGY);
        assertThat(large.conversations()).hasSize(2);
        assertThat(small.conversations()).hasSize(2);
    }

    @Test
    void apologizesWhenNobodyCanHear() {
        ear.failsAt(1).failsAt(2);
        FakeSpeechToText other = new FakeSpeechToText().failsAt(1).failsAt(2);

        CallResult<Void> result = call(
                ASKS_TWICE,
                agent(answers(STORY))
                        .speechToText(FallbackSpeechToText.of(ear, other))
                        .apology(APOLOGY));

        assertFailed(result, Stage.HEARING);
        assertThat(carrier.lastCall().heard()).containsExactly("Hello there.", APOLOGY);
    }

    @Test
    void apologizesInTheVoiceOfTheCarrierWhenNobodyCanSpeak() {
        BreakableVoice other = new BreakableVoice(local);
        cloud.breakDown();
        other.breakDown();

        CallResult<Void> result = call(
                ASKS_TWICE,
                agent(answers(STORY))
                        .textToSpeech(FallbackTextToSpeech.of(time, cloud, other))
                        .apology(APOLOGY));

        assertFailed(result, Stage.SPEAKING);
        assertThat(carrier.lastCall().heard()).containsExactly(APOLOGY);
    }

    private static void assertFailed(CallResult<Void> result, Stage stage) {
        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.failure().orElseThrow()).isInstanceOfSatisfying(ProviderException.class, failure -> {
            assertThat(failure.stage()).isEqualTo(stage);
            assertThat(failure.getSuppressed()).hasSize(2);
        });
    }
}
