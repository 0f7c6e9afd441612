package dev.voicecall.testkit;

import dev.voicecall.Timeline;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes stretches of single frames. Belongs to one call. */
final class SpanMeter {
    private final Timeline.Kind kind;
    private final Consumer<Timeline.Span> spans;
    private @Nullable Duration begin;

    SpanMeter(Timeline.Kind kind, Consumer<Timeline.Span> spans) {
        this.kind = kind;
        this.spans = spans;
    }

    /** @param on whether it goes on in the frame that begins at this time, or begins with it */
    void frame(Duration at, boolean on) {
        Duration since = begin;
        if (on && since == null) {
            begin = at;
        } else if (!on && since != null) {
            spans.accept(new Timeline.Span(kind, since, at));
            begin = null;
        }
    }
}
