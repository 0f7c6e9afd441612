package dev.voicecall.testkit.twilio;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** All recordings of a simulator. Safe for use by many threads. */
final class Recordings {
    private final List<LiveRecording> all = new CopyOnWriteArrayList<>();

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
        all.remove(recording);
    }
}
