package dev.voicecall.benchmarks;

import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import java.time.Duration;
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

/** What a call does with each frame of 20 ms: from the line to speech recognition, from speech synthesis to the line. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConverterBenchmark {
    private final AudioConverter toRecognizer = AudioConverter.between(AudioFormat.TELEPHONE, AudioFormat.PCM_16K);
    private final AudioConverter toLine = AudioConverter.between(AudioFormat.PCM_24K, AudioFormat.TELEPHONE);
    private final AudioConverter decoder = AudioConverter.between(AudioFormat.TELEPHONE, AudioFormat.PCM_8K);
    private final byte[] heard = noise(AudioFormat.TELEPHONE);
    private final byte[] spoken = noise(AudioFormat.PCM_24K);

    private static byte[] noise(AudioFormat format) {
        byte[] noise = new byte[format.bytes(Duration.ofMillis(20))];
        new SplittableRandom(1).nextBytes(noise);
        return noise;
    }

    /** μ-law at 8 kHz to PCM at 16 kHz. */
    @Benchmark
    public byte[] lineToRecognizer() {
        return toRecognizer.convert(heard, 0, heard.length);
    }

    /** PCM at 24 kHz to μ-law at 8 kHz. */
    @Benchmark
    public byte[] synthesisToLine() {
        return toLine.convert(spoken, 0, spoken.length);
    }

    /** μ-law to PCM at the same rate. */
    @Benchmark
    public byte[] lineToPcm() {
        return decoder.convert(heard, 0, heard.length);
    }
}
