package dev.voicecall.testkit.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.VirtualScheduler;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A turn by voice, from the first word of the caller to the last of the model. */
class RealtimeTurnTest {
    private final VirtualScheduler time = new VirtualScheduler();

    @AfterEach
    void close() {
        time.close();
    }

    @Test
    void aTurnByVoiceIsAnsweredInTheOrderOfTheProtocol() {
        SimulatedRealtime openAi = new SimulatedRealtime(
                        time, SimulatedModel.script(Answer.say("The weather is fine today.")))
                .behaviour(RealtimeBehaviour.usual().withTranscripts(Duration.ZERO));
        RealtimeClient client = RealtimeClient.phone(time, openAi);
        client.say("How is the weather?");
        client.silence(Duration.ofSeconds(4));

        assertThat(client.types().stream().distinct())
                .containsExactly(
                        "session.created",
                        "session.updated",
                        "input_audio_buffer.speech_started",
                        "input_audio_buffer.speech_stopped",
                        "input_audio_buffer.committed",
                        "conversation.item.added",
                        "conversation.item.done",
                        "response.created",
                        "rate_limits.updated",
                        "conversation.item.input_audio_transcription.delta",
                        "conversation.item.input_audio_transcription.completed",
                        "response.output_item.added",
                        "response.content_part.added",
                        "response.output_audio_transcript.delta",
                        "response.output_audio.delta",
                        "response.output_audio.done",
                        "response.output_audio_transcript.done",
                        "response.content_part.done",
                        "response.output_item.done",
                        "response.done");
        assertThat(client.last("conversation.item.input_audio_transcription.completed")
                        .path("transcript")
                        .asText())
                .isEqualTo("How is the weather?");
        String item = client.last("response.output_item.done").at("/item/id").asText();
        assertThat(FakeSpeech.understand(client.sound(item))).isEqualTo("The weather is fine today.");
        assertThat(client.last("response.done").at("/response/status").asText()).isEqualTo("completed");
    }

    @Test
    void whatWasNotHeardIsForgottenByTheModel() {
        SimulatedRealtime openAi = new SimulatedRealtime(
                time,
                SimulatedModel.script(
                        Answer.say("One two three four five six seven eight nine ten."), Answer.say("Yes.")));
        RealtimeClient client = RealtimeClient.phone(time, openAi);
        client.say("Count.");
        client.silence(Duration.ofSeconds(2));
        client.say("Stop!");
        String item = client.last("response.output_item.added").at("/item/id").asText();
        client.send("{\"type\":\"conversation.item.truncate\",\"item_id\":\"" + item
                + "\",\"content_index\":0,\"audio_end_ms\":700}");
        client.silence(Duration.ofSeconds(2));

        assertThat(client.last("conversation.item.truncated")
                        .path("audio_end_ms")
                        .asInt())
                .isEqualTo(700);
        assertThat(openAi.sessions().get(0).said()).isEqualTo(List.of("One two three", "Yes."));
    }
}
