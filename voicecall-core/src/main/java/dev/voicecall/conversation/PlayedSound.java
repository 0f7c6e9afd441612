package dev.voicecall.conversation;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What of the sound that is sent to a line comes to be heard, and when. The carrier plays it in real time, one piece after the
 * other, and what is cleared before it was played was never heard. How late it plays is known by the echoes of marks, as in
 * {@link Playback}: half of their lag belongs to the way there.
 *
 * <p>Times are in samples, and what the meter hears is where it would be without that {@link #lag}. Belongs to one line; called
 * on the call's mailbox.
 */
final class PlayedSound {
    private final SpeechMeter meter;
    private final MarkLag lag = new MarkLag();
    private final Deque<Piece> pieces = new ArrayDeque<>();
    private final Deque<Mark> marks = new ArrayDeque<>();
    /** Where the next piece is played if it comes in time. */
    private long queueEnd;

    private record Piece(long at, byte[] muLaw) {
        long end() {
            return at + muLaw.length;
        }
    }

    private record Mark(String name, long at) {}

    PlayedSound(SpeechMeter meter) {
        this.meter = meter;
    }

    /** How much later it is heard than was told to the meter. */
    long lag() {
        return lag.samples() / 2;
    }

    void sent(byte[] muLaw, long now) {
        advance(now);
        Piece piece = new Piece(Math.max(now, queueEnd), muLaw);
        pieces.add(piece);
        queueEnd = piece.end();
    }

    void marked(String name, long now) {
        marks.add(new Mark(name, Math.max(now, queueEnd)));
    }

    void echoed(String name, long now) {
        if (marks.stream().noneMatch(mark -> mark.name.equals(name))) {
            return; // flushed by a clear, or a repetition
        }
        Mark mark;
        do {
            mark = marks.remove();
        } while (!mark.name.equals(name));
        lag.echoed(now - mark.at);
    }

    /** What was not played by now never will be. */
    void cleared(long now) {
        advance(now);
        Piece cut = pieces.peek();
        if (cut != null) {
            int heard = (int) Math.max(0, Math.min(now - lag() - cut.at, cut.muLaw.length));
            meter.hear(cut.at, cut.muLaw, 0, heard);
        }
        pieces.clear();
        marks.clear();
        queueEnd = now;
    }

    /** What was played by now has been heard. */
    void advance(long now) {
        long played = now - lag();
        while (!pieces.isEmpty() && pieces.element().end() <= played) {
            Piece piece = pieces.remove();
            meter.hear(piece.at, piece.muLaw);
        }
        if (pieces.isEmpty()) {
            meter.silence(played);
        }
    }
}
