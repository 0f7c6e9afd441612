package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.Call;
import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.CallResult;
import dev.voicecall.Outcome;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.VoiceCallException;
import dev.voicecall.VoiceCalls;
import dev.voicecall.VoiceCallsBuilder;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.BufferedTapListener;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Whoever comes, goes and fails while a call is listened in on: everybody who does not fail hears each sample from the moment of coming to
 * that of going, by one clock; is told of the end exactly once, and nothing after it.
 *
 * <p>One seed is one call; set {@code -Dvoicecall.seed} to see one again.
 */
class TapLawsTest {
    private static final String CALLEE = "+14155550123";
    /** What may pass between an order and its being carried out. */
    private static final int FRAME = 160;

    @Test
    void everybodyHearsAllFromComingToGoing() {
        Seeds.upTo(80).check(seed -> new World(new SplittableRandom(seed)).run());
    }

    /** Keeps what it hears, until it fails, if it does. */
    private static final class Ear implements AudioTap.Listener {
        private final Map<Speaker, ByteArrayOutputStream> sound = new EnumMap<>(Speaker.class);
        private final int failsAt;
        private long came = -1;
        private int pieces;
        private int ends;

        Ear(int failsAt) {
            this.failsAt = failsAt;
            sound.put(Speaker.US, new ByteArrayOutputStream());
            sound.put(Speaker.THEM, new ByteArrayOutputStream());
        }

        @Override
        public void onAudio(Speaker speaker, long positionSamples, byte[] muLaw) {
            assertThat(ends).as("ended").isZero();
            came = came < 0 ? positionSamples : came;
            assertThat(positionSamples)
                    .as("position")
                    .isEqualTo(came + sound.get(speaker).size());
            if (++pieces == failsAt) {
                throw new IllegalStateException("Out of memory.");
            }
            sound.get(speaker).writeBytes(muLaw);
        }

        @Override
        public void onEnded() {
            ends++;
        }

        boolean failed() {
            return pieces == failsAt;
        }

        byte[] heard(Speaker speaker) {
            return sound.get(speaker).toByteArray();
        }
    }

    /** Somebody who listens, and when it came and went: how much the one who hears all had heard by then. */
    private static final class Visit {
        private final Ear ear;
        private final AudioTap tap;
        private final int came;
        private int went = Integer.MAX_VALUE;

        Visit(Ear ear, AudioTap tap, int came) {
            this.ear = ear;
            this.tap = tap;
            this.came = came;
        }
    }

    private static final class World implements CallListener {
        private final SplittableRandom random;
        private final VirtualScheduler time = new VirtualScheduler();
        private final ScriptedCarrier carrier = new ScriptedCarrier();
        private final Ear all = new Ear(0);
        private final Ear failing;
        private final List<Visit> visits = new ArrayList<>();
        private final boolean live;
        private int warnings;

        World(SplittableRandom random) {
            this.random = random;
            this.live = random.nextBoolean();
            this.failing = new Ear(random.nextInt(1, 2_000));
        }

        @Override
        public void onWarning(CallInfo call, VoiceCallException problem) {
            warnings++;
        }

        void run() {
            VoiceCallsBuilder builder = VoiceCalls.builder(carrier)
                    .scheduler(time)
                    .listener(this)
                    .tap(call -> Optional.of(failing))
                    .tap(call -> Optional.of(all));
            if (live) {
                builder.speechToText(new FakeSpeechToText()).textToSpeech(new FakeTextToSpeech(time));
            }
            Callee callee =
                    Callee.answers().otherwise(question -> Callee.Reaction.speak("Number " + question.length()));
            carrier.callee(CALLEE, random.nextInt(3) == 0 ? callee.hangsUpAfter(Duration.ofSeconds(20)) : callee);
            CallResult<Boolean> result;
            try (VoiceCalls calls = builder.build()) {
                result = calls.call(CALLEE, this::script);
                time.runToEnd();
            }
            check(result);
            time.close();
        }

        private boolean script(Call call) {
            for (int i = random.nextInt(2, 12); i > 0; i--) {
                switch (random.nextInt(6)) {
                    case 0 -> call.say("Here comes some more of it");
                    case 1 -> call.ask("How many of them would you like");
                    case 2 -> call.pause(Duration.ofSeconds(random.nextInt(1, 5)));
                    case 3 -> go();
                    default -> come(call);
                }
            }
            return true;
        }

        private void come(Call call) {
            Ear ear = new Ear(random.nextInt(3) == 0 ? random.nextInt(1, 500) : 0);
            AudioTap.Listener listener = random.nextBoolean() ? ear : new BufferedTapListener(ear, time);
            int now = all.sound.get(Speaker.THEM).size();
            visits.add(new Visit(ear, call.tap(listener), now));
        }

        private void go() {
            if (!visits.isEmpty()) {
                Visit visit = visits.get(random.nextInt(visits.size()));
                visit.tap.close();
                visit.tap.close();
                visit.went = Math.min(visit.went, all.sound.get(Speaker.THEM).size());
            }
        }

        private void check(CallResult<Boolean> result) {
            assertThat(all.ends).isOne();
            assertThat(failing.ends).isOne();
            if (!live && result.outcome() == Outcome.ANSWERED) {
                checkWords(Speaker.THEM, carrier.lastCall().said());
                checkWords(Speaker.US, carrier.lastCall().heard());
            }
            visits.forEach(this::check);
            long failed = visits.stream().filter(visit -> visit.ear.failed()).count() + (failing.failed() ? 1 : 0);
            assertThat(warnings).as("warnings").isBetween(failing.failed() ? 1 : 0, (int) failed);
        }

        private void checkWords(Speaker speaker, List<String> truth) {
            assertThat(FakeSpeech.understand(all.heard(speaker))).isEqualTo(String.join(" ", truth));
        }

        private void check(Visit visit) {
            assertThat(visit.ear.ends).as("ends").isOne();
            if (visit.ear.failed()) {
                return;
            }
            for (Speaker speaker : Speaker.values()) {
                byte[] everything = all.heard(speaker);
                byte[] heard = visit.ear.heard(speaker);
                int from = heard.length == 0 ? visit.came : (int) visit.ear.came;
                int to = Math.min(everything.length, visit.went);
                assertThat(from).as("came").isBetween(visit.came, visit.came + FRAME);
                assertThat(from + heard.length).as("went").isBetween(to - FRAME, to + FRAME);
                assertThat(heard)
                        .as("%s from %d to %d", speaker, visit.came, to)
                        .isEqualTo(Arrays.copyOfRange(everything, from, from + heard.length));
            }
        }
    }
}
