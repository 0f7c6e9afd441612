package dev.voicecall.recording;

import dev.voicecall.Recording;
import dev.voicecall.Recording.State;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Joins what the carrier tells of a recording to what is known of it. News may come twice and in any order: what is joined is
 * the same in the end.
 */
final class RecordingNews {
    private RecordingNews() {}

    /** What is known of it now; the work on it and its transcript are as they were. */
    static Recording joined(Recording known, Recording news) {
        boolean newer = supersedes(news.state(), known.state());
        Recording later = newer ? news : known;
        Recording earlier = newer ? known : news;
        return new Recording(
                known.id(),
                known.callId(),
                later.state(),
                later.channels(),
                either(known.startedAt(), news.startedAt()),
                either(later.duration(), earlier.duration()),
                either(later.errorCode(), earlier.errorCode()),
                known.processing(),
                known.transcript());
    }

    /** Of two final states the first one stands, but for deletion. */
    private static boolean supersedes(State news, State known) {
        int order = Integer.compare(rank(news), rank(known));
        return order > 0 || (order == 0 && !known.isFinal());
    }

    private static int rank(State state) {
        return switch (state) {
            case IN_PROGRESS, PAUSED -> 0;
            case PROCESSING -> 1;
            case COMPLETED, ABSENT -> 2;
            case DELETED -> 3;
        };
    }

    private static <T> Optional<T> either(Optional<T> first, Optional<T> second) {
        return first.isPresent() ? first : second;
    }

    private static OptionalInt either(OptionalInt first, OptionalInt second) {
        return first.isPresent() ? first : second;
    }
}
