package dev.voicecall.testkit.http;

/** The way to a client that is connected by a WebSocket. Safe for use by many threads. */
public interface SocketOutbox {
    /** Sends a text message. */
    void send(String json);

    /** Begins to close. */
    void close(int code, String reason);

    /** Breaks the connection without a close frame. */
    void cut();
}
