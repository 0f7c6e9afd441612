package dev.voicecall.socketio;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The packets that wait for a client, at most so many bytes of them. Many threads may reserve room; all else belongs to the
 * session's mailbox. Room is reserved before a packet gets into the mailbox, so that what waits there counts, too.
 */
final class Outbox {
    private final int maxBytes;
    private final AtomicLong reservedBytes = new AtomicLong();
    private final Queue<byte[]> packets = new ArrayDeque<>();

    Outbox(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes room for a packet; false if there is not so much. */
    boolean reserve(byte[] packet) {
        if (reservedBytes.addAndGet(packet.length) <= maxBytes) {
            return true;
        }
        release(packet);
        return false;
    }

    /** Gives back the room of a packet that is not to be sent any more. */
    void release(byte[] reserved) {
        reservedBytes.addAndGet(-reserved.length);
    }

    /** Adds a packet for which there is room. */
    void add(byte[] reserved) {
        packets.add(reserved);
    }

    /** Adds a packet for which there is room anyway: one of a byte or so, of which few are sent. */
    void addControl(byte[] packet) {
        reservedBytes.addAndGet(packet.length);
        packets.add(packet);
    }

    boolean isEmpty() {
        return packets.isEmpty();
    }

    /** The next packet, whose room is free from now on; null if there is none. */
    byte @Nullable [] poll() {
        byte[] packet = packets.poll();
        if (packet != null) {
            release(packet);
        }
        return packet;
    }

    /** All packets, likewise. */
    List<byte[]> drain() {
        List<byte[]> all = new ArrayList<>(packets.size());
        for (byte[] packet = poll(); packet != null; packet = poll()) {
            all.add(packet);
        }
        return all;
    }
}
