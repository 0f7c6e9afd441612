package dev.voicecall.conversation;

import dev.voicecall.Turn;
import dev.voicecall.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long the other side waits for a model's answers. A turn is told of when the first sound of the answer was sent and
 * its words are known, or given up. Belongs to one call; called on its mailbox.
 */
final class TurnMeter {
    private final Scheduler scheduler;
    private final Consumer<Turn> listener;
    /** Those that were answered, but whose words are not known yet; and the last one. */
    private final List<Open> open = new ArrayList<>();

    private int turns;

    private static final class Open {
        private final int number;
        private final String item;
        private final long endedNanos;
        private @Nullable String words;
        private @Nullable Long deliveredNanos;
        private @Nullable Long sentNanos;

        Open(int number, String item, @Nullable String words, long endedNanos) {
            this.number = number;
            this.item = item;
            this.words = words;
            this.endedNanos = endedNanos;
        }
    }

    TurnMeter(Scheduler scheduler, Consumer<Turn> listener) {
        this.scheduler = scheduler;
        this.listener = listener;
    }

    /** The other side has finished. */
    void ended(String item) {
        begin(item, null);
    }

    /** The other side has pressed keys. */
    void keyed(String keys) {
        begin("", keys);
    }

    private void begin(String item, @Nullable String words) {
        open.removeIf(turn -> turn.sentNanos == null);
        open.add(new Open(++turns, item, words, scheduler.nanoTime()));
    }

    /** There is sound of ours. */
    void delivered() {
        Open last = last();
        if (last != null && last.deliveredNanos == null) {
            last.deliveredNanos = scheduler.nanoTime();
        }
    }

    /** Sound of ours was sent. */
    void sent() {
        Open last = last();
        if (last != null && last.sentNanos == null) {
            last.sentNanos = scheduler.nanoTime();
            tellIfKnown(last);
        }
    }

    private @Nullable Open last() {
        return open.isEmpty() ? null : open.get(open.size() - 1);
    }

    /** @param words that were said; null if that won't be known */
    void words(String item, @Nullable String words) {
        open.stream().filter(turn -> turn.item.equals(item)).findFirst().ifPresent(turn -> {
            turn.words = words == null ? "" : words;
            tellIfKnown(turn);
        });
    }

    private void tellIfKnown(Open turn) {
        if (turn.words != null && turn.sentNanos != null && turn.deliveredNanos != null) {
            open.remove(turn);
            listener.accept(new Turn(
                    turn.number,
                    turn.words,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ofNanos(turn.deliveredNanos - turn.endedNanos),
                    Duration.ZERO,
                    Duration.ofNanos(turn.sentNanos - turn.endedNanos)));
        }
    }
}
