package dev.voicecall;

import java.time.Duration;
import java.util.List;

/**
 * Who spoke when on a call, and when it was on hold. Immutable.
 *
 * @param source where this is known from, and so how much of it can be relied on
 * @param spans in the order of their beginnings; those of different kinds may overlap
 */
public record Timeline(Source source, List<Span> spans) {
    /** Of a call of which nothing is known. */
    public static final Timeline UNKNOWN = new Timeline(Source.NONE, List.of());

    /** Copies the spans. */
    public Timeline {
        spans = List.copyOf(spans);
    }

    /** Where a timeline comes from. Of a call that is known in both ways it is {@link #CARRIER}; a hold is our own doing, and has no say. */
    public enum Source {
        /** From the sound of both sides. */
        AUDIO,
        /**
         * From what the carrier reported, by whose own speech the call was held: when we began to speak is known, the rest only
         * approximately or not at all.
         */
        CARRIER,
        /** Nothing is known. */
        NONE
    }

    /** What goes on. */
    public enum Kind {
        /** This side speaks, or whoever the other side was connected with. */
        US,
        /** The other side speaks. */
        THEM,
        /** The other side is on hold, by us or by the carrier. */
        HOLD
    }

    /**
     * A stretch of a call. Immutable.
     *
     * @param kind what goes on
     * @param begin from when, since the call was picked up
     * @param end until when, likewise
     */
    public record Span(Kind kind, Duration begin, Duration end) {
        /** @throws IllegalArgumentException if it ends before it begins, or begins before the call */
        public Span {
            if (begin.isNegative() || end.compareTo(begin) < 0) {
                throw new IllegalArgumentException("The span is " + begin + " to " + end
                        + "; it must not begin before the call nor end before it begins.");
            }
        }

        /** How long it is. */
        public Duration length() {
            return end.minus(begin);
        }
    }
}
