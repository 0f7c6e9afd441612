package dev.voicecall.benchmarks;

import dev.voicecall.audio.G711;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** G.711, a frame of 20 ms at a time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {
    private final byte[] codes = new byte[160];
    private final short[] samples = new short[160];

    /** Codes of all values. */
    public CodecBenchmark() {
        new SplittableRandom(1).nextBytes(codes);
        G711.decodeMulaw(codes, 0, codes.length, samples, 0);
    }

    /** Codes to samples. */
    @Benchmark
    public short[] decodeMulaw() {
        G711.decodeMulaw(codes, 0, codes.length, samples, 0);
        return samples;
    }

    /** Samples to codes. */
    @Benchmark
    public byte[] encodeMulaw() {
        G711.encodeMulaw(samples, 0, samples.length, codes, 0);
        return codes;
    }
}
