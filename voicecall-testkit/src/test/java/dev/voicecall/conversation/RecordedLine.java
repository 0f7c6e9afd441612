package dev.voicecall.conversation;

import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.AudioLine;
import dev.voicecall.testkit.PlayoutBuffer;
import dev.voicecall.testkit.VirtualScheduler;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A carrier that plays what it is sent, one tick every 20 ms, and keeps a record. Without a way: what is sent is there. */
final class RecordedLine implements AudioLine {
    private static final Duration FRAME = Duration.ofMillis(20);

    private final VirtualScheduler time;
    private final Line line;
    private final PlayoutBuffer playout = new PlayoutBuffer(this::echo, dropped -> {});
    private final ByteArrayOutputStream sound = new ByteArrayOutputStream();
    private final List<String> names = new ArrayList<>();
    private final List<Integer> pieces = new ArrayList<>();
    private Duration startDelay = Duration.ZERO;
    private Duration markDelay = Duration.ZERO;
    private boolean echoes = true;
    private int echoesOfEach = 1;
    private long mostQueued;
    private long playedBytes;
    private int clears;

    RecordedLine(VirtualScheduler time, Line line) {
        this.time = time;
        this.line = line;
    }

    RecordedLine withoutEchoes() {
        echoes = false;
        return this;
    }

    RecordedLine withEchoes(int ofEach, Duration delay) {
        echoesOfEach = ofEach;
        markDelay = delay;
        return this;
    }

    /** Begins to play so long after the first sound. */
    RecordedLine withStartDelay(Duration delay) {
        startDelay = delay;
        return this;
    }

    /** Plays for so long. */
    void play(Duration length) {
        for (long i = length.toMillis() / FRAME.toMillis(); i > 0; i--) {
            if (time.elapsed().compareTo(startDelay) >= 0) {
                long queued = playout.queuedBytes();
                playout.play();
                playedBytes += queued - playout.queuedBytes();
            }
            time.advance(FRAME);
        }
    }

    /** All that was sent, in one. */
    byte[] sound() {
        return sound.toByteArray();
    }

    /** The lengths of what was sent at a time. */
    List<Integer> pieces() {
        return pieces;
    }

    List<String> marks() {
        return names;
    }

    long mostQueued() {
        return mostQueued;
    }

    /** How much was played. */
    Duration played() {
        return AudioFormat.TELEPHONE.duration(playedBytes);
    }

    int clears() {
        return clears;
    }

    private void echo(String mark) {
        for (int i = 0; echoes && i < echoesOfEach; i++) {
            time.schedule(markDelay, time.executor(), () -> line.onMark(mark));
        }
    }

    @Override
    public void send(byte[] muLaw) {
        sound.writeBytes(muLaw);
        pieces.add(muLaw.length);
        playout.send(muLaw);
        mostQueued = Math.max(mostQueued, playout.queuedBytes());
    }

    @Override
    public void mark(String name) {
        names.add(name);
        playout.mark(name);
    }

    @Override
    public void clear() {
        clears++;
        playout.clear();
    }

    @Override
    public void close() {}
}
