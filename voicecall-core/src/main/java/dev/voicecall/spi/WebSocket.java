package dev.voicecall.spi;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** One end of a WebSocket connection. Safe for use by many threads. */
public interface WebSocket {
    /** Close code: all is done. */
    int NORMAL = 1000;
    /** Close code: the server goes down. */
    int GOING_AWAY = 1001;
    /** Close code: the other side broke the rules. */
    int POLICY_VIOLATION = 1008;
    /** Close code: a message was larger than allowed. */
    int TOO_BIG = 1009;
    /** Close code: something broke on this side. */
    int INTERNAL_ERROR = 1011;

    /**
     * Queues a text message. The bytes are copied before this returns; the buffer's position stays. What is sent after this has
     * returned, by whatever thread, comes after it.
     *
     * @return completes once the message is with the operating system, exceptionally if the connection is gone. Who sends
     *     much waits for it: a connection with more than the server's bound queued (1 MiB by default) is closed.
     */
    CompletionStage<Void> sendText(ByteBuffer utf8);

    /** Queues a binary message; otherwise as {@link #sendText}. */
    CompletionStage<Void> sendBinary(ByteBuffer data);

    /** How many bytes are queued here and not yet with the operating system. */
    long queuedBytes();

    /** Begins to close, after what is queued. A peer that does not answer is cut off after some seconds. */
    void close(int code, String reason);

    /** Runs tasks on the connection's own thread, the one that calls its listener. */
    Executor executor();
}
