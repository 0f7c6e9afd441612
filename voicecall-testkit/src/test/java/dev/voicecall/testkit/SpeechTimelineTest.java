package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallAnalytics;
import dev.voicecall.CallOptions;
import dev.voicecall.CallRecord;
import dev.voicecall.Timeline.Kind;
import dev.voicecall.Timeline.Source;
import dev.voicecall.Timeline.Span;
import dev.voicecall.VoiceAgent;
import dev.voicecall.VoiceAgentBuilder;
import dev.voicecall.VoiceCalls;
import dev.voicecall.testkit.CallSound.Stretch;
import dev.voicecall.testkit.Callee.Reaction;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who spoke when, held against what the callee's phone played and recorded. */
class SpeechTimelineTest {
    private static final String CALLEE = "+14155550123";
    private static final Duration OPENING = Duration.ofMillis(100);
    private static final Duration FRAME = Duration.ofMillis(20);

    private final VirtualScheduler time = new VirtualScheduler();
    private final ScriptedCarrier carrier = new ScriptedCarrier();
    private @Nullable CallRecord record;

    @AfterEach
    void leavesNothing() {
        assertThat(time.pendingEvents()).isZero();
        time.close();
    }

    static Stream<LineFaults> lines() {
        LineFaults slow = LineFaults.NONE.withLatency(Duration.ofMillis(90));
        return Stream.of(
                LineFaults.NONE,
                slow,
                slow.withJitter(Duration.ofMillis(60)).withMarkDelay(Duration.ofMillis(40)),
                slow.withLostAudio(0.03));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void silencesOfManyTurnsAddUpToTheTruth(LineFaults line) {
        Callee talker = Callee.answers().recorded();
        for (int i = 0; i < 25; i++) {
            talker = talker.reacts(Reaction.speak("This is what I have to say number " + i)
                    .after(Duration.ofMillis(1_000 + 800 * (i % 8))));
        }
        CallSound sound = converse(line, talker.hangsUpAfter(Duration.ofMinutes(4)), agent());

        assertThat(record().timeline().source()).isEqualTo(Source.AUDIO);
        assertThat(spans(sound.heard())).hasSizeGreaterThan(20);
        Duration atAnEdge = FRAME.multipliedBy(2).plus(line.jitter());
        assertClose(measured(Kind.US), spans(sound.heard()), atAnEdge);
        assertClose(measured(Kind.THEM), spans(sound.said()), atAnEdge);
        CallAnalytics figures = CallAnalytics.of(record());
        assertClose(figures.talkTime().orElseThrow(), sum(sound.heard()));
        assertClose(figures.listenTime().orElseThrow(), sum(sound.said()));
        assertClose(figures.deadAirTime().orElseThrow(), deadAir(sound, Duration.ofMinutes(4)));
    }

    private CallSound converse(LineFaults line, Callee callee, VoiceAgent agent) {
        carrier.faults(line).callee(CALLEE, callee);
        CallOptions options =
                CallOptions.builder().maxDuration(Duration.ofMinutes(12)).build();
        try (VoiceCalls calls = VoiceCalls.builder(carrier).scheduler(time).build()) {
            String id = calls.call(CALLEE, agent, options).recordId();
            time.runToEnd();
            record = calls.record(id).orElseThrow();
        }
        time.runToEnd();
        return CallSound.of(carrier.lastCall());
    }

    private VoiceAgent agent() {
        return agentThat().build();
    }

    private VoiceAgentBuilder agentThat() {
        return VoiceAgent.builder()
                .greeting("Hello, how can I help you?")
                .speechToText(new FakeSpeechToText())
                .responder(conversation -> "That is interesting, please go on.")
                .idlePrompts(Duration.ofSeconds(20))
                .textToSpeech(new FakeTextToSpeech(time));
    }

    private CallRecord record() {
        return Objects.requireNonNull(record);
    }

    private List<Span> measured(Kind kind) {
        return record().timeline().spans().stream()
                .filter(span -> span.kind() == kind)
                .toList();
    }

    private static List<Span> spans(List<Stretch> stretches) {
        return stretches.stream()
                .map(stretch -> new Span(
                        Kind.US, stretch.from().plus(OPENING), stretch.to().plus(OPENING)))
                .toList();
    }

    private static Duration sum(List<Stretch> stretches) {
        return stretches.stream().map(Stretch::length).reduce(Duration.ZERO, Duration::plus);
    }

    /** By frames of 20 ms, with the callee's own clock. */
    private static Duration deadAir(CallSound sound, Duration length) {
        List<Span> all = Stream.concat(spans(sound.heard()).stream(), spans(sound.said()).stream())
                .toList();
        Duration dead = Duration.ZERO;
        Duration silence = Duration.ZERO;
        for (Duration at = Duration.ZERO; at.compareTo(length) <= 0; at = at.plus(FRAME)) {
            Duration now = at;
            boolean speech = at.equals(length)
                    || all.stream()
                            .anyMatch(span -> span.begin().compareTo(now) <= 0
                                    && span.end().compareTo(now) > 0);
            if (speech) {
                dead = silence.compareTo(CallAnalytics.DEAD_AIR) > 0 ? dead.plus(silence) : dead;
                silence = Duration.ZERO;
            } else {
                silence = silence.plus(FRAME);
            }
        }
        return dead;
    }

    private static void assertClose(Duration measured, Duration truth) {
        assertThat(measured).isCloseTo(truth, Duration.ofMillis(100));
    }

    private static void assertClose(List<Span> measured, List<Span> truth, Duration tolerance) {
        assertThat(measured).hasSameSizeAs(truth);
        for (int i = 0; i < truth.size(); i++) {
            assertThat(measured.get(i).begin())
                    .as("begin %d", i)
                    .isCloseTo(truth.get(i).begin(), tolerance);
            assertThat(measured.get(i).end())
                    .as("end %d", i)
                    .isCloseTo(truth.get(i).end(), tolerance);
        }
    }
}
