package dev.voicecall.spi;

import dev.voicecall.ProviderException;
import dev.voicecall.spi.Providers.Turn;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has something that blocks done by the first provider that can, on the thread that asks for it. What has begun is not begun again.
 * Safe for use by many threads.
 */
final class Fallback<P> {
    private final Scheduler scheduler;
    private final Providers<P> providers;
    private final Duration timeout;

    /** What is to be done, in pieces. */
    interface Task<P> {
        /**
         * Has it done.
         *
         * @param patience is paused while it is not the provider who is waited for
         */
        void doBy(P provider, Patience patience) throws Exception;

        /** Whether a piece was passed on. */
        boolean hasBegun();
    }

    /** @param timeout how long a provider may be silent */
    Fallback(Scheduler scheduler, Providers<P> providers, Duration timeout) {
        this.scheduler = scheduler;
        this.providers = providers;
        this.timeout = Providers.requireTimeout(timeout);
    }

    /**
     * Has it done.
     *
     * @throws InterruptedException if nobody wants it any more
     * @throws ProviderException if nobody can, or if it failed once it had begun
     */
    void run(Task<P> task) throws InterruptedException {
        Providers<P>.Round round = providers.begin();
        Optional<Turn<P>> turn = round.next(scheduler.nanoTime());
        while (turn.isPresent()) {
            Throwable failure = run(task, turn.get());
            if (failure == null) {
                return;
            }
            if (task.hasBegun()) {
                throw brokenOff(failure);
            }
            round.failed(failure);
            turn = round.next(scheduler.nanoTime());
        }
        throw round.failure();
    }

    private ProviderException brokenOff(Throwable failure) {
        return failure instanceof ProviderException known
                ? known
                : new ProviderException(providers.stage(), "A provider broke off: " + failure, false, failure);
    }

    /** @return why it could not; null if it could */
    private @Nullable Throwable run(Task<P> task, Turn<P> turn) throws InterruptedException {
        Patience patience = new Patience(scheduler, timeout);
        try {
            Throwable failure = attempt(task, turn.port(), patience);
            if (failure != null && Providers.isRetryable(failure) && !task.hasBegun()) {
                failure = attempt(task, turn.port(), patience);
            }
            if (failure == null) {
                turn.attempt().succeeded();
            } else {
                turn.attempt().failed(scheduler.nanoTime(), failure);
            }
            return failure;
        } finally {
            patience.end();
            turn.attempt().dropped();
        }
    }

    private @Nullable Throwable attempt(Task<P> task, P provider, Patience patience) throws InterruptedException {
        Throwable failure = null;
        patience.begin();
        try {
            task.doBy(provider, patience);
        } catch (Exception | LinkageError e) {
            failure = e;
        }
        boolean interrupted = Thread.currentThread().isInterrupted();
        if (patience.isLost()) {
            return providers.silence(timeout);
        }
        if (failure instanceof InterruptedException unwanted) {
            throw unwanted;
        }
        if (failure != null && interrupted) {
            throw new InterruptedException("It is not wanted any more.");
        }
        return failure;
    }
}
