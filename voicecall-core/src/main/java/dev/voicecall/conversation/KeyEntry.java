package dev.voicecall.conversation;

import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Takes keys together that are pressed one after the other: until {@code #}, or until two seconds have passed since the last
 * one. Belongs to one call; called on its mailbox.
 */
final class KeyEntry {
    private static final Duration BETWEEN_KEYS = Duration.ofSeconds(2);
    static final int MAX_KEYS = 64;

    private final Scheduler scheduler;
    private final Executor mailbox;
    private final Consumer<String> onEntered;
    private final StringBuilder keys = new StringBuilder();
    private Timer wait = Timer.NONE;

    /** @param onEntered told of the keys without the {@code #}; of none if there was nothing else */
    KeyEntry(Scheduler scheduler, Executor mailbox, Consumer<String> onEntered) {
        this.scheduler = scheduler;
        this.mailbox = mailbox;
        this.onEntered = onEntered;
    }

    void press(char key) {
        wait.cancel();
        if (key != '#') {
            keys.append(key);
        }
        if (key == '#' || keys.length() >= MAX_KEYS) {
            enter();
        } else {
            wait = scheduler.schedule(BETWEEN_KEYS, mailbox, this::enter);
        }
    }

    /** Whether there are keys that may be followed by others. */
    boolean isUnderWay() {
        return keys.length() > 0;
    }

    private void enter() {
        String entered = keys.toString();
        keys.setLength(0);
        onEntered.accept(entered);
    }

    /** Forgets what was pressed. */
    void cancel() {
        wait.cancel();
        keys.setLength(0);
    }
}
