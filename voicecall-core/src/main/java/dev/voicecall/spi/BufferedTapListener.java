package dev.voicecall.spi;

import dev.voicecall.Utterance.Speaker;
import dev.voicecall.VoiceCallException;
import dev.voicecall.audio.AudioFormat;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what a tap hears to a listener that may block, on a {@link Scheduler#worker()}, so that it never slows the call. It may be so
 * far behind, and no further: what has waited longest is dropped then, for whoever listens live wants to hear what is said now. The
 * listener sees a jump in the positions, as of sound that was lost on the way.
 *
 * <p>The listener is called by one thread at a time, in the order in which the sound came, with {@link AudioTap.Listener#onEnded()}
 * last. One that throws is not called again but for that, and its tap is closed with the next sound that comes. Safe for use by many
 * threads, but for the methods of a listener.
 */
public final class BufferedTapListener implements AudioTap.Listener {
    /** How much of both sides may wait by default. */
    public static final Duration DEFAULT_BOUND = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(BufferedTapListener.class);

    private final AudioTap.Listener listener;
    private final Scheduler scheduler;
    private final long mostWaitingBytes;
    /** Guards all below; nobody is called with it. */
    private final Object lock = new Object();

    private final Deque<Piece> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long droppedOfThem;
    private long droppedOfUs;
    private boolean atWork;
    private boolean ended;
    private @Nullable Throwable failure;

    private record Piece(Speaker speaker, long positionSamples, byte[] muLaw) {}

    /** With the {@link #DEFAULT_BOUND}. */
    public BufferedTapListener(AudioTap.Listener listener, Scheduler scheduler) {
        this(listener, scheduler, DEFAULT_BOUND);
    }

    /**
     * Hands on to a listener.
     *
     * @param listener may block
     * @param scheduler whose workers call it
     * @param bound how much sound may wait, of both sides; positive
     * @throws IllegalArgumentException if the bound is not positive
     */
    public BufferedTapListener(AudioTap.Listener listener, Scheduler scheduler, Duration bound) {
        if (bound.isNegative() || bound.isZero()) {
            throw new IllegalArgumentException("The bound of what waits is " + bound + "; it must be positive.");
        }
        this.listener = listener;
        this.scheduler = scheduler;
        this.mostWaitingBytes = 2L * AudioFormat.TELEPHONE.bytes(bound);
    }

    /** How much of a side's sound was dropped so far, in samples at 8 kHz. */
    public long droppedSamples(Speaker speaker) {
        synchronized (lock) {
            return speaker == Speaker.THEM ? droppedOfThem : droppedOfUs;
        }
    }

    /**
     * Takes it, and returns at once.
     *
     * @throws VoiceCallException if the listener has failed
     */
    @Override
    public void onAudio(Speaker speaker, long positionSamples, byte[] muLaw) {
        boolean starts;
        synchronized (lock) {
            if (failure != null) {
                throw new VoiceCallException("It failed with what it heard before: " + failure, failure);
            }
            waiting.add(new Piece(speaker, positionSamples, muLaw));
            waitingBytes += muLaw.length;
            while (waitingBytes > mostWaitingBytes) {
                drop(waiting.remove());
            }
            starts = startsWork();
        }
        if (starts) {
            work();
        }
    }

    private void drop(Piece piece) {
        waitingBytes -= piece.muLaw.length;
        if (piece.speaker == Speaker.THEM) {
            droppedOfThem += piece.muLaw.length;
        } else {
            droppedOfUs += piece.muLaw.length;
        }
    }

    @Override
    public void onEnded() {
        boolean starts;
        synchronized (lock) {
            ended = true;
            starts = startsWork();
        }
        if (starts) {
            work();
        }
    }

    private boolean startsWork() {
        boolean starts = !atWork;
        atWork = true;
        return starts;
    }

    private void work() {
        try {
            scheduler.worker().execute(this::handOn);
        } catch (RejectedExecutionException shutDown) {
            handOn(); // the last of it, since nobody else can
        }
    }

    private void handOn() {
        for (Piece piece = next(); piece != null; piece = next()) {
            try {
                listener.onAudio(piece.speaker, piece.positionSamples, piece.muLaw);
            } catch (RuntimeException | Error e) {
                failed(e);
            }
        }
    }

    /** @return null if there is nothing more to do for now */
    private @Nullable Piece next() {
        synchronized (lock) {
            Piece piece = waiting.poll();
            if (piece != null) {
                waitingBytes -= piece.muLaw.length;
                return piece;
            }
            if (!ended) {
                atWork = false;
                return null;
            }
        }
        end();
        return null;
    }

    private void end() {
        try {
            listener.onEnded();
        } catch (RuntimeException | Error e) {
            LOG.warn("Who listened in on a call failed at its end.", e);
        }
    }

    private void failed(Throwable why) {
        LOG.warn("Who listened in on a call failed; the call goes on.", why);
        synchronized (lock) {
            failure = why;
            waiting.clear();
            waitingBytes = 0;
        }
    }
}
