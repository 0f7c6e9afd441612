package dev.voicecall.openai;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
import org.openjdk.jmh.infra.Blackhole;

/** The JSON of a Realtime model's sound: 20 ms to an event, and an event with 100 ms to its sound. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RealtimeSoundBenchmark {
    private final byte[] frame = noise(160);
    private final ByteBuffer delta = delta(noise(800));
    private final RealtimeReader reader = new RealtimeReader();
    private final Sent sent = new Sent();
    private final RealtimeOutput output = new RealtimeOutput(message -> sent.last = message);

    /** What would go to the socket. */
    private static final class Sent {
        private ByteBuffer last = ByteBuffer.allocate(0);
    }

    private static byte[] noise(int samples) {
        byte[] noise = new byte[samples];
        new SplittableRandom(1).nextBytes(noise);
        return noise;
    }

    private static ByteBuffer delta(byte[] sound) {
        String event = "{\"type\":\"response.output_audio.delta\",\"event_id\":\"event_C1mB6Q9uKzXv0aRtY2eLd\","
                + "\"response_id\":\"resp_C1mB5k2JpQxW8vNsT4hGf\",\"item_id\":\"item_C1mB5oD7rEcZy6bUi3aPq\","
                + "\"output_index\":0,\"content_index\":0,\"delta\":\""
                + Base64.getEncoder().encodeToString(sound) + "\"}";
        return ByteBuffer.wrap(event.getBytes(StandardCharsets.UTF_8));
    }

    /** Sound to {@code input_audio_buffer.append}. */
    @Benchmark
    public void append(Blackhole hole) {
        output.sound(frame);
        hole.consume(sent.last);
    }

    /** {@code response.output_audio.delta} to its sound. */
    @Benchmark
    public Object delta() {
        return reader.read(delta);
    }
}
