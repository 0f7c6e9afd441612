package dev.voicecall.conversation;

import dev.voicecall.HeardText;
import dev.voicecall.HeardText.Certainty;
import dev.voicecall.conversation.Ledger.Passage;
import dev.voicecall.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Plays what a model says, item by item, and knows what was heard of each.
 *
 * <p>Items that follow one another without a break are one {@link Playback}, also when they belong to different answers. Once
 * it is stopped, nothing more is played of any of them, even if it is delivered. Belongs to one call; called on its mailbox.
 */
final class ModelSpeech {
    /** So many items that were cut are remembered: what comes late is of the last ones. */
    private static final int REMEMBERED = 100;

    private final Line line;
    private final Scheduler scheduler;
    private final Executor mailbox;
    private final Listener listener;
    private final Map<String, Item> items = new LinkedHashMap<>();
    private final Set<String> cut = new LinkedHashSet<>();
    private @Nullable Playback playback;

    /** Hears of what becomes of it. */
    interface Listener {
        /** An item has begun to be delivered: its first sound is there. */
        void onItemBegan(String item);

        /** After a silence of ours, the first sound was sent. */
        void onSoundSent();

        /** All that was said up to now has been heard to its end. */
        void onHeard(List<HeardItem> items);
    }

    /**
     * What was heard of an item. Immutable.
     *
     * @param item which
     * @param heard how much of it
     */
    record HeardItem(String item, HeardText heard) {}

    /** An item that was not heard to its end yet. */
    private static final class Item {
        /** Of which there is no sound yet. */
        private final StringBuilder early = new StringBuilder();
        /** Where it is in the playback, once there is sound. */
        private @Nullable Passage passage;
    }

    ModelSpeech(Line line, Scheduler scheduler, Executor mailbox, Listener listener) {
        this.line = line;
        this.scheduler = scheduler;
        this.mailbox = mailbox;
        this.listener = listener;
    }

    /** A piece of an item's sound, μ-law. */
    void audio(String id, byte[] muLaw) {
        if (cut.contains(id)) {
            return;
        }
        Item item = item(id);
        Playback current = playback == null ? begin() : playback;
        if (item.passage == null) {
            item.passage = current.begin(item.early.toString(), true);
            listener.onItemBegan(id);
        }
        current.add(muLaw);
    }

    private Item item(String id) {
        return items.computeIfAbsent(id, unknown -> new Item());
    }

    private Playback begin() {
        Playback begun = new Playback(line, scheduler, mailbox);
        playback = begun;
        begun.firstSent().thenRun(listener::onSoundSent);
        begun.over().thenAccept(heard -> {
            if (playback == begun) {
                listener.onHeard(settle(begun));
            }
        });
        return begun;
    }

    /** A piece of an item's text. */
    void words(String id, String piece) {
        if (cut.contains(id)) {
            return;
        }
        Item item = item(id);
        if (item.passage == null) {
            item.early.append(piece);
        } else {
            item.passage.append(piece);
        }
    }

    /** An item is complete. */
    void itemEnded(String id) {
        Item item = items.get(id);
        if (item != null && item.passage != null && playback != null) {
            playback.endText();
        } else {
            items.remove(id);
        }
    }

    /**
     * Nothing of an item is to be played.
     *
     * @return whether that was not so before
     */
    boolean refuse(String id) {
        items.remove(id);
        return forget(id);
    }

    /** What was said up to now is all for the time being. */
    void answered() {
        if (playback != null) {
            playback.endText();
            playback.end();
        } else {
            items.clear();
        }
    }

    /** Whether there is anything that was not heard to its end. */
    boolean isUnheard() {
        return !items.isEmpty();
    }

    /** How much sound there is that was not heard. */
    Duration unheard() {
        return playback == null ? Duration.ZERO : playback.unheard();
    }

    /**
     * Falls silent.
     *
     * @return what was heard of all that was not heard to its end before, in order
     */
    List<HeardItem> stop() {
        Playback current = playback;
        playback = null;
        if (current != null) {
            current.stop();
        }
        List<HeardItem> heard = settle(current);
        heard.stream().filter(item -> !item.heard.complete()).forEach(item -> forget(item.item));
        return heard;
    }

    private List<HeardItem> settle(@Nullable Playback over) {
        playback = null;
        List<HeardItem> heard = new ArrayList<>();
        items.forEach((id, item) -> heard.add(new HeardItem(id, heard(over, item.passage))));
        items.clear();
        return heard;
    }

    private static HeardText heard(@Nullable Playback over, @Nullable Passage passage) {
        return over == null || passage == null
                ? new HeardText("", "", Duration.ZERO, false, Certainty.MARKS)
                : over.heardOf(passage);
    }

    private boolean forget(String id) {
        boolean first = cut.add(id);
        if (cut.size() > REMEMBERED) {
            cut.remove(cut.iterator().next());
        }
        return first;
    }
}
