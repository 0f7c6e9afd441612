package dev.voicecall.testkit.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketRefusedException;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client does wrong, and what it is told. */
class RealtimeErrorsTest {
    private static final String LONG = "One two three four five six seven eight nine ten eleven twelve thirteen.";

    private final RealtimeBench bench =
            new RealtimeBench(RealtimeBehaviour.usual().withSpeed(2), prompt -> Answer.say(LONG));

    @AfterEach
    void close() {
        bench.close();
    }

    private JsonNode errorOf(RealtimeClient client, String wrong) {
        client.forget();
        client.sendWrong(wrong);
        assertThat(client.of("error")).hasSize(1);
        return client.lastError();
    }

    @ParameterizedTest
    @CsvSource({"'', 401", "Bearer sk-wrong, 401"})
    void withoutTheKeyTheHandshakeIsRefused(String authorization, int status) {
        CompletableFuture<WebSocket> connected = bench.openAi
                .connect(SimulatedRealtime.URL, Map.of("Authorization", authorization), (socket, text) -> {})
                .toCompletableFuture();
        bench.time.advance(Duration.ofSeconds(1));
        assertThat(connected)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(WebSocketRefusedException.class, e -> assertThat(e.status())
                        .isEqualTo(status));
        assertThat(bench.openAi.sessions()).isEmpty();
    }

    @Test
    void elsewhereIsNothing() {
        CompletableFuture<WebSocket> connected = bench.openAi
                .connect(URI.create("wss://api.openai.com/realtime"), RealtimeBench.AUTHORIZED, (socket, text) -> {})
                .toCompletableFuture();
        bench.time.advance(Duration.ofSeconds(1));
        assertThat(connected).isCompletedExceptionally();
    }

    @Test
    void aBrowserShowsItsKeyAsASubProtocol() {
        RealtimeClient client = bench.connect(
                SimulatedRealtime.URL,
                Map.of("Sec-WebSocket-Protocol", "realtime, openai-insecure-api-key." + SimulatedRealtime.KEY));
        assertThat(client.types()).containsExactly("session.created");
    }

    @Test
    void theBetaIsNoMore() {
        RealtimeClient client = bench.connect(
                SimulatedRealtime.URL,
                Map.of("Authorization", "Bearer " + SimulatedRealtime.KEY, "OpenAI-Beta", "realtime=v1"));
        assertThat(client.types()).containsExactly("error");
        assertThat(client.lastError().path("code").asText()).isEqualTo("beta_api_shape_disabled");
        assertThat(client.closeCode()).isEqualTo(4_000);
        assertThat(client.closeReason()).isEqualTo("invalid_request_error.beta_api_shape_disabled");
    }

    @Test
    void aSessionEndsAfterAnHour() {
        RealtimeClient client = bench.connect();
        bench.time.advance(Duration.ofMinutes(59));
        assertThat(client.closeCode()).isZero();
        bench.time.advance(Duration.ofMinutes(1));
        assertThat(client.lastError().path("code").asText()).isEqualTo("session_expired");
        assertThat(client.lastError().path("message").asText())
                .isEqualTo("Your session hit the maximum duration of 60 minutes.");
        assertThat(client.closeCode()).isEqualTo(1_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"session":{"instructions":"x"}}                          | missing_required_parameter | session.type
            {}                                                        | missing_required_parameter | session
            {"session":7}                                             | invalid_type      | session
            {"session":{"type":"beta"}}                               | invalid_value     | session.type
            {"session":{"type":"realtime","voice":"x"}}               | unknown_parameter | session.voice
            {"session":{"type":"realtime","temperature":0.8}}         | unknown_parameter | session.temperature
            {"session":{"type":"realtime","modalities":["text"]}}     | unknown_parameter | session.modalities
            {"session":{"type":"realtime"},"extra":1}                 | unknown_parameter | extra
            {"session":{"type":"realtime","audio":{"middle":1}}}      | unknown_parameter | session.audio.middle
            {"session":{"type":"realtime","audio":{"input":{"x":1}}}} | unknown_parameter | session.audio.input.x
            {"session":{"type":"realtime","audio":{"output":{"speed":2}}}}  | invalid_value | session.audio.output.speed
            {"session":{"type":"realtime","audio":{"output":{"speed":"f"}}}} | invalid_type | session.audio.output.speed
            {"session":{"type":"realtime","audio":{"input":{"format":"g711_ulaw"}}}} | invalid_type | session.audio.input.format
            {"session":{"type":"realtime","audio":{"input":{"format":{"type":"audio/pcm","rate":8000}}}}} | invalid_value | session.audio.input.format.rate
            {"session":{"type":"realtime","audio":{"input":{"format":{"type":"audio/mp3"}}}}} | invalid_value | session.audio.input.format.type
            {"session":{"type":"realtime","audio":{"input":{"turn_detection":{"type":"x"}}}}} | invalid_value | session.audio.input.turn_detection.type
            {"session":{"type":"realtime","audio":{"input":{"turn_detection":{}}}}} | missing_required_parameter | session.audio.input.turn_detection.type
            {"session":{"type":"realtime","audio":{"input":{"turn_detection":{"type":"server_vad","idle_timeout_ms":1000}}}}} | invalid_value | session.audio.input.turn_detection.idle_timeout_ms
            {"session":{"type":"realtime","audio":{"input":{"turn_detection":{"type":"semantic_vad","threshold":1}}}}} | unknown_parameter | session.audio.input.turn_detection.threshold
            {"session":{"type":"realtime","audio":{"input":{"turn_detection":"none"}}}} | invalid_type | session.audio.input.turn_detection
            {"session":{"type":"realtime","output_modalities":["audio","text"]}} | invalid_value | session.output_modalities
            {"session":{"type":"realtime","max_output_tokens":5000}}  | invalid_value     | session.max_output_tokens
            {"session":{"type":"realtime","tools":[{"type":"function","function":{"name":"f"}}]}} | unknown_parameter | session.tools[0].function
            {"session":{"type":"realtime","tools":[{"type":"function"}]}} | missing_required_parameter | session.tools[0].name
            {"session":{"type":"realtime","model":"gpt-realtime-mini"}} | invalid_value   | session.model
            {"session":{"type":"transcription"}}                      | invalid_value     | session.type
            """)
    void anUpdateThatIsWrongIsRefusedAsAWhole(String update, String code, String param) {
        RealtimeClient client = bench.connect();
        JsonNode before = client.last("session.created").path("session");
        String right = "\"instructions\":\"Changed.\",";
        JsonNode error = errorOf(
                client,
                update.replaceFirst("\\{", "{\"type\":\"session.update\",\"event_id\":\"mine\",")
                        .replaceFirst(",}", "}")
                        .replace("{\"type\":\"realtime\"", "{" + right + "\"type\":\"realtime\""));
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("param").asText()).isEqualTo(param);
        assertThat(error.path("type").asText()).isEqualTo("invalid_request_error");
        assertThat(error.path("event_id").asText()).isEqualTo("mine");
        client.send("{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\"}}");
        assertThat(client.last("session.updated").path("session")).isEqualTo(before);
    }

    @Test
    void theVoiceStaysOnceItWasHeard() {
        RealtimeClient client = bench.phone();
        String change = "{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\","
                + "\"audio\":{\"output\":{\"voice\":\"%s\"}}}}";
        client.send(change.formatted("cedar"));
        assertThat(client.last("session.updated")
                        .at("/session/audio/output/voice")
                        .asText())
                .isEqualTo("cedar");
        client.send("{\"type\":\"response.create\"}");
        bench.time.advance(Duration.ofSeconds(10));
        assertThat(errorOf(client, change.formatted("marin")).path("code").asText())
                .isEqualTo("cannot_update_voice");
        client.send(change.formatted("cedar"));
        client.last("session.updated");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"type":"response.audio.start"}                                            | invalid_value | type
            {"type":"output_audio_buffer.clear"}                                       | invalid_value | type
            {"type":7}                                                                 | invalid_type  | type
            {"no":"type"}                                                              | missing_required_parameter | type
            {"type":"input_audio_buffer.append"}                                       | missing_required_parameter | audio
            {"type":"input_audio_buffer.append","audio":"!"}                           | invalid_value | audio
            {"type":"input_audio_buffer.append","audio":"AAAA","x":1}                  | unknown_parameter | x
            {"type":"input_audio_buffer.commit"}                                       | input_audio_buffer_commit_empty |
            {"type":"response.cancel"}                                                 | response_cancel_not_active |
            {"type":"response.create","response":{"modalities":["text"]}}              | unknown_parameter | response.modalities
            {"type":"response.create","response":{"audio":{"input":{}}}}               | unknown_parameter | response.audio.input
            {"type":"response.create","response":{"conversation":"none"}}              | not_simulated | response.conversation
            {"type":"conversation.item.retrieve","item_id":"none"}                     | item_retrieve_invalid_item_id | item_id
            {"type":"conversation.item.delete","item_id":"none"}                       | item_delete_invalid_item_id | item_id
            {"type":"conversation.item.truncate","item_id":"none","content_index":0,"audio_end_ms":1} | item_truncate_invalid_item_id | item_id
            {"type":"conversation.item.truncate","item_id":"none","content_index":0}   | missing_required_parameter | audio_end_ms
            {"type":"conversation.item.truncate","item_id":"none","content_index":0,"audio_end_ms":1.5} | invalid_type | audio_end_ms
            {"type":"conversation.item.truncate","item_id":"none","content_index":0,"audio_end_ms":-1} | integer_below_min_value | audio_end_ms
            {"type":"conversation.item.create"}                                        | missing_required_parameter | item
            {"type":"conversation.item.create","item":{"type":"reference"}}            | invalid_value | item.type
            {"type":"conversation.item.create","item":{"type":"message","role":"user"}} | missing_required_parameter | item.content
            {"type":"conversation.item.create","item":{"type":"message","role":"caller","content":[]}} | invalid_value | item.role
            {"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"text","text":"x"}]}} | invalid_value | item.content[0].type
            {"type":"conversation.item.create","item":{"type":"message","role":"user","content":[{"type":"input_text"}]}} | missing_required_parameter | item.content[0].text
            {"type":"conversation.item.create","item":{"type":"function_call_output","call_id":"none","output":"x"}} | invalid_tool_call_id | item.call_id
            {"type":"conversation.item.create","item":{"type":"function_call_output","call_id":"none","output":{}}} | invalid_type | item.output
            {"type":"conversation.item.create","previous_item_id":"none","item":{"type":"message","role":"user","content":[]}} | item_create_invalid_previous_item_id | previous_item_id
            """)
    void whatIsWrongIsSaidAndTheSessionLivesOn(String wrong, String code, String param) {
        RealtimeClient client = bench.connect();
        JsonNode error = errorOf(client, wrong.replaceFirst("\\{", "{\"event_id\":\"mine\","));
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("param").asText("")).isEqualTo(param == null ? "" : param);
        assertThat(error.path("event_id").asText()).isEqualTo("mine");
        client.send("{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\"}}");
        client.last("session.updated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "7", "{\"type\":\"response.cancel\"} x"})
    void whatIsNoEventIsSaidToBeNone(String text) {
        assertThat(errorOf(bench.connect(), text).path("code").asText()).isEqualTo("invalid_json");
    }

    @Test
    void lessThanATenthOfASecondIsNothingToCommit() {
        RealtimeClient client = bench.phone("null");
        client.append(new byte[799]);
        JsonNode error = errorOf(client, "{\"type\":\"input_audio_buffer.commit\"}");
        assertThat(error.path("code").asText()).isEqualTo("input_audio_buffer_commit_empty");
        assertThat(error.path("message").asText()).contains("buffer only has 99.88ms of audio");
        client.append(new byte[1]);
        client.send("{\"type\":\"input_audio_buffer.commit\"}");
        client.last("input_audio_buffer.committed");
    }

    @Test
    void moreThanFifteenMegabytesAtOnceAreTooMuch() {
        RealtimeClient client = bench.connect();
        JsonNode error = errorOf(
                client, "{\"type\":\"input_audio_buffer.append\",\"audio\":\"" + "A".repeat((15 << 20) + 4) + "\"}");
        assertThat(error.path("param").asText()).isEqualTo("audio");
    }

    @Test
    void thereIsOneResponseAtATime() {
        RealtimeClient client = bench.phone();
        client.send("{\"type\":\"response.create\"}");
        String active = client.last("response.created").at("/response/id").asText();
        JsonNode error = errorOf(client, "{\"type\":\"response.create\",\"event_id\":\"again\"}");
        assertThat(error.path("code").asText()).isEqualTo("conversation_already_has_active_response");
        assertThat(error.path("message").asText()).contains(active);
        assertThat(error.path("event_id").asText()).isEqualTo("again");
        bench.time.advance(Duration.ofSeconds(10));
        assertThat(client.last("response.done").at("/response/status").asText()).isEqualTo("completed");
    }

    @Test
    void aResponseIsCancelledOnceAndTheNextOneMayBegin() {
        RealtimeClient client = bench.phone();
        client.send("{\"type\":\"response.create\"}");
        bench.time.advance(Duration.ofSeconds(1));
        client.send("{\"type\":\"response.cancel\"}");
        JsonNode response = client.last("response.done").path("response");
        assertThat(response.path("status").asText()).isEqualTo("cancelled");
        assertThat(response.at("/status_details/reason").asText()).isEqualTo("client_cancelled");
        JsonNode error = errorOf(client, "{\"type\":\"response.cancel\",\"event_id\":\"late\"}");
        assertThat(error.path("message").asText()).isEqualTo("Cancellation failed: no active response found");
        assertThat(error.path("event_id").asText()).isEqualTo("late");
        client.send("{\"type\":\"response.create\"}");
        client.last("response.created");
        bench.time.advance(Duration.ofSeconds(10));
        assertThat(client.last("response.done").at("/response/status").asText()).isEqualTo("completed");
    }

    @Test
    void nothingIsTruncatedBeyondItsEnd() {
        RealtimeClient client = bench.phone();
        client.send("{\"type\":\"response.create\"}");
        bench.time.advance(Duration.ofSeconds(10));
        String item = client.last("response.output_item.done").at("/item/id").asText();
        int length = client.sound(item).length / 8;
        JsonNode error = errorOf(client, RealtimeTurnTest.truncate(item, length + 1));
        assertThat(error.path("message").asText())
                .isEqualTo("Audio content of " + length + "ms is already shorter than " + (length + 1) + "ms");
        assertThat(bench.session().said()).containsExactly(LONG);
        client.send(RealtimeTurnTest.truncate(item, length));
        client.send(RealtimeTurnTest.truncate(item, 0));
        assertThat(bench.session().said()).containsExactly("");
        assertThat(bench.session().items().get(0).truncatedAt()).contains(Duration.ZERO);
    }

    @Test
    void onlyWhatTheModelHasSaidIsTruncated() {
        RealtimeClient client = bench.phone();
        client.send(
                "{\"type\":\"conversation.item.create\",\"item\":{\"id\":\"hi\",\"type\":\"message\",\"role\":\"user\","
                        + "\"content\":[{\"type\":\"input_text\",\"text\":\"Hi!\"}]}}");
        assertThat(errorOf(client, RealtimeTurnTest.truncate("hi", 0))
                        .path("message")
                        .asText())
                .isEqualTo("Only model output audio messages can be truncated");
    }
}
