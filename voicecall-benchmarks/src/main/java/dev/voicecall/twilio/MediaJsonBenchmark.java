package dev.voicecall.twilio;

import java.nio.ByteBuffer;
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

/** The JSON of sound: from a message with 20 ms of it, and to one with 100 ms. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MediaJsonBenchmark {
    private final StreamReader reader = new StreamReader();
    private final StreamWriter writer = new StreamWriter(TwilioMessages.STREAM_SID);
    private final ByteBuffer message = TwilioMessages.media(noise(160));
    private final byte[] piece = noise(800);

    private static byte[] noise(int samples) {
        byte[] noise = new byte[samples];
        new SplittableRandom(1).nextBytes(noise);
        return noise;
    }

    /** A message to its sound. */
    @Benchmark
    public Object read() {
        return reader.read(message);
    }

    /** Sound to a message. */
    @Benchmark
    public ByteBuffer write() {
        return writer.media(piece);
    }
}
