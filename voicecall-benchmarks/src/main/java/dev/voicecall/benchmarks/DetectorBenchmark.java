package dev.voicecall.benchmarks;

import dev.voicecall.spi.VoiceActivityDetector;
import dev.voicecall.spi.VoiceActivityDetector.Detection;
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

/** Speech or silence, a frame of 20 ms at a time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DetectorBenchmark {
    private static final int FRAMES = 50;

    private final Detection detection = VoiceActivityDetector.energy().start();
    private final short[] samples = new short[FRAMES * VoiceActivityDetector.FRAME_SAMPLES];
    private int frame;

    /** A second of noise, half of it loud. */
    public DetectorBenchmark() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < samples.length; i++) {
            int amplitude = i < samples.length / 2 ? 100 : 10_000;
            samples[i] = (short) random.nextInt(-amplitude, amplitude);
        }
    }

    /** One frame. */
    @Benchmark
    public boolean isSpeech() {
        frame = (frame + 1) % FRAMES;
        return detection.isSpeech(samples, frame * VoiceActivityDetector.FRAME_SAMPLES);
    }
}
