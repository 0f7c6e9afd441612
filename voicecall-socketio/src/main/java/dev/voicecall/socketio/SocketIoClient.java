package dev.voicecall.socketio;

/** A client that is connected to the namespace {@code /}. Safe for use by many threads. */
final class SocketIoClient {
    private final String id;
    private final EngineSession session;
    private final Runnable disconnect;
    private volatile boolean gone;

    /** @param disconnect ends the connection, on the session's mailbox */
    SocketIoClient(String id, EngineSession session, Runnable disconnect) {
        this.id = id;
        this.session = session;
        this.disconnect = disconnect;
    }

    /** Its id for this connection. No secret: unlike with the id of its Engine.IO session, nothing can be done with it. */
    String id() {
        return id;
    }

    /**
     * Sends an event. Never blocks: what does not fit into the queue of this client ({@link SocketIoSettings#maxQueuedBytes})
     * closes its connection. Does nothing if that is closed.
     */
    void emit(EncodedEvent event) {
        send(event.packet());
    }

    /** Ends the connection; a client takes that for final and does not reconnect by itself. {@code onDisconnect} follows. */
    void disconnect() {
        session.run(disconnect);
    }

    void send(byte[] packet) {
        if (!gone) {
            session.send(packet);
        }
    }

    /** From now on nothing is sent. */
    void leave() {
        gone = true;
    }
}
