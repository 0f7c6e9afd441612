package dev.voicecall.testkit.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A turn by voice, from the first word of the caller to the last of the model. */
class RealtimeTurnTest {
    private static final RealtimeBehaviour PROMPT = RealtimeBehaviour.usual().withTranscripts(Duration.ZERO);
    private static final String LONG = "One two three four five six seven eight nine ten eleven twelve thirteen.";

    @Test
    void aTurnByVoiceIsAnsweredInTheOrderOfTheProtocol() {
        try (RealtimeBench bench = new RealtimeBench(PROMPT, Answer.say("The weather is fine today."))) {
            RealtimeClient client = bench.phone();
            client.say("How is the weather?");
            client.silence(Duration.ofSeconds(4));

            List<String> types = client.types();
            assertThat(types)
                    .startsWith(
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
                            "conversation.item.added",
                            "response.content_part.added",
                            "response.output_audio_transcript.delta",
                            "response.output_audio.delta")
                    .endsWith(
                            "response.output_audio.done",
                            "response.output_audio_transcript.done",
                            "response.content_part.done",
                            "response.output_item.done",
                            "conversation.item.done",
                            "response.done");
            String item =
                    client.last("response.output_item.done").at("/item/id").asText();
            assertThat(FakeSpeech.understand(client.sound(item))).isEqualTo("The weather is fine today.");
            assertThat(client.of("conversation.item.added")
                            .get(0)
                            .at("/item/content/0/transcript")
                            .isNull())
                    .isTrue();
            JsonNode response = client.last("response.done").path("response");
            assertThat(response.path("status").asText()).isEqualTo("completed");
            assertThat(response.at("/output/0/content/0/transcript").asText()).isEqualTo("The weather is fine today.");
            assertThat(response.at("/usage/output_token_details/audio_tokens").asInt())
                    .isPositive();
        }
    }

    @Test
    void speechIsPlacedInTheTimeOfTheSound() {
        try (RealtimeBench bench = new RealtimeBench(PROMPT, Answer.say("Yes."))) {
            RealtimeClient client = bench.phone();
            client.silence(Duration.ofSeconds(1));
            client.say("Hello!");
            client.silence(Duration.ofSeconds(2));

            JsonNode began = client.last("input_audio_buffer.speech_started");
            JsonNode ended = client.last("input_audio_buffer.speech_stopped");
            int spoken = FakeSpeech.say("Hello!").length / 8;
            assertThat(began.path("audio_start_ms").asInt()).isEqualTo(1_000 - 300);
            assertThat(ended.path("audio_end_ms").asInt()).isEqualTo(1_000 + spoken + 500);
            assertThat(ended.path("item_id")).isEqualTo(began.path("item_id"));
            assertThat(client.last("input_audio_buffer.committed").path("item_id"))
                    .isEqualTo(began.path("item_id"));
        }
    }

    @Test
    void whoAppendsAtOnceIsHeardInTheTimeOfTheSoundAllTheSame() {
        try (RealtimeBench bench = new RealtimeBench(PROMPT, Answer.say("Yes."))) {
            RealtimeClient client = bench.phone();
            byte[] speech = FakeSpeech.say("Hello there!");
            byte[] all = new byte[speech.length + 8_000];
            java.util.Arrays.fill(all, FakeSpeech.SILENCE);
            System.arraycopy(speech, 0, all, 0, speech.length);
            client.append(all);
            bench.time.advance(Duration.ofSeconds(2));

            assertThat(client.last("input_audio_buffer.speech_stopped")
                            .path("audio_end_ms")
                            .asInt())
                    .isEqualTo(speech.length / 8 + 500);
            assertThat(client.last("conversation.item.input_audio_transcription.completed")
                            .path("transcript")
                            .asText())
                    .isEqualTo("Hello there!");
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, 5, 20})
    void soundComesFasterThanItIsPlayed(double speed) {
        try (RealtimeBench bench = new RealtimeBench(PROMPT.withSpeed(speed), Answer.say(LONG))) {
            RealtimeClient client = bench.phone();
            client.send("{\"type\":\"response.create\"}");
            Duration length = Duration.ofMillis(FakeSpeech.say(LONG).length / 8);
            Duration thinking = Duration.ofMillis(300);
            Duration making = Duration.ofNanos(Math.round(length.toNanos() / speed));
            bench.time.advance(thinking.plus(making).minusMillis(150));
            assertThat(client.of("response.done")).isEmpty();
            bench.time.advance(Duration.ofMillis(250));
            assertThat(client.of("response.done")).hasSize(1);
        }
    }

    @Test
    void whatWasNotHeardIsForgottenByTheModel() {
        try (RealtimeBench bench = new RealtimeBench(PROMPT, Answer.say(LONG), Answer.say("Yes."))) {
            RealtimeClient client = bench.phone();
            client.say("Count.");
            client.silence(Duration.ofSeconds(2));
            client.say("Stop!");
            String item =
                    client.last("response.output_item.added").at("/item/id").asText();
            client.send(truncate(item, 700));
            client.silence(Duration.ofSeconds(2));

            assertThat(client.last("conversation.item.truncated")
                            .path("audio_end_ms")
                            .asInt())
                    .isEqualTo(700);
            assertThat(bench.session().said()).containsExactly("One two three", "Yes.");
            client.send("{\"type\":\"conversation.item.retrieve\",\"item_id\":\"" + item + "\"}");
            JsonNode part = client.last("conversation.item.retrieved").at("/item/content/0");
            assertThat(part.has("transcript")).isFalse();
            assertThat(java.util.Base64.getDecoder().decode(part.path("audio").asText()))
                    .hasSize(5_600);
        }
    }

    @Test
    void speechInterruptsWhatIsBeingSaid() {
        try (RealtimeBench bench = new RealtimeBench(PROMPT.withSpeed(1), Answer.say(LONG), Answer.say("Yes."))) {
            RealtimeClient client = bench.phone();
            client.say("Count.");
            client.silence(Duration.ofSeconds(2));
            client.forget();
            client.say("Stop!");

            assertThat(client.types().stream().filter(type -> !type.endsWith(".delta")))
                    .containsExactly(
                            "input_audio_buffer.speech_started",
                            "response.output_audio.done",
                            "response.output_audio_transcript.done",
                            "response.content_part.done",
                            "response.output_item.done",
                            "conversation.item.done",
                            "response.done");
            JsonNode response = client.last("response.done").path("response");
            assertThat(response.path("status").asText()).isEqualTo("cancelled");
            assertThat(response.at("/status_details/reason").asText()).isEqualTo("turn_detected");
            assertThat(response.at("/output/0/status").asText()).isEqualTo("incomplete");
            client.silence(Duration.ofSeconds(2));
            assertThat(client.last("response.done").at("/response/status").asText())
                    .isEqualTo("completed");
        }
    }

    @Test
    void speechThatMayNotInterruptLetsTheModelGoOnAndIsNotAnswered() {
        try (RealtimeBench bench = new RealtimeBench(PROMPT.withSpeed(1), Answer.say(LONG))) {
            RealtimeClient client =
                    bench.phone("\"type\":\"server_vad\",\"silence_duration_ms\":500,\"interrupt_response\":false");
            client.say("Count.");
            client.silence(Duration.ofSeconds(1));
            client.say("Stop!");
            client.silence(Duration.ofSeconds(1));
            assertThat(client.lastError().path("code").asText()).isEqualTo("conversation_already_has_active_response");
            assertThat(client.lastError().path("event_id").isNull()).isTrue();
            client.silence(Duration.ofSeconds(5));
            assertThat(client.of("response.done")).hasSize(1);
            assertThat(client.last("response.done").at("/response/status").asText())
                    .isEqualTo("completed");
        }
    }

    @Test
    void aTurnThatIsNotToBeAnsweredIsNot() {
        try (RealtimeBench bench = new RealtimeBench(PROMPT)) {
            RealtimeClient client = bench.phone("\"type\":\"server_vad\",\"create_response\":false");
            client.say("Hello!");
            client.silence(Duration.ofSeconds(3));
            assertThat(client.types()).contains("input_audio_buffer.committed").doesNotContain("response.created");
            assertThat(bench.session().items().get(0).words()).isEqualTo("Hello!");
        }
    }

    @Test
    void withoutDetectionTheClientCommitsAndAsks() {
        try (RealtimeBench bench = new RealtimeBench(PROMPT, Answer.say("Yes."))) {
            RealtimeClient client = bench.phone("null");
            client.say("Hello there!");
            client.silence(Duration.ofSeconds(1));
            assertThat(client.types()).containsExactly("session.created", "session.updated");
            client.send("{\"type\":\"input_audio_buffer.commit\"}");
            assertThat(client.types()).contains("input_audio_buffer.committed").doesNotContain("response.created");
            client.send("{\"type\":\"response.create\"}");
            bench.time.advance(Duration.ofSeconds(2));
            assertThat(bench.session().items())
                    .extracting(SimulatedSession.Item::words)
                    .containsExactly("Hello there!", "Yes.");
        }
    }

    @Test
    void whatIsClearedWasNeverSaid() {
        try (RealtimeBench bench = new RealtimeBench(PROMPT)) {
            RealtimeClient client = bench.phone("null");
            client.say("Forget it!");
            client.send("{\"type\":\"input_audio_buffer.clear\"}");
            client.last("input_audio_buffer.cleared");
            client.say("Hello!");
            client.send("{\"type\":\"input_audio_buffer.commit\"}");
            assertThat(bench.session().items())
                    .extracting(SimulatedSession.Item::words)
                    .containsExactly("Hello!");
        }
    }

    @Test
    void theModelSpeaksByItselfWhenNobodyDoes() {
        try (RealtimeBench bench = new RealtimeBench(PROMPT, Answer.say("Hello."), Answer.say("Are you there?"))) {
            RealtimeClient client = bench.phone("\"type\":\"server_vad\",\"idle_timeout_ms\":6000");
            client.silence(Duration.ofSeconds(1));
            client.send("{\"type\":\"response.create\"}");
            client.silence(Duration.ofSeconds(6));
            assertThat(client.types()).doesNotContain("input_audio_buffer.timeout_triggered");
            client.silence(Duration.ofSeconds(3));
            JsonNode event = client.last("input_audio_buffer.timeout_triggered");
            assertThat(event.path("audio_end_ms").asInt()
                            - event.path("audio_start_ms").asInt())
                    .isEqualTo(6_000);
            assertThat(client.last("input_audio_buffer.committed").path("item_id"))
                    .isEqualTo(event.path("item_id"));
            assertThat(bench.session().said()).containsExactly("Hello.", "Are you there?");
        }
    }

    @Test
    void semanticDetectionEndsATurnToo() {
        try (RealtimeBench bench = new RealtimeBench(PROMPT, Answer.say("Yes."))) {
            RealtimeClient client = bench.phone("\"type\":\"semantic_vad\",\"eagerness\":\"high\"");
            client.say("Hello!");
            client.silence(Duration.ofMillis(300));
            assertThat(client.types()).doesNotContain("input_audio_buffer.speech_stopped");
            client.silence(Duration.ofMillis(200));
            assertThat(client.types()).contains("input_audio_buffer.speech_stopped");
            client.silence(Duration.ofSeconds(2));
        }
    }

    static String truncate(String item, int endMillis) {
        return "{\"type\":\"conversation.item.truncate\",\"item_id\":\"" + item
                + "\",\"content_index\":0,\"audio_end_ms\":" + endMillis + "}";
    }
}
