package dev.voicecall.testkit.http;

/** Who talks with a client that is connected by a WebSocket. Called by one thread at a time. */
public interface SocketPeer {
    /** The connection stands. */
    void open();

    /** A text message of the client. */
    void receive(String text);

    /** A binary message of the client; not changed afterwards. */
    void receive(byte[] data);

    /** The client is gone. */
    void gone();
}
