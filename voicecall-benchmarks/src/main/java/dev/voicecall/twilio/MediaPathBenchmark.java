package dev.voicecall.twilio;

import dev.voicecall.CarrierException;
import dev.voicecall.VoiceCallException;
import dev.voicecall.benchmarks.StandingTime;
import dev.voicecall.conversation.SoundPath;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.WebSocket;
import dev.voicecall.testkit.FakeSpeech;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** All that a call does with its sound, but for the web server: from Twilio's message to the recognizer, and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MediaPathBenchmark {
    private static final int FRAME = 160;
    private static final Duration PIECE = Duration.ofMillis(100);
    private static final int LEAD_PIECES = 14;

    private final StandingTime time = new StandingTime();
    private final WebSocket socket = new NoSocket();
    private final MediaStream stream =
            new MediaStream(time, new Mailbox(time.executor()), SoundPath.hearing(time), new AnyCall());
    private final ByteBuffer silence = TwilioMessages.media(silence());
    private final ByteBuffer[] speech = speech();
    private final byte[] piece = Arrays.copyOf(FakeSpeech.say("a hundred milliseconds"), 5 * FRAME);
    private final SoundPath.Reply reply;
    private int frame;

    /** A stream that has started, and a reply as far ahead of the playing as it ever is. */
    public MediaPathBenchmark() {
        stream.onOpen(socket);
        stream.onText(socket, TwilioMessages.start());
        reply = new SoundPath.Reply(stream, time);
        for (int i = 0; i < LEAD_PIECES; i++) {
            reply.say(piece);
        }
    }

    private static byte[] silence() {
        byte[] silence = new byte[FRAME];
        Arrays.fill(silence, FakeSpeech.SILENCE);
        return silence;
    }

    private static ByteBuffer[] speech() {
        byte[] sound = FakeSpeech.say("Somebody speaks without ever coming to an end ");
        return IntStream.range(0, sound.length / FRAME)
                .mapToObj(i -> TwilioMessages.media(Arrays.copyOfRange(sound, i * FRAME, (i + 1) * FRAME)))
                .toArray(ByteBuffer[]::new);
    }

    /** 20 ms in which nobody speaks. */
    @Benchmark
    public void hearSilence() {
        stream.onText(socket, silence);
    }

    /** 20 ms of speech. */
    @Benchmark
    public void hearSpeech() {
        frame = (frame + 1) % speech.length;
        stream.onText(socket, speech[frame]);
    }

    /** 100 ms of a reply, and the echo of an older mark. */
    @Benchmark
    public void speak() {
        time.pass(PIECE);
        reply.say(piece);
    }

    private static final class NoSocket implements WebSocket {
        private final CompletionStage<Void> sent = CompletableFuture.completedFuture(null);

        @Override
        public CompletionStage<Void> sendText(ByteBuffer utf8) {
            return sent;
        }

        @Override
        public CompletionStage<Void> sendBinary(ByteBuffer data) {
            return sent;
        }

        @Override
        public long queuedBytes() {
            return 0;
        }

        @Override
        public void close(int code, String reason) {
            throw new IllegalStateException(code + " " + reason);
        }

        @Override
        public Executor executor() {
            return Runnable::run;
        }
    }

    private static final class AnyCall implements MediaStream.Owner {
        @Override
        public boolean isOurs(String callSid) {
            return true;
        }

        @Override
        public void onSign() {}

        @Override
        public void onWarning(VoiceCallException problem) {
            throw problem;
        }

        @Override
        public void onOver(@Nullable CarrierException problem) {
            throw new IllegalStateException(problem);
        }
    }
}
