package dev.voicecall.testkit.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.testkit.openai.OpenAiFault.Kind;
import dev.voicecall.testkit.openai.OpenAiFault.Operation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("socket")
class RealtimeSocketTest {
    private final OpenAiSimulator openAi = OpenAiSimulator.builder().start();
    private final Events events = new Events(new LinkedBlockingQueue<>());

    @AfterEach
    void close() {
        openAi.close();
    }

    private record Events(BlockingQueue<String> all) implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            all.add(data.toString());
            return WebSocket.Listener.super.onText(socket, data, last);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            all.add("closed " + code + " " + reason);
            return WebSocket.Listener.super.onClose(socket, code, reason);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            all.add("error");
        }

        String next() throws InterruptedException {
            return String.valueOf(all.poll(20, TimeUnit.SECONDS));
        }
    }

    private WebSocket connect(String key, String... headers) throws Exception {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        builder.header("Authorization", "Bearer " + key);
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        URI uri = URI.create(openAi.baseUrl().toString().replace("http", "ws") + "/realtime?model=gpt-realtime");
        return builder.buildAsync(uri, events).get(20, TimeUnit.SECONDS);
    }

    @Test
    void carriesEventsBothWays() throws Exception {
        WebSocket socket = connect(openAi.apiKey());
        assertThat(events.next()).contains("session.created");
        socket.sendText(
                "{\"type\":\"session.update\",\"session\":{\"type\":\"realtime\",\"instructions\":\"Ü\"}}", true);
        assertThat(events.next()).contains("session.updated", "Ü");
        assertThat(openAi.sessions()).hasSize(1);
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
        assertThat(events.next()).startsWith("closed 1000");
    }

    @Test
    void refusesTheBetaWithItsCloseCode() throws Exception {
        connect(openAi.apiKey(), "OpenAI-Beta", "realtime=v1");
        assertThat(events.next()).contains("beta_api_shape_disabled");
        assertThat(events.next()).isEqualTo("closed 4000 invalid_request_error.beta_api_shape_disabled");
    }

    @Test
    void refusesAWrongKeyByAnAnswerOfHttp() {
        assertThatThrownBy(() -> connect("sk-proj-abcdefghijklmnopqrstuvwxyz"))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        e -> assertThat(e.getResponse().statusCode()).isEqualTo(401));
        assertThat(openAi.requests().get(0).headers().get("authorization"))
                .isEqualTo("Bearer sk-proj-**********************wxyz");
    }

    @Test
    void refusesAHandshakeAsItIsTold() {
        openAi.fail(OpenAiFault.next(Operation.REALTIME, Kind.RATE_LIMITED));
        assertThatThrownBy(() -> connect(openAi.apiKey()))
                .cause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        e -> assertThat(e.getResponse().statusCode()).isEqualTo(429));
    }

    @Test
    void breaksAConnectionWithoutACloseFrame() throws Exception {
        connect(openAi.apiKey());
        assertThat(events.next()).contains("session.created");
        openAi.sessions().get(0).cut();
        assertThat(events.next()).satisfiesAnyOf(end -> assertThat(end).isEqualTo("error"), end -> assertThat(end)
                .startsWith("closed 1006"));
    }
}
