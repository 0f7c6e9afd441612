package dev.voicecall.benchmarks;

import dev.voicecall.Turn;
import dev.voicecall.spi.VoiceActivityDetector;
import dev.voicecall.spi.VoiceActivityDetector.Detection;

/** What is measured on live calls, all of it through the ports of the library. Safe for use by many threads. */
final class LiveTimes {
    /** From a webhook coming in to its answer being ready. */
    final Times webhooks = new Times();
    /** By how much tasks run later than they were scheduled for. */
    final Times timers = new Times();
    /** From a message being sent until it is with the operating system. */
    final Times writes = new Times();
    /** The same for pieces of sound that were scheduled, from when they were due. */
    final Times frames = new Times();
    /** From the frame of 20 ms that made up its mind until the line's {@code clear} is with the operating system. */
    final Times clears = new Times();
    /** From the decision that a turn is over until the first sound of the answer is sent. */
    final Times answers = new Times();
    /** From the end of speech until then. */
    final Times latencies = new Times();

    /** When the task was due that runs on this thread. */
    final Moment due = new Moment();

    private final Moment frameHeard = new Moment();
    private volatile boolean recording;

    void record(boolean on) {
        recording = on;
    }

    void add(Times times, long nanos) {
        if (recording) {
            times.add(nanos);
        }
    }

    /** When the frame was heard on this thread that it works on. */
    long frameHeard() {
        return frameHeard.get();
    }

    VoiceActivityDetector detector(VoiceActivityDetector detector) {
        return () -> {
            Detection detection = detector.start();
            return (samples, offset) -> {
                frameHeard.set(System.nanoTime());
                return detection.isSpeech(samples, offset);
            };
        };
    }

    void turn(Turn turn) {
        add(answers, turn.latency().minus(turn.endpointing()).toNanos());
        add(latencies, turn.latency().toNanos());
    }
}
