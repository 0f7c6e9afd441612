package dev.voicecall.testkit.twilio;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** How requests and streams get to the application. Safe for use by many threads. */
interface Network extends AutoCloseable {
    /**
     * Sends a request and doesn't follow redirects.
     *
     * @return completes with the answer, or exceptionally: with a {@link java.net.ConnectException} if nothing was sent
     */
    CompletionStage<WebReply> send(String method, URI uri, Map<String, String> headers, byte[] body);

    /**
     * Opens a WebSocket. The listener is told, also if that fails.
     *
     * @return what can be given up already while it connects
     */
    StreamSocket connect(URI uri, Map<String, String> headers, StreamSocket.Listener listener);

    @Override
    void close();
}
