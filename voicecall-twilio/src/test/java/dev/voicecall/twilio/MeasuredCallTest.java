package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.AnsweredBy;
import dev.voicecall.CallAnalytics;
import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.CallOptions;
import dev.voicecall.CallRecord;
import dev.voicecall.LiveCall;
import dev.voicecall.Timeline;
import dev.voicecall.Timeline.Kind;
import dev.voicecall.Timeline.Source;
import dev.voicecall.Timeline.Span;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.VoiceAgent;
import dev.voicecall.VoiceCallException;
import dev.voicecall.VoiceCalls;
import dev.voicecall.VoiceCallsBuilder;
import dev.voicecall.audio.WavReader;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.FakeSpeechToText;
import dev.voicecall.testkit.FakeTextToSpeech;
import dev.voicecall.testkit.twilio.Faults;
import dev.voicecall.testkit.twilio.SimulatedCall;
import dev.voicecall.testkit.twilio.StreamFaults;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of which is measured who speaks when, and that are recorded, held against what the callee's phone played and said. */
class MeasuredCallTest implements CallListener {
    private static final String CALLEE = "+14155550123";
    private static final Offset<Integer> ONE_FRAME = Offset.offset(160);
    private static final Duration NOTHING = Duration.ZERO;

    private final SimulatedTwilio twilio = new SimulatedTwilio(Faults.none());
    private final List<String> warnings = new ArrayList<>();
    private final List<List<Instant>> holds = new ArrayList<>();
    /** When it was told that somebody has begun to speak, and whether we have. */
    private final List<Span> starts = new ArrayList<>();

    private final Set<Speaker> speaking = EnumSet.noneOf(Speaker.class);
    private Instant answered = Instant.MAX;
    private final VoiceCallsBuilder builder =
            VoiceCalls.builder(twilio.gateway).scheduler(twilio.time).listener(this);

    @TempDir
    private Path directory;

    @AfterEach
    void leavesNothing() {
        assertThat(twilio.gateway.openLegs()).isZero();
        twilio.close();
    }

    @Override
    public void onWarning(CallInfo call, VoiceCallException problem) {
        warnings.add(problem.getMessage());
    }

    @Override
    public void onAnswered(CallInfo call, AnsweredBy by) {
        answered = twilio.time.now();
    }

    @Override
    public void onSpeechStarted(CallInfo call, Speaker speaker) {
        assertThat(speaking.add(speaker)).isTrue();
        Duration now = Duration.between(answered, twilio.time.now());
        starts.add(new Span(speaker == Speaker.US ? Kind.US : Kind.THEM, now, now));
    }

    @Override
    public void onSpeechStopped(CallInfo call, Speaker speaker) {
        assertThat(speaking.remove(speaker)).isTrue();
    }

    private VoiceAgent agent() {
        return VoiceAgent.builder()
                .greeting("Hello, how can I help you?")
                .speechToText(new FakeSpeechToText())
                .responder(conversation -> "That is interesting, please go on and tell me more about it.")
                .idlePrompts(Duration.ofSeconds(30))
                .textToSpeech(new FakeTextToSpeech(twilio.time).latency(Duration.ofMillis(200)))
                .build();
    }

    private static Callee talker(int reactions) {
        Callee talker = Callee.answers();
        for (int i = 0; i < reactions; i++) {
            Reaction speak = Reaction.speak("This is what I have to say number " + i);
            talker = talker.reacts(
                    i % 10 == 3
                            ? speak.interruptingAtWord("interesting")
                            : speak.after(Duration.ofMillis(1_000 + 900 * (i % 7))));
        }
        return talker;
    }

    private CallRecord call(Callee callee, Duration length, Consumer<LiveCall> meanwhile) {
        twilio.twilio.callee(CALLEE, callee.hangsUpAfter(length));
        CallOptions options =
                CallOptions.builder().maxDuration(Duration.ofMinutes(15)).build();
        try (VoiceCalls calls = builder.build()) {
            var result = calls.callAsync(CALLEE, agent(), options);
            twilio.time.advance(Duration.ofSeconds(60));
            meanwhile.accept(calls.live(theCall().sid()).orElseThrow());
            twilio.time.advance(length);
            twilio.time.runToEnd();
            return calls.record(result.join().recordId()).orElseThrow();
        }
    }

    private SimulatedCall theCall() {
        return twilio.twilio.calls().get(0);
    }

    /** By the callee's phone, and by what the host did. */
    private CallRecord truthOf(CallRecord call) {
        List<Span> spans = new ArrayList<>(theCall().callee().timeline().spans());
        holds.stream()
                .map(hold -> new Span(
                        Kind.HOLD,
                        Duration.between(call.answeredAt().orElseThrow(), hold.get(0)),
                        Duration.between(call.answeredAt().orElseThrow(), hold.get(1))))
                .forEach(spans::add);
        return new CallRecord(
                call.id(),
                call.callId(),
                call.direction(),
                call.from(),
                call.to(),
                call.startedAt(),
                call.statuses(),
                call.outcome(),
                call.answeredBy(),
                call.transcript(),
                call.turns(),
                call.tools(),
                new Timeline(Source.AUDIO, spans),
                call.recordings(),
                call.usage(),
                call.errors());
    }

    /** Of each stretch of speech its beginning is told a moment after it, and its end. */
    private void assertTellsWhoSpeaks(CallRecord call) {
        assertThat(speaking).isEmpty();
        for (Kind kind : List.of(Kind.US, Kind.THEM)) {
            List<Span> spans = of(kind, call.timeline().spans());
            List<Span> told = of(kind, starts);
            assertThat(told).as("%s", kind).hasSameSizeAs(spans);
            for (int i = 0; i < spans.size(); i++) {
                assertThat(told.get(i).begin().minus(spans.get(i).begin()))
                        .as("%s %d", kind, i)
                        .isBetween(Duration.ofMillis(30), Duration.ofMillis(350));
            }
        }
    }

    private static List<Span> of(Kind kind, List<Span> spans) {
        return spans.stream().filter(span -> span.kind() == kind).toList();
    }

    private void assertFiguresAreTrue(CallRecord call) {
        assertTellsWhoSpeaks(call);
        CallAnalytics measured = CallAnalytics.of(call);
        CallAnalytics truth = CallAnalytics.of(truthOf(call));
        Duration tolerance = Duration.ofMillis(100);
        SoftAssertions.assertSoftly(softly -> {
            softly.assertThat(call.timeline().source()).isEqualTo(Source.AUDIO);
            softly.assertThat(truth.deadAirTime().orElseThrow()).isGreaterThan(Duration.ofSeconds(20));
            softly.assertThat(measured.talkTime().orElse(NOTHING))
                    .as("talk")
                    .isCloseTo(truth.talkTime().orElseThrow(), tolerance);
            softly.assertThat(measured.listenTime().orElse(NOTHING))
                    .as("listen")
                    .isCloseTo(truth.listenTime().orElseThrow(), tolerance);
            softly.assertThat(measured.holdTime().orElse(NOTHING))
                    .as("hold")
                    .isCloseTo(truth.holdTime().orElseThrow(), tolerance);
            softly.assertThat(measured.deadAirTime().orElse(NOTHING))
                    .as("dead air")
                    .isCloseTo(truth.deadAirTime().orElseThrow(), tolerance);
            softly.assertThat(measured.longestSilence().orElse(NOTHING))
                    .as("silence")
                    .isCloseTo(truth.longestSilence().orElseThrow(), tolerance);
        });
    }

    @Test
    void figuresOfACallWithAHoldAreTrue() {
        CallRecord call = call(talker(30), Duration.ofMinutes(4), live -> {
            Instant held = twilio.time.now();
            live.hold();
            twilio.time.advance(Duration.ofSeconds(17));
            holds.add(List.of(held, twilio.time.now()));
            live.resume();
        });
        assertThat(warnings).isEmpty();
        assertFiguresAreTrue(call);
        assertThat(CallAnalytics.of(call).interruptions())
                .as("the last one by hanging up")
                .isEqualTo(4);
    }

    @Test
    void figuresOfATappedCallAreTrueAndItsFileIsAligned() throws IOException {
        builder.recordTo(directory);
        twilio.twilio.faults(Faults.none().withStreams(StreamFaults.none().withJitter(Duration.ofMillis(60))));
        CallRecord call = call(talker(70).recorded(), Duration.ofMinutes(10).minusSeconds(5), live -> {});
        assertThat(warnings).isEmpty();
        assertFiguresAreTrue(call);
        Path file = directory.resolve(theCall().sid() + ".wav");
        byte[] truth = theCall().callee().recording();
        byte[] theirs = read(Files.readAllBytes(file), 0);
        byte[] ours = read(Files.readAllBytes(file), 1);
        int last = lastWord(theirs);
        assertThat(last).as("nearly ten minutes").isGreaterThan(9 * 60 * 8_000);
        int shift = lastWord(read(truth, 1)) - last;
        assertThat(firstWord(read(truth, 1)) - firstWord(theirs))
                .as("their first word")
                .isCloseTo(shift, ONE_FRAME);
        assertThat(firstWord(read(truth, 0)) - firstWord(ours))
                .as("our first word")
                .isCloseTo(shift, ONE_FRAME);
        assertThat(lastWord(read(truth, 0)) - lastWord(ours))
                .as("our last word")
                .isCloseTo(shift, ONE_FRAME);
    }

    private static byte[] read(byte[] wav, int channel) {
        try (WavReader reader = WavReader.openChannel(new ByteArrayInputStream(wav), channel)) {
            return reader.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int firstWord(byte[] muLaw) {
        int at = 0;
        while (muLaw[at] == FakeSpeech.SILENCE) {
            at++;
        }
        return at;
    }

    private static int lastWord(byte[] muLaw) {
        int at = muLaw.length;
        while (muLaw[at - 1] == FakeSpeech.SILENCE) {
            at--;
        }
        return at;
    }
}
