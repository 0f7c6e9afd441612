package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.voicecall.CallResult;
import dev.voicecall.Outcome;
import dev.voicecall.Utterance;
import dev.voicecall.VoiceAgent;
import org.junit.jupiter.api.Test;

/** A whole conversation. */
class VoiceAgentTest extends AgentBench {
    @Test
    void greetsListensAnswersAndHangsUpAfterTheGoodbye() {
        CallResult<Void> result = call(
                Callee.answers().says("What time is it?").says("Thank you, goodbye."),
                agent(conversation -> conversation.latest().contains("time") ? "It is noon." : "Goodbye!"));

        assertThat(result.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(carrier.lastCall().transcript())
                .containsExactly(
                        "heard: Hello there.",
                        "said: What time is it?",
                        "heard: It is noon.",
                        "said: Thank you, goodbye.",
                        "heard: Goodbye!");
        assertThat(result.transcript())
                .extracting(Utterance::text)
                .containsExactly("Hello there.", "What time is it?", "It is noon.", "Thank you, goodbye.", "Goodbye!");
        assertThat(probe.turns()).hasSize(2);
    }

    @Test
    void letsTheOtherSideBeginIfItHasNoGreeting() {
        VoiceAgent quiet = VoiceAgent.builder()
                .speechToText(ear)
                .responder(conversation -> "Goodbye, " + conversation.messages().size())
                .textToSpeech(voice)
                .build();

        call(Callee.answers().greets("Hello this is John goodbye"), quiet);

        assertThat(probe.transcript()).containsExactly("them: Hello this is John goodbye", "us: Goodbye, 1");
    }

    @Test
    void needsAllItsParts() {
        assertThatIllegalStateException()
                .isThrownBy(() -> VoiceAgent.builder()
                        .textToSpeech(voice)
                        .speechToText(ear)
                        .build())
                .withMessageContaining("responder is not set");
    }
}
