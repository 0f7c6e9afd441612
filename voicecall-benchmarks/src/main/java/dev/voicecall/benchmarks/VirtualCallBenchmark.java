package dev.voicecall.benchmarks;

import dev.voicecall.CallOptions;
import dev.voicecall.CallResult;
import dev.voicecall.Outcome;
import dev.voicecall.VoiceAgent;
import dev.voicecall.VoiceCalls;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.FakeSpeechToText;
import dev.voicecall.testkit.FakeTextToSpeech;
import dev.voicecall.testkit.ScriptedCarrier;
import dev.voicecall.testkit.VirtualScheduler;
import java.time.Duration;
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

/** A conversation of ten minutes on virtual time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class VirtualCallBenchmark {
    private static final String NUMBER = "+14155550123";
    private static final Duration LENGTH = Duration.ofMinutes(10);

    /** The callee says something, the agent repeats it, a hundred times and more. */
    @Benchmark
    public CallResult<Void> tenMinutes() {
        VirtualScheduler time = new VirtualScheduler();
        ScriptedCarrier carrier = new ScriptedCarrier()
                .callee(NUMBER, Callee.answers().otherwise(heard -> Reaction.speak("And what comes after that?")));
        VoiceAgent agent = VoiceAgent.builder()
                .greeting("Hello there.")
                .speechToText(new FakeSpeechToText())
                .responder(conversation -> "After that comes something else.")
                .textToSpeech(new FakeTextToSpeech(time))
                .maxDuration(LENGTH)
                .build();
        CallOptions options =
                CallOptions.builder().maxDuration(LENGTH.plusMinutes(1)).build();
        try (VoiceCalls calls = VoiceCalls.builder(carrier).scheduler(time).build()) {
            CallResult<Void> result = calls.call(NUMBER, agent, options);
            if (result.outcome() != Outcome.TIMED_OUT) {
                throw new IllegalStateException("The call was over before its time: " + result);
            }
            return result;
        } finally {
            time.close();
        }
    }
}
