package dev.voicecall.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MailboxTest {
    /** Where tasks wait until the test runs them. */
    private final Queue<Runnable> threads = new ArrayDeque<>();

    private final List<Integer> ran = new ArrayList<>();

    @Test
    void tasksRunInTheOrderInWhichTheyCame() {
        Mailbox mailbox = new Mailbox(threads::add);
        IntStream.range(0, 100).forEach(i -> mailbox.execute(() -> ran.add(i)));

        assertThat(ran).isEmpty();
        runAll();
        assertThat(ran)
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void aTaskThatATaskAddsComesLast() {
        Mailbox mailbox = new Mailbox(Runnable::run);
        mailbox.execute(() -> {
            mailbox.execute(() -> ran.add(2));
            ran.add(1);
        });

        assertThat(ran).containsExactly(1, 2);
    }

    @Test
    void runsATaskOnTheCallingThreadIfNothingElseRunsOrWaits() {
        Mailbox mailbox = new Mailbox(threads::add);
        mailbox.executeHere(() -> ran.add(1));

        assertThat(ran).containsExactly(1);
        assertThat(threads).isEmpty();
    }

    @Test
    void aTaskOnTheCallingThreadDoesNotOvertakeWhatWaits() {
        Mailbox mailbox = new Mailbox(threads::add);
        mailbox.execute(() -> ran.add(1));
        mailbox.executeHere(() -> ran.add(2));

        assertThat(ran).isEmpty();
        runAll();
        assertThat(ran).containsExactly(1, 2);
    }

    @Test
    void aTaskOnTheCallingThreadEndsBeforeThoseThatItAdds() {
        Mailbox mailbox = new Mailbox(threads::add);
        mailbox.executeHere(() -> {
            mailbox.executeHere(() -> ran.add(2));
            mailbox.execute(() -> ran.add(3));
            ran.add(1);
        });

        assertThat(ran).containsExactly(1, 2, 3);
        assertThat(threads).isEmpty();
    }

    @Test
    void aCallingThreadIsKeptForAFewTasksOnly() {
        Mailbox mailbox = new Mailbox(threads::add);
        mailbox.executeHere(() -> IntStream.range(0, 1_000).forEach(i -> mailbox.execute(() -> ran.add(i))));

        assertThat(ran).hasSizeLessThan(100);
        runAll();
        assertThat(ran)
                .containsExactlyElementsOf(IntStream.range(0, 1_000).boxed().toList());
    }

    @Test
    void aTaskThatFailsOnTheCallingThreadDoesNotHarmIt() {
        Mailbox mailbox = new Mailbox(threads::add);
        mailbox.executeHere(() -> {
            throw new IllegalStateException("on purpose");
        });
        mailbox.executeHere(() -> ran.add(1));

        assertThat(ran).containsExactly(1);
    }

    @Test
    void aBusyMailboxGivesItsThreadBack() {
        Mailbox busy = new Mailbox(threads::add);
        Mailbox other = new Mailbox(threads::add);
        IntStream.range(0, 1_000).forEach(i -> busy.execute(() -> ran.add(i)));
        other.execute(() -> ran.add(-1));

        runAll();
        assertThat(ran.indexOf(-1)).isLessThan(100);
        assertThat(ran).hasSize(1_001);
    }

    @Test
    void aTaskThatFailsDoesNotStopTheNext() {
        Mailbox mailbox = new Mailbox(threads::add);
        mailbox.execute(() -> {
            throw new IllegalStateException("on purpose");
        });
        mailbox.execute(() -> {
            throw new AssertionError("on purpose");
        });
        mailbox.execute(() -> ran.add(1));

        runAll();
        assertThat(ran).containsExactly(1);
    }

    @Test
    void oneTaskRunsAtATimeHoweverManyThreadsThereAre() throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            Mailbox mailbox = new Mailbox(pool);
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            CountDownLatch done = new CountDownLatch(8_000);
            int[] unguarded = {0};
            List<Thread> senders = IntStream.range(0, 8)
                    .mapToObj(sender -> new Thread(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            Consumer<Runnable> way = i % 2 == 0 ? mailbox::execute : mailbox::executeHere;
                            way.accept(() -> {
                                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                unguarded[0]++;
                                inside.decrementAndGet();
                                done.countDown();
                            });
                        }
                    }))
                    .toList();
            senders.forEach(Thread::start);

            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(most).hasValue(1);
            assertThat(unguarded[0]).isEqualTo(8_000);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aThreadThatCanNotBeHadIsReportedAndTheMailboxRecovers() {
        boolean[] open = {false};
        Mailbox mailbox = new Mailbox(task -> {
            if (!open[0]) {
                throw new RejectedExecutionException("closed");
            }
            task.run();
        });

        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> mailbox.execute(() -> ran.add(1)));
        open[0] = true;
        mailbox.execute(() -> ran.add(2));
        assertThat(ran).containsExactly(2);
    }

    private void runAll() {
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
    }
}
