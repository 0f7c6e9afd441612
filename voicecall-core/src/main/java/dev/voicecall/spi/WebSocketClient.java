package dev.voicecall.spi;

import java.net.URI;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionStage;

/**
 * Opens WebSocket connections to other servers. Safe for use by many threads.
 *
 * <p>Its {@link WebSocket}s and the calls of {@link WebSocketListener} keep the same rules as a server's: at most 1 MiB may
 * wait to be sent, and a message of more than 1 MiB closes the connection with {@link WebSocket#TOO_BIG}. Of {@code wss:} the
 * server's certificate must be one that the JVM trusts, and be of the host that was asked for.
 */
public interface WebSocketClient {
    /**
     * Connects. Returns at once; the listener hears of the connection before the stage completes. Called on a thread that
     * serves connections itself, an implementation may serve the new one by the same thread, so that what is relayed between
     * the two crosses none.
     *
     * @param uri {@code ws:} or {@code wss:}
     * @param headers of the handshake, by name; none gets into a log or an exception's text
     * @param listener hears of what comes in
     * @return completes when the connection stands; exceptionally with a {@link WebSocketRefusedException} if the server answered
     *     the handshake with anything else, and with an {@link java.io.IOException} if it could not be reached within ten
     *     seconds
     * @throws IllegalArgumentException if the URI is of another kind or has no host, or a header's value has characters that
     *     HTTP does not allow
     */
    CompletionStage<WebSocket> connect(URI uri, Map<String, String> headers, WebSocketListener listener);

    /** The client of the module that is there, voicecall-netty at best; else the one of the JDK. */
    static WebSocketClient system() {
        return ServiceLoader.load(WebSocketClient.class).findFirst().orElseGet(JdkWebSocketClient::shared);
    }
}
