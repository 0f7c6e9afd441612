package dev.voicecall.testkit.twilio;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** How requests get to the application. Safe for use by many threads. */
interface Network extends AutoCloseable {
    /**
     * Sends a request and doesn't follow redirects.
     *
     * @return completes with the answer, or exceptionally: with a {@link java.net.ConnectException} if nothing was sent
     */
    CompletionStage<WebReply> send(String method, URI uri, Map<String, String> headers, byte[] body);

    @Override
    void close();
}
