package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VirtualSchedulerTest {
    private final VirtualScheduler time = new VirtualScheduler();
    private final List<String> events = new ArrayList<>();

    @AfterEach
    void close() {
        assertThat(time.blockedWorkers()).isZero();
        time.close();
    }

    @Test
    void aWorkerThatAwaitsIsInterruptedAtOnce() {
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        time.worker().execute(() -> {
            worker.complete(Thread.currentThread());
            await(new CompletableFuture<>());
        });
        time.schedule(
                Duration.ofSeconds(3), time.executor(), () -> worker.join().interrupt());
        time.runToEnd();
        assertThat(events).containsExactly("interrupted after 3 s");
    }

    @Test
    void anInterruptBeforeTheWaitingCounts() {
        time.worker().execute(() -> {
            Thread.currentThread().interrupt();
            await(new CompletableFuture<>());
        });
        time.runToEnd();
        assertThat(events).containsExactly("interrupted after 0 s");
    }

    @Test
    void whatWasAwaitedBeforeAnInterruptWakesNobodyLater() {
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        CompletableFuture<Void> first = new CompletableFuture<>();
        CompletableFuture<Void> second = new CompletableFuture<>();
        time.worker().execute(() -> {
            worker.complete(Thread.currentThread());
            await(first);
            await(second);
        });
        time.schedule(
                Duration.ofSeconds(1), time.executor(), () -> worker.join().interrupt());
        time.schedule(Duration.ofSeconds(2), time.executor(), () -> first.complete(null));
        time.schedule(Duration.ofSeconds(3), time.executor(), () -> second.complete(null));
        time.runToEnd();
        assertThat(events).containsExactly("interrupted after 1 s", "done after 3 s");
    }

    private void await(CompletableFuture<?> stage) {
        try {
            time.await(stage);
            events.add("done after " + time.elapsed().toSeconds() + " s");
        } catch (InterruptedException e) {
            events.add("interrupted after " + time.elapsed().toSeconds() + " s");
        }
    }
}
