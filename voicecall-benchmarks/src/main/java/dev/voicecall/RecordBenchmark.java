package dev.voicecall;

import dev.voicecall.Utterance.Speaker;
import dev.voicecall.spi.CallStore;
import dev.voicecall.spi.Scheduler;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the record of a call costs its mailbox, on which 200 things were said already. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordBenchmark {
    private static final int SAID = 200;
    private static final int EVENTS = 100;

    private final Scheduler scheduler = Scheduler.system();
    private final CallRecords records = new CallRecords(CallStore.inMemory(), scheduler);
    private final Utterance utterance =
            new Utterance(Speaker.THEM, "A table for four, please.", scheduler.now(), OptionalDouble.of(0.9), false);
    private CallInfo info = info(0);
    private CallListener call = records.ofNextCall();
    private int calls;

    private static CallInfo info(int number) {
        return new CallInfo(Direction.INBOUND, Optional.of("CA" + number), "+14155550123", "+14155550100")
                .withRecordId("call" + number);
    }

    /** A call in its middle. */
    @Setup(Level.Invocation)
    public void begin() {
        info = info(++calls);
        call = records.ofNextCall();
        call.onStarted(info);
        call.onAnswered(info, AnsweredBy.HUMAN);
        for (int i = 0; i < SAID; i++) {
            call.onUtterance(info, utterance);
        }
    }

    /** So that it is not written any more. */
    @TearDown(Level.Invocation)
    public void end() {
        call.onEnded(info, Outcome.ANSWERED);
    }

    /** Something is said. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void event() {
        for (int i = 0; i < EVENTS; i++) {
            call.onUtterance(info, utterance);
        }
    }

    /** The call ends, and is handed to a worker to be written. */
    @Benchmark
    public void handOver() {
        call.onEnded(info, Outcome.ANSWERED);
    }

    /** The record as it is, which a worker asks for: so long the mailbox may have to wait for it. */
    @Benchmark
    public CallRecord snapshot() {
        return ((RecordKeeper) call).snapshot();
    }

    /** Closes what it runs on. */
    @TearDown(Level.Trial)
    public void close() {
        records.close();
        scheduler.close();
    }
}
