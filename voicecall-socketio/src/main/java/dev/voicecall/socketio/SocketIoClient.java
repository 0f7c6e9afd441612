package dev.voicecall.socketio;

/** A client that is connected to the namespace {@code /}. Safe for use by many threads. */
interface SocketIoClient {
    /** Its id for this connection, not secret: unlike that of its Engine.IO session nobody can do anything with it. */
    String id();

    /**
     * Sends an event. Never blocks: what does not fit into the queue of this client ({@link SocketIoSettings#maxQueuedBytes})
     * closes its connection. Does nothing if that is closed.
     */
    void emit(EncodedEvent event);

    /** Ends the connection, for a client that then does not reconnect by itself. {@code onDisconnect} follows. */
    void disconnect();
}
