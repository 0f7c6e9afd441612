package dev.voicecall.spi;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * WebSocket connections by the JDK's client, which all share: one thread for what comes and goes, and as many as there are
 * processors to handle it, all of them daemons. Safe for use by many threads.
 */
final class JdkWebSocketClient implements WebSocketClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Set<String> SCHEMES = Set.of("ws", "wss");
    private static final int SWITCHING_PROTOCOLS = 101;

    private final Scheduler scheduler;
    private final HttpClient http;

    /** Made when it is needed first. */
    private static final class Shared {
        static final WebSocketClient CLIENT = new JdkWebSocketClient(Scheduler.system());
    }

    JdkWebSocketClient(Scheduler scheduler) {
        this.scheduler = scheduler;
        this.http = HttpClient.newBuilder().executor(scheduler.executor()).build();
    }

    static WebSocketClient shared() {
        return Shared.CLIENT;
    }

    @Override
    public CompletionStage<WebSocket> connect(URI uri, Map<String, String> headers, WebSocketListener listener) {
        if (!SCHEMES.contains(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) || uri.getHost() == null) {
            throw new IllegalArgumentException("The URI must be ws: or wss: and have a host.");
        }
        headers.forEach(JdkWebSocketClient::requireSendable);
        java.net.http.WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT);
        headers.forEach(builder::header);
        JdkWebSocket socket = new JdkWebSocket(scheduler, listener);
        CompletableFuture<WebSocket> opened = socket.opened();
        builder.buildAsync(uri, socket).exceptionally(failure -> {
            opened.completeExceptionally(reason(uri, failure));
            return null;
        });
        return opened;
    }

    /** The JDK would put the value, which may be a secret, into the exception. */
    private static void requireSendable(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '\t' && (c < ' ' || c > '~')) {
                throw new IllegalArgumentException("The value of the header " + name + " has a character at index " + i
                        + " that is not allowed there, such as a line break or one beyond ASCII; leave it out.");
            }
        }
    }

    private static Throwable reason(URI uri, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof WebSocketHandshakeException refusal) {
            HttpResponse<?> answer = refusal.getResponse();
            if (answer.statusCode() != SWITCHING_PROTOCOLS) {
                return WebSocketRefusedException.by(uri, answer.statusCode(), String.valueOf(answer.body()));
            }
        }
        return cause instanceof IOException
                ? new IOException("Can't connect to " + uri.getHost() + " by WebSocket: " + cause, cause)
                : cause;
    }
}
