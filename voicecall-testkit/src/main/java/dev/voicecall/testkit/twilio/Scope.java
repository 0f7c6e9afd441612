package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.Scheduler;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What dies together: the timers of a call, of a TwiML document, of a prompt, and what they wait for. Once it is closed,
 * nothing that was begun in it happens any more. Belongs to one call and is used on its mailbox only.
 */
final class Scope {
    private final Timers timers;
    private final Scheduler time;
    private final Mailbox mailbox;
    private final Set<Scheduler.Timer> waiting = new HashSet<>();
    private final Set<Scope> children = new HashSet<>();
    private final @Nullable Scope parent;
    private boolean closed;

    Scope(Timers timers, Scheduler time, Mailbox mailbox) {
        this(timers, time, mailbox, null);
    }

    private Scope(Timers timers, Scheduler time, Mailbox mailbox, @Nullable Scope parent) {
        this.timers = timers;
        this.time = time;
        this.mailbox = mailbox;
        this.parent = parent;
    }

    /** A scope that ends with this one, or before. */
    Scope child() {
        Scope child = new Scope(timers, time, mailbox, this);
        child.closed = closed;
        if (!closed) {
            children.add(child);
        }
        return child;
    }

    /** Runs a task on the mailbox after so much time on the line. */
    Scheduler.Timer after(Duration delay, Runnable task) {
        if (closed) {
            return Scheduler.Timer.NONE;
        }
        Scheduler.Timer[] self = new Scheduler.Timer[1];
        self[0] = timers.after(time, delay, mailbox, () -> {
            waiting.remove(self[0]);
            if (!closed) {
                task.run();
            }
        });
        waiting.add(self[0]);
        return self[0];
    }

    /** Runs a task on the mailbox when a stage is complete. */
    <T> void when(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> task) {
        stage.whenComplete((value, failure) -> {
            if (!timers.closed()) {
                mailbox.execute(() -> {
                    if (!closed) {
                        task.accept(value, failure);
                    }
                });
            }
        });
    }

    void close() {
        closed = true;
        waiting.forEach(Scheduler.Timer::cancel);
        waiting.clear();
        List.copyOf(children).forEach(Scope::close);
        if (parent != null) {
            parent.children.remove(this);
        }
    }
}
