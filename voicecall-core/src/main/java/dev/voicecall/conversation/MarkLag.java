package dev.voicecall.conversation;

import java.util.Arrays;

/**
 * By how much the echoes of marks come later than our clock expects: the way there and back, and what the carrier takes to
 * begin. In samples. Belongs to one call; called on its mailbox.
 */
final class MarkLag {
    private static final int REMEMBERED = 8;
    /** So many marks without an echo, and this carrier has none. */
    private static final int MISSING = 20;

    private final long[] last = new long[REMEMBERED];
    private int echoes;
    private int unanswered;

    /** A mark was sent. */
    void sent() {
        unanswered++;
    }

    /** Some marks are not waited for any more. */
    void forgotten(int marks) {
        unanswered = Math.max(0, unanswered - marks);
    }

    /** An echo came when the clock was so far ahead. */
    void echoed(long behindTheClock) {
        last[echoes++ % REMEMBERED] = Math.max(0, behindTheClock);
        unanswered = 0;
    }

    /** The least of late: what is more is chance. 0 as long as nothing is known. */
    long samples() {
        return echoes == 0
                ? 0
                : Arrays.stream(last, 0, Math.min(echoes, REMEMBERED)).min().getAsLong();
    }

    /** Whether this carrier echoes marks, as far as we know. */
    boolean marksCome() {
        return unanswered < MISSING;
    }
}
