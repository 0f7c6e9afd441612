package dev.voicecall.conversation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * What of the sound that is sent to a line comes to be heard, and when. The carrier plays it in real time, one piece after the
 * other, and what is cleared before it was played was never heard.
 *
 * <p>How much later than it was sent a run of sound is played, is known by the echoes of marks: the least late one of all tells
 * how long the way is, there and back; the least late one of a run, when that was played. Without echoes both are 0.
 *
 * <p>Times are in samples, and what the meter hears is where it would be without {@link #delay}. Belongs to one line; called on
 * the call's mailbox.
 */
final class PlayedSound {
    /** 10 s: of a line that brings no sound it can't be known for longer that it is gone. */
    private static final long MOST_UNCERTAIN = 80_000;

    private final SpeechMeter meter;
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private final Deque<Mark> marks = new ArrayDeque<>();
    /** Where the next piece is played if it comes in time. */
    private long queueEnd;
    /** Counts the stretches that are played without a break. */
    private int run;

    private OptionalLong leastLag = OptionalLong.empty();
    private OptionalLong lagOfRun = OptionalLong.empty();

    private record Piece(long at, byte[] muLaw) {
        long end() {
            return at + muLaw.length;
        }
    }

    private record Mark(String name, long at, int run) {}

    PlayedSound(SpeechMeter meter) {
        this.meter = meter;
    }

    /** How long everything is under way, in one direction. */
    long way() {
        return leastLag.orElse(0) / 2;
    }

    /** How much later the present run is heard than was told to the meter. */
    long delay() {
        return lagOfRun.orElse(leastLag.orElse(0)) - way();
    }

    void sent(byte[] muLaw, long now) {
        advance(now - MOST_UNCERTAIN);
        if (now >= queueEnd) {
            run++;
            lagOfRun = OptionalLong.empty();
        }
        Piece piece = new Piece(Math.max(now, queueEnd), muLaw);
        pieces.add(piece);
        queueEnd = piece.end();
    }

    void marked(String name, long now) {
        marks.add(new Mark(name, Math.max(now, queueEnd), run));
    }

    void echoed(String name, long now) {
        if (marks.stream().noneMatch(mark -> mark.name.equals(name))) {
            return; // flushed by a clear, or a repetition
        }
        Mark mark;
        do {
            mark = marks.remove();
        } while (!mark.name.equals(name));
        long lag = Math.max(0, now - mark.at);
        leastLag = least(leastLag, lag);
        if (mark.run == run) {
            lagOfRun = least(lagOfRun, lag);
        }
    }

    private static OptionalLong least(OptionalLong known, long other) {
        return OptionalLong.of(Math.min(known.orElse(other), other));
    }

    /** What was not played by now never will be. */
    void cleared(long now) {
        advance(now);
        Piece cut = pieces.peek();
        if (cut != null) {
            int heard = (int) Math.max(0, Math.min(now - delay() - cut.at, cut.muLaw.length));
            meter.hear(cut.at, cut.muLaw, 0, heard);
        }
        pieces.clear();
        marks.clear();
        queueEnd = now;
    }

    /** What was played by now has been heard: the line stands. */
    void advance(long now) {
        long played = now - delay();
        while (!pieces.isEmpty() && pieces.element().end() <= played) {
            Piece piece = pieces.remove();
            meter.hear(piece.at, piece.muLaw);
        }
        if (pieces.isEmpty()) {
            meter.silence(played);
        }
    }
}
