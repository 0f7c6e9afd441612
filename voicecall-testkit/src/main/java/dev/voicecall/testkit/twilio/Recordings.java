package dev.voicecall.testkit.twilio;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** All recordings of a simulator; together they hold so many bytes of sound and no more. Safe for use by many threads. */
final class Recordings {
    private static final long MAX_BYTES = 256L << 20;

    private final List<LiveRecording> all = new CopyOnWriteArrayList<>();
    private final AtomicLong bytes = new AtomicLong();

    void add(LiveRecording recording) {
        all.add(recording);
    }

    List<LiveRecording> all() {
        return all;
    }

    Optional<LiveRecording> find(String sid) {
        return all.stream().filter(recording -> recording.sid().equals(sid)).findFirst();
    }

    void remove(LiveRecording recording) {
        if (all.remove(recording)) {
            bytes.addAndGet(-recording.sound().bytes());
        }
    }

    /** Takes room for sound, if there is any left. */
    boolean reserve(int more) {
        return bytes.getAndUpdate(now -> now + more <= MAX_BYTES ? now + more : now) + more <= MAX_BYTES;
    }
}
