package dev.voicecall.benchmarks;

import dev.voicecall.audio.Resampler;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A change of the sample rate, a frame of 20 ms at a time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ResamplerBenchmark {
    /** Sample rates, from and to. */
    @Param({"24000-8000", "16000-8000", "44100-8000", "8000-16000", "8000-24000"})
    public String rates = "";

    private Resampler resampler = Resampler.between(24_000, 8_000);
    private short[] in = new short[0];
    private short[] out = new short[0];

    /** Noise. */
    @Setup
    public void setup() {
        String[] fromTo = rates.split("-", 2);
        int fromHz = Integer.parseInt(fromTo[0]);
        resampler = Resampler.between(fromHz, Integer.parseInt(fromTo[1]));
        in = new short[fromHz / 50];
        out = new short[resampler.maxOutput(in.length)];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < in.length; i++) {
            in[i] = (short) random.nextInt(-10_000, 10_000);
        }
    }

    /** One frame. */
    @Benchmark
    public int process() {
        return resampler.process(in, 0, in.length, out, 0);
    }
}
