package dev.voicecall.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** On real threads and in real time; waits are for events and bounded, and none is for time to pass but where it says so. */
@Isolated("looks at the threads of the process")
class SystemSchedulerTest {
    private final Scheduler scheduler = Scheduler.system();

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void aTimerRunsItsTaskWhereItWasToldTo() {
        CompletableFuture<String> ranOn = new CompletableFuture<>();
        scheduler.schedule(
                Duration.ZERO,
                scheduler.executor(),
                () -> ranOn.complete(Thread.currentThread().getName()));

        assertThat(ranOn.orTimeout(10, TimeUnit.SECONDS).join()).matches("voicecall-[0-9]+");
    }

    @Test
    void aTimerThatIsCanceledDoesNotRun() {
        CompletableFuture<Boolean> canceled = new CompletableFuture<>();
        CompletableFuture<Boolean> later = new CompletableFuture<>();
        Scheduler.Timer timer = scheduler.schedule(Duration.ofMillis(50), Runnable::run, () -> canceled.complete(true));
        scheduler.schedule(Duration.ofMillis(100), Runnable::run, () -> later.complete(true));
        timer.cancel();
        timer.cancel();

        assertThat(later.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
        assertThat(canceled).isNotDone();
    }

    @Test
    void awaitReturnsHoweverTheStageCompleted() throws InterruptedException {
        scheduler.await(CompletableFuture.completedFuture(1));
        scheduler.await(CompletableFuture.failedFuture(new Exception()));
        CompletableFuture<Void> later = new CompletableFuture<>();
        scheduler.executor().execute(() -> later.complete(null));
        scheduler.await(later);
        assertThat(later).isDone();
    }

    @Test
    void awaitEndsWithAnInterruptAndTheStageGoesOn() {
        CompletableFuture<Void> never = new CompletableFuture<>();
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> scheduler.await(never));
        assertThat(never).isNotDone();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void anInterruptReachesAThreadThatIsWaitingAlready() throws InterruptedException {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                scheduler.await(new CompletableFuture<>());
                interrupted.complete(false);
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        });
        waiting.start();
        while (waiting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        waiting.interrupt();

        assertThat(interrupted.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
        waiting.join();
    }

    @Test
    void workersDoNotWaitForOneAnother() throws InterruptedException {
        CountDownLatch allThere = new CountDownLatch(200);
        for (int i = 0; i < 200; i++) {
            scheduler.worker().execute(() -> {
                allThere.countDown();
                try {
                    allThere.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        assertThat(allThere.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void workersAreVirtualWhereTheRuntimeHasThem() {
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        scheduler.worker().execute(() -> worker.complete(Thread.currentThread()));

        Thread thread = worker.orTimeout(10, TimeUnit.SECONDS).join();
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName().startsWith("voicecall-worker"))
                .isEqualTo(Runtime.version().feature() < 21);
    }

    @Test
    void timeGoesForward() {
        long before = scheduler.nanoTime();
        assertThat(scheduler.nanoTime() - before).isNotNegative();
        assertThat(scheduler.now()).isNotNull();
    }

    @Test
    void noThreadIsLeftOnceItIsClosed() throws InterruptedException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Scheduler closing = Scheduler.system();
        CountDownLatch ran = new CountDownLatch(3);
        closing.executor().execute(ran::countDown);
        closing.worker().execute(ran::countDown);
        closing.schedule(Duration.ZERO, Runnable::run, ran::countDown);
        closing.schedule(Duration.ofDays(1), Runnable::run, ran::countDown);
        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        Set<Thread> started = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("voicecall") && !before.contains(thread))
                .collect(Collectors.toSet());

        closing.close();

        assertThat(started).hasSizeGreaterThanOrEqualTo(2);
        for (Thread thread : started) {
            thread.join(10_000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    @Test
    void aWorkerComesToItsEndUndisturbedWhenItIsClosed() throws InterruptedException {
        Scheduler closing = Scheduler.system();
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Void> closed = new CompletableFuture<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        closing.worker().execute(() -> {
            begun.countDown();
            closed.join();
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        begun.await();

        closing.close();
        closed.complete(null);

        assertThat(interrupted.orTimeout(10, TimeUnit.SECONDS).join()).isFalse();
    }
}
