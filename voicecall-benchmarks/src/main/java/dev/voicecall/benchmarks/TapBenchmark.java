package dev.voicecall.benchmarks;

import dev.voicecall.Utterance.Speaker;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.BufferedTapListener;
import dev.voicecall.spi.Scheduler;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs a call's mailbox to hand 20 ms of one side to who listens in on another thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TapBenchmark {
    private static final byte[] FRAME = new byte[160];

    private final Scheduler scheduler = Scheduler.system();
    private final AudioTap.Listener prompt = new BufferedTapListener((speaker, position, muLaw) -> {}, scheduler);
    private final AudioTap.Listener stalled =
            new BufferedTapListener((speaker, position, muLaw) -> standStill(), scheduler);
    private long positionSamples;

    private static void standStill() {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A listener that keeps up, as far as the benchmark's pace lets it. */
    @Benchmark
    public void handsToAPromptListener() {
        prompt.onAudio(Speaker.THEM, positionSamples, FRAME);
        positionSamples += FRAME.length;
    }

    /** One that hears nothing any more, so that each frame drops another. */
    @Benchmark
    public void handsToAStalledListener() {
        stalled.onAudio(Speaker.THEM, positionSamples, FRAME);
        positionSamples += FRAME.length;
    }

    /** Ends its threads. */
    @TearDown
    public void close() {
        scheduler.close();
    }
}
