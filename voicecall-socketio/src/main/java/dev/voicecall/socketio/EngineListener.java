package dev.voicecall.socketio;

/** Hears of what comes in by a session. Called on the session's mailbox. */
interface EngineListener {
    /** The data of a message. */
    void onMessage(String text);

    /** The data of a message was binary. */
    void onBinary();

    /** The session is over. Comes last and once. */
    void onClosed();
}
