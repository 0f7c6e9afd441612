package dev.voicecall.testkit;

import dev.voicecall.Timeline;
import dev.voicecall.audio.G711;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes stretches of single frames, each from the first frame that can be heard to the last. What is silent for a while within a
 * stretch is part of it. Belongs to one call.
 */
final class SpanMeter {
    /** The mean square of sound that can be heard: 50 dB below full scale. */
    private static final double AUDIBLE = 32_768.0 * 32_768.0 * Math.pow(10, -5.0);

    private static final int SAMPLES_PER_MILLI = 8;

    private final Timeline.Kind kind;
    private final Consumer<Timeline.Span> spans;
    private @Nullable Duration begin;
    private Duration end = Duration.ZERO;

    SpanMeter(Timeline.Kind kind, Consumer<Timeline.Span> spans) {
        this.kind = kind;
        this.spans = spans;
    }

    /** It goes on in the frame that begins at this time, or begins with it. */
    void frame(Duration at, byte[] muLaw) {
        if (isAudible(muLaw)) {
            begin = begin == null ? at : begin;
            end = at.plusMillis(muLaw.length / SAMPLES_PER_MILLI);
        }
    }

    /** It does not go on. */
    void over() {
        if (begin != null) {
            spans.accept(new Timeline.Span(kind, begin, end));
            begin = null;
        }
    }

    private static boolean isAudible(byte[] muLaw) {
        double squares = 0;
        for (byte code : muLaw) {
            double sample = G711.decodeMulaw(code);
            squares += sample * sample;
        }
        return squares > AUDIBLE * muLaw.length;
    }
}
