package dev.voicecall.audio;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

/**
 * Changes the sample rate of a stream of 16-bit samples that arrives in pieces.
 *
 * <p>A polyphase FIR filter with linear phase, a sinc under a Kaiser window. Up to 85 % of the lower rate's Nyquist
 * frequency (3.4 kHz when that rate is 8 kHz) it is flat within 0.01 dB; what lies over that Nyquist frequency is down by
 * more than 60 dB, so that nothing audible folds back. What comes out is in time with what went in: sample {@code k} of the
 * output is the sound at {@code k / to} seconds of the input.
 *
 * <p>No sample is lost: n samples in give {@code round(n * to / from)} out once the stream is {@linkplain #flush flushed},
 * the same ones whatever the pieces were. Nothing is allocated after construction. Belongs to one call; not safe for use by
 * several threads.
 */
public final class Resampler {
    /** How much is filtered at a time; more than the longest filter, whose length of zeros {@link #flush} needs room for. */
    private static final int CHUNK_SAMPLES = 1_024;

    private final ResamplerFilter filter;

    /** The input that the filter still needs, then what arrived; before the stream's beginning was silence. */
    private final int[] window;

    private int windowSamples;
    private int windowStart;
    private int phase;
    private long inputSamples;
    private long outputSamples;

    private Resampler(ResamplerFilter filter) {
        this.filter = filter;
        this.window = new int[filter.taps() + CHUNK_SAMPLES];
        begin();
    }

    /**
     * A resampler for one stream.
     *
     * @param fromHz the input's sample rate, one of 8,000, 11,025, 12,000, 16,000, 22,050, 24,000, 32,000, 44,100, 48,000
     * @param toHz the output's sample rate, one of the same
     * @throws IllegalArgumentException if a sample rate is another one, or both are the same
     */
    public static Resampler between(int fromHz, int toHz) {
        return new Resampler(ResamplerFilter.of(fromHz, toHz));
    }

    /**
     * How much of the input it holds back until more arrives or it is flushed: 4 ms if the lower sample rate is 8,000 Hz,
     * less if it is higher.
     */
    public Duration delay() {
        return filter.delay();
    }

    /** A bound of the samples that {@link #process} gives for so many, and {@link #flush} for 0. */
    public int maxOutput(int inputSamples) {
        return Math.toIntExact(filter.outputs((long) inputSamples + filter.taps()) + 1);
    }

    /**
     * Takes a piece of the input.
     *
     * @param out for the samples that are complete with it, up to {@link #maxOutput maxOutput(length)}
     * @return how many samples were written to {@code out}
     * @throws IndexOutOfBoundsException if the piece is not within {@code in}, or {@code out} has no room for
     *     {@code maxOutput(length)}; nothing has changed then
     */
    public int process(short[] in, int inOffset, int length, short[] out, int outOffset) {
        Objects.checkFromIndexSize(inOffset, length, in.length);
        Objects.checkFromIndexSize(outOffset, maxOutput(length), out.length);
        int written = 0;
        for (int done = 0; done < length; ) {
            int chunk = Math.min(length - done, window.length - windowSamples);
            for (int i = 0; i < chunk; i++) {
                window[windowSamples + i] = in[inOffset + done + i];
            }
            windowSamples += chunk;
            inputSamples += chunk;
            done += chunk;
            written += filter(out, outOffset + written, Long.MAX_VALUE);
        }
        return written;
    }

    /**
     * Ends the stream: gives what was held back. The next piece begins another stream.
     *
     * @param out for the samples, up to {@link #maxOutput maxOutput(0)}
     * @return how many samples were written to {@code out}
     * @throws IndexOutOfBoundsException if {@code out} has no room for {@code maxOutput(0)}; nothing has changed then
     */
    public int flush(short[] out, int outOffset) {
        Objects.checkFromIndexSize(outOffset, maxOutput(0), out.length);
        long missing = filter.outputs(inputSamples) - outputSamples;
        Arrays.fill(window, windowSamples, windowSamples + filter.taps(), 0);
        windowSamples += filter.taps();
        int written = filter(out, outOffset, missing);
        begin();
        return written;
    }

    private void begin() {
        windowSamples = filter.taps() / 2 - 1;
        Arrays.fill(window, 0, windowSamples, 0);
        windowStart = 0;
        phase = 0;
        inputSamples = 0;
        outputSamples = 0;
    }

    /** Writes the samples for which all input is there, but no more than {@code most}. */
    private int filter(short[] out, int outOffset, long most) {
        int written = 0;
        while (written < most && windowStart + filter.taps() <= windowSamples) {
            out[outOffset + written++] = filter.apply(phase, window, windowStart);
            phase += filter.step();
            windowStart += phase / filter.phases();
            phase %= filter.phases();
        }
        outputSamples += written;
        windowSamples -= windowStart;
        System.arraycopy(window, windowStart, window, 0, windowSamples);
        windowStart = 0;
        return written;
    }
}
