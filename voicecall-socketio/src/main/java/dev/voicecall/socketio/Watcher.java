package dev.voicecall.socketio;

/** A client that watches, by whatever transport. Called by one thread at a time. */
interface Watcher {
    /** Sends it, or drops the client if that does not read; neither blocks nor throws. */
    void send(Message message);

    /** The relay is closed, and sends nothing more. */
    void close();
}
