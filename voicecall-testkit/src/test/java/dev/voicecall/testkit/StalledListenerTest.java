package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.Outcome;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.VoiceAgent;
import dev.voicecall.VoiceCalls;
import dev.voicecall.VoiceCallsBuilder;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.BufferedTapListener;
import dev.voicecall.testkit.Callee.Reaction;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One of those who listen in stands still for the whole of a call: neither the call nor the others notice. */
class StalledListenerTest {
    private static final String CALLEE = "+14155550123";

    /** All that is sent, silenced and played on the line, and when. */
    private static final class Line implements LineTap {
        private final VirtualScheduler time;
        private final List<String> events = new ArrayList<>();

        Line(VirtualScheduler time) {
            this.time = time;
        }

        private void add(String event) {
            events.add(time.elapsed() + " " + event);
        }

        @Override
        public void sent(byte[] muLaw) {
            add("sent " + Arrays.hashCode(muLaw));
        }

        @Override
        public void cleared() {
            add("cleared");
        }

        @Override
        public void silenced() {
            add("silenced");
        }

        @Override
        public void played(byte[] muLaw, int queuedBytes) {
            add("played " + Arrays.hashCode(muLaw));
        }
    }

    private static final class Ear implements AudioTap.Listener {
        private final Map<Speaker, ByteArrayOutputStream> sound = new EnumMap<>(
                Map.of(Speaker.US, new ByteArrayOutputStream(), Speaker.THEM, new ByteArrayOutputStream()));

        @Override
        public void onAudio(Speaker speaker, long positionSamples, byte[] muLaw) {
            sound.get(speaker).writeBytes(muLaw);
        }

        byte[] heard(Speaker speaker) {
            return sound.get(speaker).toByteArray();
        }
    }

    /** The course of one and the same call. */
    private static final class Course {
        private final VirtualScheduler time = new VirtualScheduler();
        private final ScriptedCarrier carrier = new ScriptedCarrier();
        private final Line line = new Line(time);
        private final Ear direct = new Ear();
        private final Ear behind = new Ear();
        private final CompletableFuture<Void> callOver = new CompletableFuture<>();
        private final Ear late = new Ear();
        private final BufferedTapListener stalled = new BufferedTapListener(this::standStill, time);

        Course(boolean stalls) {
            carrier.tap(line).callee(CALLEE, callee());
            BufferedTapListener buffered = new BufferedTapListener(behind, time);
            VoiceCallsBuilder builder =
                    VoiceCalls.builder(carrier).scheduler(time).tap(call -> Optional.of(direct));
            if (stalls) {
                builder.tap(call -> Optional.of(stalled));
            }
            try (VoiceCalls calls = builder.tap(call -> Optional.of(buffered)).build()) {
                assertThat(calls.call(CALLEE, agent()).outcome()).isEqualTo(Outcome.HUNG_UP);
                callOver.complete(null);
                time.runToEnd();
            }
            assertThat(time.blockedWorkers()).isZero();
            time.close();
        }

        private void standStill(Speaker speaker, long positionSamples, byte[] muLaw) {
            try {
                time.await(callOver);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            late.onAudio(speaker, positionSamples, muLaw);
        }

        private static Callee callee() {
            return Callee.answers()
                    .says("I have a question")
                    .reacts(Reaction.speak("Stop it now please").interruptingAtWord("go"))
                    .reacts(Reaction.speak("This is all there is").after(Duration.ofSeconds(5)))
                    .hangsUpAfter(Duration.ofSeconds(40));
        }

        private VoiceAgent agent() {
            return VoiceAgent.builder()
                    .greeting("Hello, how can I help you?")
                    .speechToText(new FakeSpeechToText())
                    .responder(conversation -> "That is interesting, please go on and tell me more of it.")
                    .textToSpeech(new FakeTextToSpeech(time))
                    .build();
        }
    }

    @Test
    void neitherTheCallNorTheOthersNotice() {
        Course without = new Course(false);
        Course with = new Course(true);

        assertThat(with.line.events).contains(with.line.events.get(0)).isEqualTo(without.line.events);
        assertThat(with.line.events).anyMatch(event -> event.endsWith("cleared"));
        assertThat(with.carrier.lastCall().heardWords())
                .isEqualTo(without.carrier.lastCall().heardWords());
        for (Speaker speaker : Speaker.values()) {
            assertThat(with.direct.heard(speaker)).isEqualTo(without.direct.heard(speaker));
            assertThat(with.behind.heard(speaker)).isEqualTo(without.direct.heard(speaker));
        }
    }

    @Test
    void whatItMissedIsCountedAndItHearsTheLastTwoSeconds() {
        Course course = new Course(true);
        for (Speaker speaker : Speaker.values()) {
            int all = course.direct.heard(speaker).length;
            int late = course.late.heard(speaker).length;
            assertThat(course.stalled.droppedSamples(speaker) + late).isEqualTo(all);
            assertThat(late).isBetween(16_000, 16_160);
            assertThat(course.direct.heard(speaker))
                    .endsWith(Arrays.copyOfRange(course.late.heard(speaker), late - 16_000 + 160, late));
        }
    }
}
