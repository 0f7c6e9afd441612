package dev.voicecall.socketio;

import dev.voicecall.spi.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way from a session to its client: packets wait in the {@link Outbox} until a poll or the WebSocket takes them.
 *
 * <p>While a client tries a WebSocket (a {@link Probe}), polls are answered at once, so that none is under way when it says that
 * it upgrades; from then on the WebSocket takes what waits. So the order stays, and nothing is lost or sent twice.
 *
 * <p>Belongs to the session's mailbox.
 */
final class Downstream {
    static final byte[] NOOP = {'6'};

    private final int maxQueuedBytes;
    private final Outbox outbox;
    private @Nullable LongPoll poll;
    private @Nullable WebSocket socket;
    private @Nullable Probe probe;

    Downstream(int maxQueuedBytes, Outbox outbox) {
        this.maxQueuedBytes = maxQueuedBytes;
        this.outbox = outbox;
    }

    /** Whether something would take a packet now. */
    boolean isWritable() {
        return socket != null || poll != null;
    }

    boolean isBySocket() {
        return socket != null;
    }

    boolean isBy(WebSocket candidate) {
        return socket == candidate;
    }

    boolean isHeld(LongPoll candidate) {
        return poll == candidate;
    }

    boolean isPolled() {
        return poll != null;
    }

    void hold(LongPoll next) {
        poll = next;
    }

    @Nullable
    Probe probe() {
        return probe;
    }

    void beginProbe(Probe begun) {
        probe = begun;
    }

    void endProbe() {
        if (probe != null) {
            probe.end();
            probe = null;
        }
    }

    /** From now on a WebSocket takes what there is. */
    void switchTo(WebSocket opened) {
        endProbe();
        answerPoll(List.of(NOOP));
        socket = opened;
    }

    /**
     * Hands over what waits.
     *
     * @return false if the WebSocket has too much that its client does not take
     */
    boolean flush() {
        if (socket != null) {
            return flushTo(socket);
        }
        if (poll != null && !outbox.isEmpty()) {
            answerPoll(outbox.drain());
        } else if (probe != null && probe.answered()) {
            answerPoll(List.of(NOOP));
        }
        return true;
    }

    private boolean flushTo(WebSocket taker) {
        for (byte[] packet = outbox.poll(); packet != null; packet = outbox.poll()) {
            if (taker.queuedBytes() + packet.length > maxQueuedBytes) {
                return false;
            }
            taker.sendText(ByteBuffer.wrap(packet));
        }
        return true;
    }

    /**
     * Ends it.
     *
     * @param lastPacket the answer to a poll that is under way
     */
    void end(byte[] lastPacket, int code, String reason) {
        answerPoll(List.of(lastPacket));
        if (probe != null) {
            probe.socket().close(WebSocket.NORMAL, "");
            endProbe();
        }
        if (socket != null) {
            socket.close(code, reason);
        }
        outbox.drain();
    }

    private void answerPoll(List<byte[]> packets) {
        LongPoll held = poll;
        poll = null;
        if (held != null) {
            held.answer(packets);
        }
    }
}
