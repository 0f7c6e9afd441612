package dev.voicecall.conversation;

import dev.voicecall.Utterance.Speaker;
import dev.voicecall.VoiceCallException;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.Scheduler;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a tap hears to WAV files, as the call goes: μ-law at 8 kHz, the other side on the left, ours on the right, both by the
 * carrier's clock. The file can be read at any time, but for the last seconds of a program that was killed.
 *
 * <p>Called on the call's mailbox, where nothing blocks: the file is written on a worker, half a second at a time. If that can't
 * keep up, what is more than {@link #MOST_WAITING} behind is left out. What is left out is silence in the file, and counted in a
 * warning at the end.
 */
public final class CallRecorder implements AudioTap.Listener {
    /** Half a second of both sides. */
    private static final int AT_A_TIME = 8_000;
    /** 30 s of both sides, in bytes. */
    static final int MOST_WAITING = 480_000;
    /** Who is further ahead of time, in samples, has another clock: 10 s. */
    private static final long FURTHEST_AHEAD = 80_000;

    private final Opening opening;
    private final Scheduler scheduler;
    private final Consumer<VoiceCallException> warn;
    private final Set<CallRecorder> writing;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final Queue<Piece> waiting = new ArrayDeque<>();
    private boolean begun;
    private long begunNanos;
    /** Where the file begins, by the tap: it may have been there for long. */
    private long origin;

    private int waitingBytes;
    private long lostBytes;
    private boolean ended;
    private boolean atWork;
    private boolean failed;
    private @Nullable StereoSound sound;

    /** Opens files. */
    @FunctionalInterface
    interface Opening {
        /** @throws IOException if they can't be written */
        CaptureFiles open() throws IOException;
    }

    private record Piece(boolean theirs, long position, byte[] muLaw) {}

    /**
     * A recorder that has heard nothing yet.
     *
     * @param opening opens the files, on a worker, when there is something to write
     * @param warn told, on any thread, of what could not be written
     * @param writing this is in there as long as there is something to write
     */
    CallRecorder(Opening opening, Scheduler scheduler, Consumer<VoiceCallException> warn, Set<CallRecorder> writing) {
        this.opening = opening;
        this.scheduler = scheduler;
        this.warn = warn;
        this.writing = writing;
    }

    /** Completes when the tap is over and all that it heard is written. Never fails. */
    CompletableFuture<Void> closed() {
        return closed;
    }

    @Override
    public void onAudio(Speaker speaker, long positionSamples, byte[] muLaw) {
        if (take(speaker == Speaker.THEM, positionSamples, muLaw)) {
            write();
        }
    }

    /** @return whether it is time to write */
    private synchronized boolean take(boolean theirs, long positionSamples, byte[] muLaw) {
        long now = scheduler.nanoTime();
        if (!begun) {
            begun = true;
            begunNanos = now;
            origin = Math.max(0, positionSamples - StereoSound.PATIENCE);
            writing.add(this);
        }
        Piece piece = new Piece(theirs, positionSamples - origin, muLaw);
        boolean ahead = piece.position > CarrierClock.samplesIn(now - begunNanos) + FURTHEST_AHEAD;
        if (piece.position < 0 || ahead || failed || waitingBytes + piece.muLaw.length > MOST_WAITING) {
            lostBytes += piece.muLaw.length;
            return false;
        }
        waiting.add(piece);
        waitingBytes += piece.muLaw.length;
        return waitingBytes >= AT_A_TIME && startsWriting();
    }

    private boolean startsWriting() {
        boolean starts = !atWork;
        atWork = true;
        return starts;
    }

    @Override
    public void onEnded() {
        boolean starts;
        synchronized (this) {
            ended = true;
            starts = startsWriting();
        }
        if (starts) {
            write();
        }
    }

    private void write() {
        try {
            scheduler.worker().execute(this::writeAll);
        } catch (RejectedExecutionException shutDown) {
            writeAll(); // the last of it, since nobody else can
        }
    }

    private void writeAll() {
        for (Piece piece = next(); piece != null; piece = next()) {
            try {
                StereoSound to = sound == null ? open() : sound;
                to.add(piece.theirs, piece.position, piece.muLaw);
            } catch (IOException | RuntimeException e) { // whatever the file's file system throws
                failed(e);
            }
        }
    }

    private StereoSound open() throws IOException {
        StereoSound opened = new StereoSound(opening.open());
        sound = opened;
        return opened;
    }

    private @Nullable Piece next() {
        synchronized (this) {
            Piece piece = waiting.poll();
            if (piece != null) {
                waitingBytes -= piece.muLaw.length;
                return piece;
            }
            atWork = false;
            if (!ended) {
                return null;
            }
        }
        close();
        return null;
    }

    private void failed(Exception why) {
        synchronized (this) {
            if (failed) {
                return;
            }
            failed = true;
            waiting.clear();
            waitingBytes = 0;
        }
        warn.accept(new VoiceCallException("The recording ends here, since it can't be written: " + why, why));
    }

    private void close() {
        try {
            if (sound != null) {
                sound.close();
            }
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
        warnOfLoss();
        writing.remove(this);
        closed.complete(null);
    }

    private void warnOfLoss() {
        long bytes = lostBytes + (sound == null ? 0 : sound.late());
        if (!failed && bytes > 0) {
            warn.accept(
                    new VoiceCallException(
                            "There is silence for " + AudioFormat.TELEPHONE.duration(bytes)
                                    + " in the recording where there was sound, since that came too late or could not be written fast enough."));
        }
    }
}
