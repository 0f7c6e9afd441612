package dev.voicecall.socketio;

import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.WebSocket;
import java.nio.ByteBuffer;

/** A WebSocket that a polling client tries before it relies on it. Belongs to the session's mailbox. */
final class Probe {
    /** What is to become of the WebSocket. */
    enum Step {
        TRY_ON,
        UPGRADE,
        GIVE_UP
    }

    private static final byte[] ANSWER = {'3', 'p', 'r', 'o', 'b', 'e'};

    private final WebSocket socket;
    private final Scheduler.Timer timeout;
    private boolean answered;

    /** @param timeout ends the trying */
    Probe(WebSocket socket, Scheduler.Timer timeout) {
        this.socket = socket;
        this.timeout = timeout;
    }

    WebSocket socket() {
        return socket;
    }

    /** Whether the client knows that the WebSocket works, and only waits for its last poll to end. */
    boolean answered() {
        return answered;
    }

    Step received(String packet) {
        if (!answered && packet.equals("2probe")) {
            answered = true;
            socket.sendText(ByteBuffer.wrap(ANSWER));
            return Step.TRY_ON;
        }
        return answered && packet.equals("5") ? Step.UPGRADE : Step.GIVE_UP;
    }

    /** The trying is over, whatever came of it. */
    void end() {
        timeout.cancel();
    }
}
