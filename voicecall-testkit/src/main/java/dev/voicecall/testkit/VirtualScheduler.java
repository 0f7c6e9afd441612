package dev.voicecall.testkit;

import dev.voicecall.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Time that passes only when everybody waits, so that hours take milliseconds and always go the same way.
 *
 * <p><b>How it works.</b> There is a queue of events, ordered by time and then by the order in which they were scheduled.
 * The thread that owns the scheduler (the one that made it: the test's) runs them, one at a time, whenever it waits in
 * {@link #await} or {@link #advance}; time jumps from event to event. Tasks for {@link #worker} may block, so each runs on
 * a thread of its own, but never at the same time as anything else: like a relay's baton, the right to run is handed to
 * the worker when its event comes, and back when it awaits or ends. A worker that awaits is resumed by an event, too. So
 * exactly one thread runs at any moment, and the same program always runs in the same order. Interrupting a worker that
 * awaits resumes it by an event likewise.
 *
 * <p>Completing a stage that {@code await} waits for must happen inside an event. If there are none left, nobody can ever
 * complete it: {@code await} then throws {@link IllegalStateException} instead of hanging.
 *
 * <p>Used by the thread that made it and by the workers it runs; by no other.
 */
public final class VirtualScheduler implements Scheduler {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private static final class Event implements Comparable<Event> {
        private final long atNanos;
        private final long order;
        private final Runnable task;

        Event(long atNanos, long order, Runnable task) {
            this.atNanos = atNanos;
            this.order = order;
            this.task = task;
        }

        @Override
        public int compareTo(Event other) {
            return atNanos == other.atNanos ? Long.compare(order, other.order) : Long.compare(atNanos, other.atNanos);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Thread owner = Thread.currentThread();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new WorkerThread(task);
        thread.setDaemon(true);
        return thread;
    });
    private final Semaphore ownersTurn = new Semaphore(0);

    private final Set<Worker> blocked = new HashSet<>();

    private long nanos;
    private long scheduled;
    private Duration clockError = Duration.ZERO;

    /** A scheduler whose time begins on 1 January 2026, 0:00 UTC. */
    public VirtualScheduler() {}

    /** Who interrupts it has the turn, so that is an event like any other. */
    private final class WorkerThread extends Thread {
        private volatile @Nullable Worker worker;

        WorkerThread(Runnable task) {
            super(task, "virtual-worker");
        }

        @Override
        public void interrupt() {
            super.interrupt();
            Worker interrupted = worker;
            if (interrupted != null && blocked.contains(interrupted)) {
                interrupted.enqueueResume(interrupted.awaited);
            }
        }
    }

    private final class Worker implements Runnable {
        private final Runnable task;
        private final Semaphore turn = new Semaphore(0);
        private @Nullable CompletionStage<?> awaited;
        private @Nullable Throwable failure;

        Worker(Runnable task) {
            this.task = task;
        }

        /** On the owner's thread: lets this worker run until it awaits or ends. */
        void resume() {
            turn.release();
            ownersTurn.acquireUninterruptibly();
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
        }

        @Override
        public void run() {
            turn.acquireUninterruptibly();
            WorkerThread thread = (WorkerThread) Thread.currentThread();
            thread.worker = this;
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                failure = e;
            } finally {
                thread.worker = null;
                ownersTurn.release();
            }
        }

        /** On the worker's thread: gives the turn back until the stage is complete or the thread is interrupted. */
        void block(CompletionStage<?> stage) throws InterruptedException {
            awaited = stage;
            blocked.add(this);
            stage.whenComplete((value, broken) -> enqueueResume(stage));
            ownersTurn.release();
            turn.acquireUninterruptibly();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }

        void enqueueResume(@Nullable CompletionStage<?> stage) {
            enqueue(Duration.ZERO, () -> {
                if (awaited == stage && blocked.remove(this)) {
                    awaited = null;
                    resume();
                }
            });
        }
    }

    @Override
    public Instant now() {
        return BEGIN.plusNanos(nanos).plus(clockError);
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    /** Time since the begin. */
    public Duration elapsed() {
        return Duration.ofNanos(nanos);
    }

    /** Sets the clock of the machine forward or, by a negative duration, back. Timers don't notice. */
    public void jumpClock(Duration by) {
        clockError = clockError.plus(by);
    }

    @Override
    public Executor executor() {
        return task -> enqueue(Duration.ZERO, task);
    }

    @Override
    public Executor worker() {
        return task -> {
            Worker worker = new Worker(task);
            enqueue(Duration.ZERO, () -> {
                threads.execute(worker);
                worker.resume();
            });
        };
    }

    @Override
    public Timer schedule(Duration delay, Executor where, Runnable task) {
        Event event = enqueue(delay, () -> where.execute(task));
        return () -> events.remove(event);
    }

    @Override
    public void await(CompletionStage<?> stage) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        CompletableFuture<?> future = stage.toCompletableFuture();
        Worker worker = Thread.currentThread() instanceof WorkerThread thread ? thread.worker : null;
        if (worker != null) {
            if (!future.isDone()) {
                worker.block(stage);
            }
        } else {
            while (!future.isDone()) {
                runNext();
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    }

    /** Lets so much time pass, and runs all that falls due meanwhile. */
    public void advance(Duration time) {
        long until = nanos + time.toNanos();
        while (!events.isEmpty() && events.peek().atNanos <= until) {
            runNext();
        }
        nanos = until;
    }

    /** Runs all there is to run, however far in the future, until nothing is left. */
    public void runToEnd() {
        while (!events.isEmpty()) {
            runNext();
        }
    }

    /** How many timers and tasks wait for their time. */
    public int pendingEvents() {
        return events.size();
    }

    /** How many workers wait for something. */
    public int blockedWorkers() {
        return blocked.size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private Event enqueue(Duration delay, Runnable task) {
        Event event = new Event(nanos + Math.max(0, delay.toNanos()), scheduled++, task);
        events.add(event);
        return event;
    }

    private void runNext() {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException("Virtual time is run by the thread that made the scheduler, which is "
                    + owner.getName() + ", not by " + Thread.currentThread().getName() + ".");
        }
        Event event = events.poll();
        if (event == null) {
            throw new IllegalStateException("Nothing is left to happen, so what is awaited can never come about.");
        }
        nanos = event.atNanos;
        event.task.run();
    }
}
