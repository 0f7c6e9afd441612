package dev.voicecall.testkit.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import dev.voicecall.testkit.openai.SimulatedModel.FunctionCall;
import dev.voicecall.testkit.openai.SimulatedModel.Message;
import dev.voicecall.testkit.openai.SimulatedModel.Message.Role;
import dev.voicecall.testkit.openai.SimulatedModel.Prompt;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Items, functions, text, and sessions that only transcribe. */
class RealtimeConversationTest {
    private static final RealtimeBehaviour PROMPT = RealtimeBehaviour.usual().withTranscripts(Duration.ZERO);

    private static String userSays(String id, String words) {
        return """
            {"type":"conversation.item.create","item":{"id":"%s","type":"message","role":"user",
              "content":[{"type":"input_text","text":"%s"}]}}""".formatted(id, words);
    }

    @Test
    void functionsAreCalledAndTheirOutputsAnswered() {
        List<Prompt> prompts = new ArrayList<>();
        SimulatedModel model = prompt -> {
            prompts.add(prompt);
            return prompts.size() == 1
                    ? Answer.sayAndCall(
                            "Let me see.",
                            new FunctionCall("get_weather", "{\"city\":\"Oslo\"}"),
                            new FunctionCall("get_time", "{}"))
                    : Answer.say("It rains.");
        };
        try (RealtimeBench bench = new RealtimeBench(PROMPT, model)) {
            RealtimeClient client = bench.phone();
            client.send("""
                {"type":"session.update","session":{"type":"realtime","instructions":"Be brief.","tools":[
                  {"type":"function","name":"get_weather","description":"The weather.","parameters":{"type":"object"}},
                  {"type":"function","name":"get_time","description":"The time.","parameters":{"type":"object"}}]}}""");
            client.send(userSays("one", "Weather?"));
            client.send("{\"type\":\"response.create\"}");
            bench.time.advance(Duration.ofSeconds(3));

            assertThat(client.types().stream()
                            .filter(type -> !type.endsWith("delta"))
                            .skip(9))
                    .containsExactly(
                            "response.content_part.added",
                            "response.output_audio.done",
                            "response.output_audio_transcript.done",
                            "response.content_part.done",
                            "response.output_item.done",
                            "conversation.item.done",
                            "response.output_item.added",
                            "conversation.item.added",
                            "response.function_call_arguments.done",
                            "response.output_item.done",
                            "conversation.item.done",
                            "response.output_item.added",
                            "conversation.item.added",
                            "response.function_call_arguments.done",
                            "response.output_item.done",
                            "conversation.item.done",
                            "response.done");
            JsonNode output = client.last("response.done").at("/response/output");
            assertThat(output).hasSize(3);
            assertThat(output.get(1).path("arguments").asText()).isEqualTo("{\"city\":\"Oslo\"}");
            assertThat(client.of("response.function_call_arguments.delta").stream()
                            .filter(event -> event.path("output_index").asInt() == 1)
                            .map(event -> event.path("delta").asText()))
                    .containsExactly("{\"city\"", ":\"Oslo\"}");
            for (int call = 1; call <= 2; call++) {
                client.send(
                        "{\"type\":\"conversation.item.create\",\"item\":{\"type\":\"function_call_output\",\"call_id\":\""
                                + output.get(call).path("call_id").asText() + "\",\"output\":\"result " + call
                                + "\"}}");
            }
            client.send("{\"type\":\"response.create\"}");
            bench.time.advance(Duration.ofSeconds(3));

            assertThat(prompts.get(0).instructions()).isEqualTo("Be brief.");
            assertThat(prompts.get(0).tools()).containsExactly("get_weather", "get_time");
            assertThat(prompts.get(1).messages())
                    .containsExactly(
                            new Message(Role.USER, "Weather?"),
                            new Message(Role.ASSISTANT, "Let me see."),
                            new Message(Role.ASSISTANT, ""),
                            new Message(Role.ASSISTANT, ""),
                            new Message(Role.TOOL, "result 1"),
                            new Message(Role.TOOL, "result 2"));
            assertThat(bench.session().said()).containsExactly("Let me see.", "It rains.");
        }
    }

    @Test
    void aFunctionWithoutAWordIsAnItemOfItsOwn() {
        try (RealtimeBench bench = new RealtimeBench(PROMPT, Answer.call("hang_up", "{}"))) {
            RealtimeClient client = bench.phone();
            client.send("{\"type\":\"response.create\"}");
            bench.time.advance(Duration.ofSeconds(1));
            assertThat(client.last("response.done").at("/response/output")).hasSize(1);
            assertThat(client.types()).doesNotContain("response.content_part.added");
        }
    }

    @Test
    void aModelThatSaysNothingIsDoneAtOnce() {
        try (RealtimeBench bench = new RealtimeBench(PROMPT, Answer.say(""))) {
            RealtimeClient client = bench.phone();
            client.send("{\"type\":\"response.create\"}");
            bench.time.advance(Duration.ofSeconds(1));
            assertThat(client.last("response.done").at("/response/output")).isEmpty();
        }
    }

    @Test
    void aResponseMayBeUnlikeItsSession() {
        List<Prompt> prompts = new ArrayList<>();
        SimulatedModel model = prompt -> {
            prompts.add(prompt);
            return Answer.say("In writing.");
        };
        try (RealtimeBench bench = new RealtimeBench(PROMPT, model)) {
            RealtimeClient client = bench.phone();
            client.send("""
                {"type":"response.create","response":{"output_modalities":["text"],"instructions":"Ask.","tools":[],
                  "metadata":{"why":"test"}}}""");
            bench.time.advance(Duration.ofSeconds(1));
            assertThat(client.types()).doesNotContain("response.output_audio.delta");
            assertThat(client.last("response.output_text.done").path("text").asText())
                    .isEqualTo("In writing.");
            assertThat(client.of("response.output_text.delta").stream()
                            .map(event -> event.path("delta").asText()))
                    .containsExactly("In", " writing.");
            assertThat(client.last("response.done").at("/response/metadata/why").asText())
                    .isEqualTo("test");
            assertThat(prompts.get(0).instructions()).isEqualTo("Ask.");
            client.send("{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\"}}");
            assertThat(client.last("session.updated")
                            .at("/session/instructions")
                            .asText())
                    .isEmpty();
        }
    }

    @Test
    void itemsAreInsertedRetrievedAndDeleted() {
        try (RealtimeBench bench = new RealtimeBench(PROMPT)) {
            RealtimeClient client = bench.connect();
            client.send(userSays("b", "Second"));
            assertThat(client.last("conversation.item.added")
                            .path("previous_item_id")
                            .isNull())
                    .isTrue();
            client.send("""
                {"type":"conversation.item.create","previous_item_id":"root","item":{"id":"a","type":"message",
                  "role":"system","content":[{"type":"input_text","text":"First"}]}}""");
            client.send("""
                {"type":"conversation.item.create","previous_item_id":"a","item":{"id":"ab","type":"message",
                  "role":"assistant","content":[{"type":"output_text","text":"Between"}]}}""");
            assertThat(client.last("conversation.item.done")
                            .path("previous_item_id")
                            .asText())
                    .isEqualTo("a");
            assertThat(bench.session().items())
                    .extracting(SimulatedSession.Item::words)
                    .containsExactly("First", "Between", "Second");
            client.send("{\"type\":\"conversation.item.retrieve\",\"item_id\":\"ab\"}");
            assertThat(client.last("conversation.item.retrieved")
                            .at("/item/content/0/text")
                            .asText())
                    .isEqualTo("Between");
            client.send("{\"type\":\"conversation.item.delete\",\"item_id\":\"ab\"}");
            assertThat(client.last("conversation.item.deleted").path("item_id").asText())
                    .isEqualTo("ab");
            assertThat(bench.session().items()).hasSize(2);
        }
    }

    @Test
    void aTranscriptMayComeAfterItsAnswer() {
        RealtimeBehaviour late = RealtimeBehaviour.usual()
                .withTranscripts(Duration.ofSeconds(20))
                .withSeed(3);
        try (RealtimeBench bench = new RealtimeBench(late, Answer.say("Yes."))) {
            RealtimeClient client = bench.phone();
            client.say("Hello!");
            client.silence(Duration.ofSeconds(21));
            assertThat(client.types())
                    .containsSubsequence("response.done", "conversation.item.input_audio_transcription.completed");
        }
    }

    @Test
    void aTranscriptMayFailAndTheAnswerComesAllTheSame() {
        try (RealtimeBench bench = new RealtimeBench(PROMPT.withFailingTranscript(1), Answer.say("Yes."))) {
            RealtimeClient client = bench.phone();
            client.say("Hello!");
            client.silence(Duration.ofSeconds(3));
            assertThat(client.last("conversation.item.input_audio_transcription.failed")
                            .at("/error/code")
                            .asText())
                    .isEqualTo("audio_unintelligible");
            assertThat(bench.session().said()).containsExactly("Yes.");
        }
    }

    @Test
    void aSessionMayOnlyTranscribe() {
        try (RealtimeBench bench = new RealtimeBench(PROMPT)) {
            RealtimeClient client = bench.connect(
                    URI.create("wss://api.openai.com/v1/realtime?intent=transcription"), RealtimeBench.AUTHORIZED);
            assertThat(client.last("session.created").at("/session/type").asText())
                    .isEqualTo("transcription");
            client.send("""
                {"type":"session.update","session":{"type":"transcription","audio":{"input":{
                  "format":{"type":"audio/pcmu"},"transcription":{"model":"gpt-4o-transcribe","language":"en"},
                  "turn_detection":{"type":"server_vad","silence_duration_ms":300}}}}}""");
            client.say("Hello there!");
            client.silence(Duration.ofSeconds(2));
            assertThat(client.last("conversation.item.input_audio_transcription.completed")
                            .path("transcript")
                            .asText())
                    .isEqualTo("Hello there!");
            assertThat(client.types()).doesNotContain("response.created");
            client.sendWrong("{\"type\":\"response.create\"}");
            assertThat(client.lastError().path("param").asText()).isEqualTo("type");
        }
    }

    @Test
    void whisperInRealTimeWantsNoDetectionAndTellsWordsAsTheyCome() {
        try (RealtimeBench bench = new RealtimeBench(PROMPT)) {
            bench.openAi.ear(new dev.voicecall.testkit.FakeSpeechToText().withInterimWords());
            RealtimeClient client = bench.connect(
                    URI.create("wss://api.openai.com/v1/realtime?intent=transcription"), RealtimeBench.AUTHORIZED);
            String update = """
                {"type":"session.update","session":{"type":"transcription","audio":{"input":{
                  "format":{"type":"audio/pcmu"},"transcription":{"model":"gpt-realtime-whisper"}%s}}}}""";
            client.sendWrong(update.formatted(""));
            assertThat(client.lastError().path("param").asText()).isEqualTo("session.audio.input.turn_detection");
            client.send(update.formatted(",\"turn_detection\":null"));
            client.say("Hello there!");
            assertThat(client.of("conversation.item.input_audio_transcription.delta"))
                    .hasSize(2);
            client.send("{\"type\":\"input_audio_buffer.commit\"}");
            JsonNode completed = client.last("conversation.item.input_audio_transcription.completed");
            assertThat(completed.path("transcript").asText()).isEqualTo("Hello there!");
            assertThat(client.of("conversation.item.input_audio_transcription.delta")
                            .get(0)
                            .path("item_id"))
                    .isEqualTo(completed.path("item_id"));
        }
    }

    @Test
    void linearSoundOf24KilohertzIsHeardAndSpokenToo() {
        try (RealtimeBench bench = new RealtimeBench(PROMPT, Answer.say("Yes."))) {
            RealtimeClient client = bench.connect();
            client.send("{\"type\":\"response.create\"}");
            bench.time.advance(Duration.ofSeconds(2));
            String item =
                    client.last("response.output_item.done").at("/item/id").asText();
            byte[] yes = client.sound(item);
            int samples = dev.voicecall.testkit.FakeSpeech.say("Yes.").length * 3;
            assertThat(yes.length / 2).isBetween(samples - 200, samples + 200);
            client.append(yes);
            client.append(new byte[48_000]);
            bench.time.advance(Duration.ofMillis(100));
            assertThat(client.types())
                    .containsSubsequence("input_audio_buffer.speech_started", "input_audio_buffer.speech_stopped");
        }
    }
}
