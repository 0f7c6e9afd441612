package dev.voicecall.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Real time and real threads. Safe for use by many threads. */
final class SystemScheduler implements Scheduler {
    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1, threads("voicecall-timer"));
    private final ExecutorService executor =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), threads("voicecall"));
    private final ExecutorService worker = virtualThreadsOr(threads("voicecall-worker"));

    SystemScheduler() {
        timers.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Executor executor() {
        return executor;
    }

    @Override
    public Executor worker() {
        return worker;
    }

    @Override
    public Timer schedule(Duration delay, Executor where, Runnable task) {
        Future<?> timer = timers.schedule(() -> where.execute(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> timer.cancel(false);
    }

    @Override
    public void await(CompletionStage<?> stage) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        stage.whenComplete((value, failure) -> done.countDown());
        done.await();
    }

    @Override
    public void close() {
        timers.shutdownNow();
        executor.shutdown();
        worker.shutdown();
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Virtual threads came with JDK 21, but this is compiled for 17. */
    private static ExecutorService virtualThreadsOr(ThreadFactory platformThreads) {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException olderRuntime) {
            return Executors.newCachedThreadPool(platformThreads);
        }
    }
}
