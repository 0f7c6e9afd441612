package dev.voicecall.testkit.http;

import dev.voicecall.spi.HttpRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/** What is served. Safe for use by many threads. */
public interface Site {
    /** The longest body of a request. */
    int maxBodyBytes();

    /** Answers a request. May block; is interrupted if the client goes away. */
    void answer(HttpRequest request, Reply reply) throws IOException, InterruptedException;

    /** Answers what is no request, or too much of one. */
    void refuse(int status, String message, Reply reply) throws IOException;

    /**
     * Lets a client in that wants a WebSocket, or answers why not.
     *
     * @return makes who talks with it; empty if it was answered
     */
    Optional<Function<SocketOutbox, SocketPeer>> upgrade(HttpRequest request, Reply reply)
            throws IOException, InterruptedException;
}
