package dev.voicecall.conversation;

import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The other side's sound without gaps, so that whoever listens for a silence hears one: what does not arrive is silence, a jump of
 * the position at once, and media that stops after {@link #MISSING}, in real time. What arrives late after all is passed on, too.
 *
 * <p>Belongs to one call; called on its mailbox.
 */
final class InboundAudio {
    private static final Duration MISSING = Duration.ofMillis(200);
    private static final int SAMPLES_PER_MILLI = 8;
    /** What is longer is a fault of the carrier's clock. */
    private static final long LONGEST_GAP = 10_000 * SAMPLES_PER_MILLI;

    private final Scheduler scheduler;
    private final Executor mailbox;
    private final Consumer<byte[]> listener;
    /** Where the sound would have to go on; -1 as long as nothing came over this line. */
    private long expected = -1;

    private long lastNanos;
    private Timer check = Timer.NONE;
    private boolean open;

    /** @param listener hears μ-law in pieces of any length, which it may keep */
    InboundAudio(Scheduler scheduler, Executor mailbox, Consumer<byte[]> listener) {
        this.scheduler = scheduler;
        this.mailbox = mailbox;
        this.listener = listener;
    }

    /** There is a line; it begins to count at 0. */
    void open() {
        expected = -1;
        if (!open) {
            open = true;
            lastNanos = scheduler.nanoTime();
            checkAfter(MISSING);
        }
    }

    /** Sound of the line. */
    void audio(long positionSamples, byte[] muLaw) {
        if (!open) {
            return;
        }
        lastNanos = scheduler.nanoTime();
        long missing = expected < 0 ? 0 : Math.min(positionSamples - expected, LONGEST_GAP);
        expected = Math.max(expected, positionSamples) + muLaw.length;
        silence(missing);
        listener.accept(muLaw);
    }

    private void silence(long samples) {
        if (samples > 0) {
            byte[] silence = new byte[(int) samples];
            Arrays.fill(silence, AudioFormat.Encoding.MULAW.silence());
            listener.accept(silence);
        }
    }

    private void checkAfter(Duration delay) {
        check = scheduler.schedule(delay, mailbox, this::check);
    }

    private void check() {
        if (!open) {
            return;
        }
        long missing = scheduler.nanoTime() - lastNanos;
        if (missing < MISSING.toNanos()) {
            checkAfter(MISSING.minusNanos(missing));
            return;
        }
        long samples = missing / 1_000_000 * SAMPLES_PER_MILLI;
        lastNanos += missing;
        expected += expected < 0 ? 0 : samples;
        silence(samples);
        checkAfter(MISSING);
    }

    /** Nothing is heard any more. */
    void close() {
        open = false;
        check.cancel();
    }
}
