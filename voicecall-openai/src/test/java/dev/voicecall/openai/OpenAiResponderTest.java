package dev.voicecall.openai;

import static dev.voicecall.openai.ScriptedServer.head;
import static dev.voicecall.openai.SpokenResponse.agent;
import static dev.voicecall.openai.SpokenResponse.caller;
import static dev.voicecall.openai.SpokenResponse.conversation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.CallInfo;
import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.ToolUse;
import dev.voicecall.openai.ScriptedServer.Running;
import dev.voicecall.spi.Conversation;
import dev.voicecall.spi.Conversation.Message;
import dev.voicecall.spi.Responder;
import dev.voicecall.spi.Tool;
import dev.voicecall.spi.ToolCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("socket")
class OpenAiResponderTest {
    private static final Tool WEATHER =
            Tool.withSchema("weather", "The weather.", "{\"type\":\"object\"}", (arguments, call) -> "sunny");

    private ScriptedServer server;
    private OpenAi openAi;
    private final SpokenResponse spoken = new SpokenResponse();

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
        openAi = server.openAi().build();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private static String text(String content) {
        return "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + content + "\"},\"finish_reason\":null}]}";
    }

    private static String end(String reason) {
        return "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}";
    }

    private static String toolCalls(String calls) {
        return "{\"choices\":[{\"delta\":{\"content\":null,\"tool_calls\":[" + calls + "]}}]}";
    }

    private static String toolCall(String id, String name, String arguments) {
        return toolCalls("{\"index\":0,\"id\":\"" + id + "\",\"type\":\"function\",\"function\":{\"name\":\"" + name
                + "\",\"arguments\":\"" + arguments + "\"}}");
    }

    private void answer(Responder responder) throws Exception {
        responder.respond(conversation(caller("Hello?")), spoken);
    }

    private JsonNode request(int number) {
        byte[] body = server.requests().get(number).body().getBytes(StandardCharsets.ISO_8859_1);
        return Json.read(new String(body, StandardCharsets.UTF_8));
    }

    private JsonNode messages(Message... history) throws Exception {
        server.thenEvents(end("stop"));
        openAi.responder(ChatSettings.builder("").anyLanguage().build()).respond(conversation(history), spoken);
        return request(0).path("messages");
    }

    @Test
    void saysEachWordAsItComes() throws Exception {
        CompletableFuture<Void> heard = new CompletableFuture<>();
        server.then(exchange -> {
            exchange.send(
                    head(200, "Content-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"));
            exchange.chunk("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\ndata: "
                    + text("Grüß ") + "\n\n");
            heard.get(10, TimeUnit.SECONDS);
            byte[] rest = ("data: " + text("🙂") + "\n\ndata: " + end("stop") + "\n\ndata: [DONE]\n\n")
                    .getBytes(StandardCharsets.UTF_8);
            for (byte b : rest) {
                exchange.chunk(new byte[] {b});
            }
            exchange.send("0\r\n\r\n");
        });
        openAi.responder("Be brief.").respond(conversation(), new Relay(spoken) {
            @Override
            public void say(String piece) throws InterruptedException {
                super.say(piece);
                heard.complete(null);
            }
        });
        assertThat(spoken.pieces).containsExactly("Grüß ", "🙂");
    }

    @Test
    void asksAsItIsTold() throws Exception {
        server.thenEvents(text("Hi."), end("stop"));
        answer(openAi.responder(ChatSettings.builder(call -> "You talk to " + call.from() + ".")
                .model("gpt-x")
                .temperature(0.5)
                .maxTokens(99)
                .reasoningEffort("none")
                .tools(WEATHER)
                .build()));
        assertThat(request(0)).isEqualTo(Json.read("""
                {"model":"gpt-x","messages":[
                  {"role":"system","content":"You talk to +14155550123.\\n\\nThe conversation is in English (en-US). Answer in that language."},
                  {"role":"user","content":"Hello?"}],
                 "stream":true,"stream_options":{"include_usage":true},"temperature":0.5,"max_completion_tokens":99,
                 "reasoning_effort":"none","tools":[{"type":"function","function":
                   {"name":"weather","description":"The weather.","parameters":{"type":"object"}}}]}"""));
    }

    @Test
    void leavesOutWhatIsNotSet() throws Exception {
        server.thenEvents(text("Hi."), end("stop"));
        answer(openAi.responder("Be brief."));
        assertThat(request(0).fieldNames())
                .toIterable()
                .containsExactly("model", "messages", "stream", "stream_options");
    }

    @Test
    void tellsTheModelWhatWasHeard() throws Exception {
        JsonNode messages = messages(
                agent("Good morning!", false),
                caller("Tell me"),
                agent("Once upon a", true),
                agent("", true),
                caller("Stop."));
        assertThat(messages).isEqualTo(Json.read("""
                [{"role":"assistant","content":"Good morning!"},
                 {"role":"user","content":"Tell me"},
                 {"role":"assistant","content":"Once upon a…"},
                 {"role":"user","content":"Stop."}]"""));
    }

    @Test
    void everyCallOfAToolHasAResult() throws Exception {
        JsonNode messages = messages(
                caller("Weather?"),
                Message.ofTools(List.of(
                        new ToolUse("a", "weather", "{\"x\":1}", "sunny", ToolUse.Status.DONE, Duration.ZERO),
                        new ToolUse("b", "no such!", "{\"x\":", "", ToolUse.Status.CANCELLED, Duration.ZERO),
                        new ToolUse("c", "slow", "", "", ToolUse.Status.RUNNING, Duration.ZERO))),
                agent("It is sunny.", false));
        assertThat(messages).isEqualTo(Json.read("""
                [{"role":"user","content":"Weather?"},
                 {"role":"assistant","content":null,"tool_calls":[
                   {"id":"a","type":"function","function":{"name":"weather","arguments":"{\\"x\\":1}"}},
                   {"id":"b","type":"function","function":{"name":"no_such_","arguments":"{}"}},
                   {"id":"c","type":"function","function":{"name":"slow","arguments":"{}"}}]},
                 {"role":"tool","tool_call_id":"a","content":"sunny"},
                 {"role":"tool","tool_call_id":"b","content":"It was given up."},
                 {"role":"tool","tool_call_id":"c","content":"It has not ended yet."},
                 {"role":"assistant","content":"It is sunny."}]"""));
    }

    @Test
    void usesToolsAndGoesOnWithTheirResults() throws Exception {
        server.thenEvents(
                        text("One moment. "),
                        toolCalls(
                                "{\"index\":0,\"id\":\"call_1\",\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}"),
                        toolCalls("{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":\"}}"),
                        toolCalls(
                                "{\"index\":1,\"id\":\"call_2\",\"function\":{\"name\":\"weather\",\"arguments\":\"{}\"}}"),
                        toolCalls("{\"index\":0,\"function\":{\"arguments\":\"\\\"Rome\\\"}\"}}"),
                        end("tool_calls"))
                .thenEvents(text("It is sunny."), end("stop"));
        answer(openAi.responder("", WEATHER));
        assertThat(spoken.text()).isEqualTo("One moment. It is sunny.");
        assertThat(spoken.used)
                .containsExactly(List.of(
                        new ToolCall("call_1", "weather", new JsonArguments("{\"city\":\"Rome\"}")),
                        new ToolCall("call_2", "weather", new JsonArguments("{}"))));
        assertThat(request(1).path("messages").path(2).path("content").asText()).isEqualTo("One moment. ");
        assertThat(request(1).path("messages").path(4)).isEqualTo(Json.read("""
                {"role":"tool","tool_call_id":"call_2","content":"result of weather"}"""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // the id in every piece, arguments null at first
                "{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"weather\",\"arguments\":null}}"
                        + "|{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"n\\\":1}\"}}"
                        + "|{\"index\":1,\"id\":\"c2\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"n\\\":2}\"}}",
                // no index
                "{\"id\":\"c1\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"n\\\"\"}}"
                        + "|{\"function\":{\"arguments\":\":1}\"}}"
                        + "|{\"id\":\"c2\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"n\\\":2}\"}}",
                // the same index for all
                "{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"n\\\":1}\"}}"
                        + "|{\"index\":0,\"id\":\"c2\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"n\\\":2}\"}}",
                // arguments as an object
                "{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"weather\",\"arguments\":{\"n\":1}}}"
                        + "|{\"index\":1,\"id\":\"c2\",\"function\":{\"name\":\"weather\",\"arguments\":{\"n\":2}}}",
                // an empty id in the pieces that follow
                "{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\"}}"
                        + "|{\"index\":0,\"id\":\"\",\"function\":{\"name\":\"\",\"arguments\":\"\\\"n\\\":1}\"}}"
                        + "|{\"index\":1,\"id\":\"c2\",\"function\":{\"name\":\"weather\",\"arguments\":\"{\\\"n\\\":2}\"}}",
            })
    void putsCallsTogetherAsServersGiveThem(String pieces) throws Exception {
        String[] events = Arrays.stream(pieces.split("\\|"))
                .map(OpenAiResponderTest::toolCalls)
                .toArray(String[]::new);
        server.thenEvents(Arrays.copyOf(events, events.length)) // no finish_reason at all
                .thenEvents(text("Sunny."), end("stop"));
        answer(openAi.responder("", WEATHER));
        assertThat(spoken.used)
                .containsExactly(List.of(
                        new ToolCall("c1", "weather", new JsonArguments("{\"n\":1}")),
                        new ToolCall("c2", "weather", new JsonArguments("{\"n\":2}"))));
    }

    @Test
    void givesEachCallAnIdOfItsOwn() throws Exception {
        server.thenEvents(toolCall("call_0", "weather", "{}"), end("stop"))
                .thenEvents(toolCall("call_0", "weather", "{}"), end("stop"))
                .thenEvents(toolCall("", "weather", "{}"), end("stop"))
                .thenEvents(text("Sunny."), end("stop"));
        answer(openAi.responder("", WEATHER));
        assertThat(spoken.used.stream().flatMap(List::stream).map(ToolCall::id))
                .hasSize(3)
                .doesNotHaveDuplicates()
                .first()
                .isEqualTo("call_0");
    }

    @Test
    void asksForWordsAfterEightRoundsOfTools() throws Exception {
        for (int i = 0; i < 8; i++) {
            server.thenEvents(toolCall("call_" + i, "weather", "{}"), end("tool_calls"));
        }
        server.thenEvents(text("I give up."), end("stop"));
        answer(openAi.responder("", WEATHER));
        assertThat(spoken.used).hasSize(8);
        assertThat(spoken.text()).isEqualTo("I give up.");
        assertThat(request(7).has("tool_choice")).isFalse();
        assertThat(request(8).path("tool_choice").asText()).isEqualTo("none");
    }

    @Test
    void failsIfTheModelNeverStopsToAskForTools() throws Exception {
        for (int i = 0; i < 9; i++) {
            server.thenEvents(toolCall("call_" + i, "weather", "{}"), end("tool_calls"));
        }
        assertThatThrownBy(() -> answer(openAi.responder("", WEATHER)))
                .asInstanceOf(throwable(ProviderException.class))
                .returns(false, ProviderException::retryable);
        assertThat(server.requests()).hasSize(9);
    }

    @Test
    void saysNothingAfterAGoodbye() throws Exception {
        server.thenEvents(text("Goodbye!"), toolCall("call_1", "hang_up", "{}"), end("tool_calls"));
        answer(openAi.responder("", WEATHER, Tool.hangUp()));
        assertThat(spoken.text()).isEqualTo("Goodbye!");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void asksForTheGoodbyeThatWasForgotten() throws Exception {
        server.thenEvents(toolCall("call_1", "hang_up", "{}"), end("tool_calls"))
                .thenEvents(text("Goodbye!"), end("stop"));
        answer(openAi.responder("", WEATHER, Tool.hangUp()));
        assertThat(spoken.text()).isEqualTo("Goodbye!");
        assertThat(request(1).path("tool_choice").asText()).isEqualTo("none");
    }

    @Test
    void speaksARefusal() throws Exception {
        server.thenEvents("{\"choices\":[{\"delta\":{\"refusal\":\"I can't help with that.\"}}]}", end("stop"));
        answer(openAi.responder(""));
        assertThat(spoken.text()).isEqualTo("I can't help with that.");
    }

    @Test
    void anEmptyAnswerIsNoFailure() throws Exception {
        server.thenEvents(end("stop"));
        answer(openAi.responder(""));
        assertThat(spoken.pieces).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "content_filter"})
    void speaksAnAnswerThatWasCut(String reason) throws Exception {
        server.thenEvents(text("And then"), end(reason));
        answer(openAi.responder(""));
        assertThat(spoken.text()).isEqualTo("And then");
    }

    @Test
    void failsIfAllWasHeldBack() {
        server.thenEvents(end("content_filter"));
        assertThatThrownBy(() -> answer(openAi.responder("")))
                .asInstanceOf(throwable(ProviderException.class))
                .returns(false, ProviderException::retryable)
                .hasMessageContaining("content filter");
    }

    @Test
    void failsIfItWasCutBeforeTheFirstWord() {
        server.thenEvents(end("length"));
        assertThatThrownBy(() -> answer(openAi.responder("")))
                .asInstanceOf(throwable(ProviderException.class))
                .returns(false, ProviderException::retryable)
                .returns(Stage.THINKING, ProviderException::stage)
                .message()
                .contains("allow more tokens");
    }

    @Test
    void sendsHalfACharacterAsAQuestionMark() throws Exception {
        assertThat(messages(caller("Caf\uD83D, please."))
                        .path(0)
                        .path("content")
                        .asText())
                .isEqualTo("Caf?, please.");
    }

    @Test
    void usesNoToolWhoseArgumentsWereCut() {
        server.thenEvents(toolCall("call_1", "weather", "{\\\"city\\\":\\\"Ro"), end("length"));
        assertThatThrownBy(() -> answer(openAi.responder("", WEATHER)))
                .isInstanceOf(ProviderException.class)
                .hasMessageContaining("allow more tokens");
        assertThat(spoken.used).isEmpty();
    }

    @Test
    void readsPastTheCountOfTokens() throws Exception {
        server.thenEvents(
                text("Hi."),
                end("stop"),
                "{\"choices\":[],\"model\":\"gpt-x\",\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2}}");
        answer(openAi.responder(""));
        assertThat(spoken.text()).isEqualTo("Hi.");
    }

    @Test
    void usesTheConnectionAgainAfterAStream() throws Exception {
        server.thenEvents(text("a"), end("stop")).thenEvents(text("b"), end("stop"));
        answer(openAi.responder(""));
        answer(openAi.responder(""));
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void anAnswerWithoutAnEndIsAFailure() {
        server.then(exchange -> {
            exchange.send(head(200, "Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"));
            exchange.chunk("data: " + text("Once upon") + "\n\n");
            exchange.send("0\r\n\r\n");
        });
        assertThatThrownBy(() -> answer(openAi.responder("")))
                .asInstanceOf(throwable(ProviderException.class))
                .returns(true, ProviderException::retryable)
                .hasMessageContaining("broke off");
        assertThat(spoken.text()).isEqualTo("Once upon");
    }

    @Test
    void anErrorInMidStreamIsAFailure() {
        server.thenEvents(
                text("Once"), "{\"error\":{\"message\":\"The server had an error.\",\"type\":\"server_error\"}}");
        assertThatThrownBy(() -> answer(openAi.responder("")))
                .asInstanceOf(throwable(ProviderException.class))
                .returns(Stage.THINKING, ProviderException::stage)
                .returns(true, ProviderException::retryable)
                .hasMessageContaining("broke off with an error (server_error): The server had an error.");
    }

    @Test
    void anEventThatIsNotJsonIsAFailure() {
        server.thenEvents(text("Once"), "{\"choices\":[");
        assertThatThrownBy(() -> answer(openAi.responder(""))).hasMessageContaining("not JSON");
    }

    @Test
    void anAnswerThatIsNoStreamIsAFailure() {
        server.then(200, "Content-Type: text/html\r\n", "<html>");
        assertThatThrownBy(() -> answer(openAi.responder("")))
                .hasMessageContaining("'text/html' and not a stream of events");
    }

    @Test
    void anInterruptionClosesTheConnection() throws Exception {
        CompletableFuture<Void> heard = new CompletableFuture<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        server.then(exchange -> {
            exchange.send(head(200, "Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"));
            exchange.chunk("data: " + text("Once upon") + "\n\n");
            exchange.awaitClose();
            closed.complete(null);
        });
        Running answering = ScriptedServer.run(() -> openAi.responder("").respond(conversation(), new Relay(spoken) {
            @Override
            public void say(String piece) {
                heard.complete(null);
            }
        }));
        heard.get(10, TimeUnit.SECONDS);
        answering.interrupt();
        assertThat(answering.failure()).isInstanceOf(InterruptedException.class);
        closed.get(10, TimeUnit.SECONDS);
    }

    @Test
    void canBeAskedInWriting() throws Exception {
        server.thenEvents(text("Hi "), text("there."), end("stop"));
        Conversation conversation = conversation(caller("Hello?"));
        assertThat(openAi.responder("", WEATHER).respond(conversation)).isEqualTo("Hi there.");
        assertThat(request(0).path("tool_choice").asText()).isEqualTo("none");
    }

    @Test
    void settingsAreChecked() {
        ChatSettingsBuilder builder = ChatSettings.builder((CallInfo call) -> "");
        assertThatThrownBy(() -> builder.tools(WEATHER, WEATHER).build()).hasMessageContaining("another name");
        assertThatThrownBy(() -> ChatSettings.builder("").temperature(3).build())
                .hasMessageContaining("0 to 2");
        assertThatThrownBy(() -> ChatSettings.builder("").maxTokens(0).build()).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> ChatSettings.builder("").model(" ").build()).hasMessageContaining("blank");
    }

    /** Passes everything on. */
    private static class Relay implements Responder.Response {
        private final Responder.Response to;

        Relay(Responder.Response to) {
            this.to = to;
        }

        @Override
        public void say(String piece) throws InterruptedException {
            to.say(piece);
        }

        @Override
        public void endCall() {
            to.endCall();
        }

        @Override
        public void awaitCommitted() throws InterruptedException {
            to.awaitCommitted();
        }

        @Override
        public List<ToolUse> use(List<Tool> tools, List<ToolCall> calls) throws InterruptedException {
            return to.use(tools, calls);
        }
    }
}
