package dev.voicecall.audio;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * Cuts what is heard into utterances, by energy alone: an utterance begins with the first loud frame and ends after a silence.
 *
 * <p>It has a fixed threshold, and so suits lines of which one knows how loud they are. Time is counted in frames of 20 ms;
 * durations of the settings are rounded up to whole ones. It holds no more than the longest utterance. Belongs to one call;
 * not safe for use by several threads.
 *
 * <pre>{@code
 * AudioBuffer buffer = new AudioBuffer(AudioBufferSettings.DEFAULT);
 * buffer.add(samples, 0).ifPresent(utterance -> recognize(utterance));
 * }</pre>
 */
public final class AudioBuffer {
    private static final int FRAME_MILLIS = 20;

    private final AudioBufferSettings settings;
    private final int frameSamples;
    private final int silenceFrames;
    private final int speechFrames;
    private final int preRollSamples;
    private final int mostSamples;

    private short[] collected;
    private int collectedSamples;
    private int loudFrames;
    private int quietFrames;

    /** A buffer that has heard nothing yet. */
    public AudioBuffer(AudioBufferSettings settings) {
        this.settings = settings;
        this.frameSamples = settings.sampleRateHz() * FRAME_MILLIS / 1_000;
        this.silenceFrames = frames(settings.silence());
        this.speechFrames = frames(settings.minSpeech());
        this.preRollSamples = frames(settings.preRoll()) * frameSamples;
        this.mostSamples = frames(settings.maxLength()) * frameSamples;
        this.collected = new short[preRollSamples + frameSamples];
    }

    /** The samples of a frame: 20 ms, which are 160 at 8 kHz. */
    public int frameSamples() {
        return frameSamples;
    }

    /** Whether an utterance has begun and not ended. */
    public boolean isSpeaking() {
        return loudFrames > 0;
    }

    /**
     * Hears a frame.
     *
     * @param samples 16-bit samples
     * @param offset where in {@code samples} the frame's {@link #frameSamples} begin
     * @return the utterance that this frame ends, with what was before it and the silence after it; mostly empty
     * @throws IndexOutOfBoundsException if there is no whole frame at {@code offset}
     */
    public Optional<short[]> add(short[] samples, int offset) {
        Objects.checkFromIndexSize(offset, frameSamples, samples.length);
        collect(samples, offset);
        if (isLoud(samples, offset)) {
            loudFrames++;
            quietFrames = 0;
        } else if (isSpeaking()) {
            quietFrames++;
        } else {
            keepPreRoll();
        }
        boolean over = quietFrames >= silenceFrames || collectedSamples >= mostSamples;
        return isSpeaking() && over ? end() : Optional.empty();
    }

    /**
     * Ends what has begun, for example because the call is over. The next frame begins anew.
     *
     * @return the utterance up to here; empty if there is none, or less of it is loud than must be
     */
    public Optional<short[]> flush() {
        Optional<short[]> utterance = isSpeaking() ? end() : Optional.empty();
        collectedSamples = 0;
        return utterance;
    }

    private Optional<short[]> end() {
        boolean enough = loudFrames >= speechFrames;
        loudFrames = 0;
        quietFrames = 0;
        if (!enough) {
            keepPreRoll();
            return Optional.empty();
        }
        short[] utterance = Arrays.copyOf(collected, collectedSamples);
        collectedSamples = 0;
        collected = new short[preRollSamples + frameSamples];
        return Optional.of(utterance);
    }

    private void collect(short[] samples, int offset) {
        if (collectedSamples + frameSamples > collected.length) {
            collected = Arrays.copyOf(collected, Math.min(2 * collected.length, mostSamples));
        }
        System.arraycopy(samples, offset, collected, collectedSamples, frameSamples);
        collectedSamples += frameSamples;
    }

    private void keepPreRoll() {
        int kept = Math.min(collectedSamples, preRollSamples);
        System.arraycopy(collected, collectedSamples - kept, collected, 0, kept);
        collectedSamples = kept;
    }

    private boolean isLoud(short[] samples, int offset) {
        long squares = 0;
        for (int i = offset; i < offset + frameSamples; i++) {
            squares += samples[i] * samples[i];
        }
        long threshold = settings.thresholdRms();
        return squares >= threshold * threshold * frameSamples;
    }

    private static int frames(Duration time) {
        return (int) ((time.toMillis() + FRAME_MILLIS - 1) / FRAME_MILLIS);
    }
}
