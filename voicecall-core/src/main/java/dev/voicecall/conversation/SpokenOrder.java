package dev.voicecall.conversation;

import dev.voicecall.Utterance.Speaker;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Takes down a conversation in the order in which things were said, though it is known later what: the other side's words come
 * some time after it has spoken, before, during or after the answer, or never; ours are known when they were heard.
 *
 * <p>Words that do not come within {@link #PATIENCE} are not waited for; then they are taken down when they come. Belongs to one
 * call; called on its mailbox.
 */
final class SpokenOrder {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final CallSession session;
    private final Scheduler scheduler;
    private final Listener listener;
    private final Deque<Entry> entries = new ArrayDeque<>();

    /** Hears of their words. */
    interface Listener {
        /** @param words empty if they could not be understood; null if they did not come in time */
        void onTheirs(String item, @Nullable String words);
    }

    /** Something that was said. */
    private static final class Entry {
        private final Speaker speaker;
        private final String item;
        private Timer patience = Timer.NONE;
        private @Nullable String text;
        private boolean interrupted;

        Entry(Speaker speaker, String item) {
            this.speaker = speaker;
            this.item = item;
        }

        boolean is(Speaker by, String name) {
            return speaker == by && item.equals(name) && text == null;
        }
    }

    SpokenOrder(CallSession session, Scheduler scheduler, Listener listener) {
        this.session = session;
        this.scheduler = scheduler;
        this.listener = listener;
    }

    /** We say something now. */
    void beginOurs(String item) {
        entries.add(new Entry(Speaker.US, item));
    }

    /** They have just said something. */
    void beginTheirs(String item) {
        Entry entry = new Entry(Speaker.THEM, item);
        entry.patience = scheduler.schedule(PATIENCE, session.mailbox(), () -> {
            entries.remove(entry);
            listener.onTheirs(item, null);
            release();
        });
        entries.add(entry);
    }

    /** What was heard of it. */
    void ours(String item, String heard, boolean interrupted) {
        settle(Speaker.US, item, heard, interrupted);
    }

    /** What it was. */
    void theirs(String item, String words) {
        listener.onTheirs(item, words.strip());
        settle(Speaker.THEM, item, words, false);
    }

    private void settle(Speaker speaker, String item, String text, boolean interrupted) {
        Entry entry = entries.stream()
                .filter(waiting -> waiting.is(speaker, item))
                .findFirst()
                .orElseGet(() -> add(speaker, item));
        entry.patience.cancel();
        entry.text = text.strip();
        entry.interrupted = interrupted;
        release();
    }

    private Entry add(Speaker speaker, String item) {
        Entry entry = new Entry(speaker, item);
        entries.add(entry);
        return entry;
    }

    private void release() {
        while (!entries.isEmpty() && entries.element().text != null) {
            takeDown(entries.remove());
        }
    }

    private void takeDown(Entry entry) {
        Optional.ofNullable(entry.text)
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> session.said(entry.speaker, text, OptionalDouble.empty(), entry.interrupted));
    }

    /** Waits for nothing any more. */
    void close() {
        entries.forEach(entry -> {
            entry.patience.cancel();
            takeDown(entry);
        });
        entries.clear();
    }
}
