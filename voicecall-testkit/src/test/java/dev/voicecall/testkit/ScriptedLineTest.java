package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.AnsweredBy;
import dev.voicecall.MachineDetection;
import dev.voicecall.Outcome;
import dev.voicecall.PhoneNumber;
import dev.voicecall.VoiceCallException;
import dev.voicecall.audio.G711;
import dev.voicecall.spi.AudioLine;
import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.OutboundCall;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.FakeSpeech.Word;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScriptedLineTest {
    private static final String CALLEE = "+14155550123";

    private static final OutboundCall OUTBOUND = new OutboundCall(
            PhoneNumber.of(CALLEE),
            Optional.empty(),
            Duration.ofSeconds(30),
            Duration.ofMinutes(30),
            MachineDetection.OFF);

    private final VirtualScheduler time = new VirtualScheduler();
    private final ScriptedCarrier carrier = new ScriptedCarrier();

    @AfterEach
    void leavesNoTimer() {
        time.advance(Duration.ZERO);
        assertThat(time.pendingEvents()).isZero();
        assertThat(time.blockedWorkers()).isZero();
        time.close();
    }

    @Test
    void playsWhatItIsSentAndHearsTheAnswer() {
        OpenLine line = answeredBy(Callee.answers().says("I am fine").says("Good bye"));
        line.say("How are you?");
        time.advance(Duration.ofSeconds(4));
        line.say("That is good.");
        time.advance(Duration.ofSeconds(4));
        assertThat(line.callee().heard()).containsExactly("How are you?", "That is good.");
        assertThat(line.callee().said()).containsExactly("I am fine", "Good bye");
        assertThat(line.words()).isEqualTo("I am fine Good bye");
        assertThat(line.lost).isZero();
        line.hangUp();
    }

    @Test
    void answersByWhatItHeard() {
        OpenLine line = answeredBy(Callee.answers().otherwise(question -> Reaction.speak("You said " + question)));
        line.say("one two");
        time.advance(Duration.ofSeconds(4));
        assertThat(line.words()).isEqualTo("You said one two");
        line.hangUp();
    }

    @Test
    void waitsAsLongAsItWasToldAfterTheLastSound() {
        OpenLine line = answeredBy(Callee.answers().reacts(Reaction.speak("yes").after(Duration.ofMillis(1_500))));
        byte[] question = FakeSpeech.say("Really?");
        line.run(() -> line.line.send(question));
        long sent = line.position;
        time.advance(Duration.ofSeconds(4));
        assertThat((line.firstSound - sent) / 8).isBetween(question.length / 8 + 1_500L, question.length / 8 + 1_560L);
        line.hangUp();
    }

    @Test
    void echoesMarksWhenTheSoundBeforeHasBeenPlayed() {
        OpenLine line = answeredBy(Callee.answers());
        long now = time.elapsed().toMillis();
        byte[] words = FakeSpeech.say("a long sentence");
        line.run(() -> {
            line.line.mark("empty");
            line.line.send(words);
            line.line.mark("played");
        });
        time.advance(Duration.ofSeconds(3));
        assertThat(line.marks).hasSize(2).first().isEqualTo("empty@" + now);
        long echoed = Long.parseLong(line.marks.get(1).replace("played@", ""));
        assertThat(echoed - now).isBetween(words.length / 8L, words.length / 8L + 40);
        line.hangUp();
    }

    @Test
    void isSilencedAtOnceAndEchoesTheMarks() {
        OpenLine line = answeredBy(Callee.answers());
        line.run(() -> {
            line.line.send(FakeSpeech.say("one two three four five six seven eight nine ten"));
            line.line.mark("a");
            line.line.send(FakeSpeech.say("eleven"));
            line.line.mark("b");
        });
        time.advance(Duration.ofMillis(800));
        line.run(line.line::clear);
        assertThat(line.marks).hasSize(2);
        time.advance(Duration.ofSeconds(1));
        assertThat(line.callee().heard()).containsExactly("one two three");
        assertThat(line.callee().heardWords()).extracting(Word::text).containsExactly("one", "two", "three");
        assertThat(line.callee().heardWords().get(2).complete()).isFalse();
        line.hangUp();
    }

    @Test
    void talksIntoTheQuestionAtAWord() {
        OpenLine line =
                answeredBy(Callee.answers().reacts(Reaction.speak("wait").interruptingAtWord("Monthly")));
        line.say("Do you want to pay weekly, monthly, or once a year in advance?");
        time.advance(Duration.ofSeconds(6));
        long spoken = FakeSpeech.say("Do you want to pay weekly, monthly,").length;
        assertThat(line.firstSound - line.firstSent).isBetween(spoken - 8L * 300, spoken + 8L * 100);
        assertThat(line.callee().heard()).hasSize(1);
        assertThat(line.callee().transcript()).first().isEqualTo("said: wait");
        line.hangUp();
    }

    @Test
    void talksAfterTheQuestionIfTheWordDoesNotCome() {
        OpenLine line =
                answeredBy(Callee.answers().reacts(Reaction.speak("fine").interruptingAtWord("never")));
        line.say("Is it good?");
        time.advance(Duration.ofSeconds(3));
        assertThat(line.callee().transcript()).containsExactly("heard: Is it good?", "said: fine");
        line.hangUp();
    }

    @Test
    void talksIntoTheQuestionAfterATime() {
        OpenLine line =
                answeredBy(Callee.answers().reacts(Reaction.speak("no").interruptingAfter(Duration.ofMillis(700))));
        line.say("Let me tell you a very long story about the telephone");
        time.advance(Duration.ofSeconds(6));
        assertThat((line.firstSound - line.firstSent) / 8).isBetween(700L, 760L);
        line.hangUp();
    }

    @Test
    void pressesKeys() {
        OpenLine line = answeredBy(Callee.answers().presses("12#"));
        line.say("Your number?");
        time.advance(Duration.ofSeconds(4));
        assertThat(line.keys).hasToString("12#");
        assertThat(line.callee().said()).containsExactly("12#");
        line.hangUp();
    }

    @Test
    void playsARecording() {
        byte[] sound = FakeSpeech.say("recorded");
        OpenLine line = answeredBy(Callee.answers().reacts(Reaction.play(sound, "something recorded")));
        line.say("Speak");
        time.advance(Duration.ofSeconds(4));
        assertThat(line.words()).isEqualTo("recorded");
        assertThat(line.callee().said()).containsExactly("something recorded");
        line.hangUp();
    }

    @Test
    void hangsUpInsteadOfAnswering() {
        OpenLine line = answeredBy(Callee.answers().hangsUp());
        line.say("Are you there?");
        time.advance(Duration.ofSeconds(4));
        assertThat(line.end).map(CallLeg.End::outcome).contains(Outcome.HUNG_UP);
        assertThat(line.step).isNotDone();
        assertThat(line.callee().heard()).containsExactly("Are you there?");
    }

    @Test
    void saysItsGreetingAsFarAsItIsLeft() {
        OpenLine line = answeredBy(Callee.answers().greets("Hello who is calling please"));
        time.advance(Duration.ofSeconds(4));
        assertThat(line.words()).isEqualTo("Hello who is calling please");
        line.hangUp();
    }

    @Test
    void isDoneOnceClosed() {
        OpenLine line = answeredBy(Callee.answers());
        line.say("This is never heard to its end");
        time.advance(Duration.ofMillis(500));
        line.run(line.line::close);
        assertThat(line.step).isCompletedWithValue(new StepResult.Done());
        assertThat(line.callee().heard()).containsExactly("This is");
        long position = line.position;
        line.say("late");
        time.advance(Duration.ofSeconds(2));
        assertThat(line.position).isEqualTo(position);
        assertThat(line.end).isEmpty();
        line.hangUp();
    }

    @Test
    void opensAgainAfterItWasInterrupted() {
        OpenLine line = answeredBy(Callee.answers().says("one").says("two"));
        line.say("First?");
        time.advance(Duration.ofSeconds(3));
        CompletableFuture<StepResult> first = line.step;
        line.run(line.leg::interrupt);
        assertThat(first).isCompletedWithValue(new StepResult.Interrupted());
        line.run(line::stream);
        time.advance(Duration.ofMillis(200));
        line.say("Second?");
        time.advance(Duration.ofSeconds(3));
        assertThat(line.callee().transcript())
                .containsExactly("heard: First?", "said: one", "heard: Second?", "said: two");
        line.hangUp();
    }

    @Test
    void understandsOtherVoicesByItsOwnEar() {
        byte[] hum = new byte[8_000];
        for (int i = 0; i < hum.length; i++) {
            hum[i] = (byte) (i / 20 % 2 == 0 ? 0x20 : 0xA0);
        }
        CalleeVoice voice = new CalleeVoice() {
            @Override
            public byte[] say(String words) {
                return FakeSpeech.say(words.toUpperCase(Locale.ROOT));
            }

            @Override
            public String understand(byte[] muLaw) {
                return "a hum of " + muLaw.length / 8 + " ms";
            }
        };
        OpenLine line = answeredBy(Callee.answers().says("what?").voice(voice));
        line.run(() -> line.line.send(hum));
        time.advance(Duration.ofSeconds(4));
        assertThat(line.callee().heard()).containsExactly("a hum of 1000 ms");
        assertThat(line.words()).isEqualTo("WHAT?");
        line.hangUp();
    }

    @Test
    void hasNoiseAroundTheWords() {
        OpenLine line = answeredBy(Callee.answers().says("I am on the street").noise(-35));
        line.say("Where are you?");
        time.advance(Duration.ofSeconds(4));
        assertThat(line.words()).isEqualTo("I am on the street");
        byte[] sound = line.sound.toByteArray();
        double energy = 0;
        for (int i = 0; i < 4_000; i++) {
            energy += Math.pow(G711.decodeMulaw(sound[i]) / 32_768.0, 2);
        }
        assertThat(10 * Math.log10(energy / 4_000)).isBetween(-36.0, -34.0);
        line.hangUp();
    }

    @Test
    void recordsBothSidesAsTheCalleeHeardThem() throws Exception {
        OpenLine line = answeredBy(Callee.answers().says("right").recorded());
        line.say("left");
        time.advance(Duration.ofSeconds(3));
        byte[] wav = line.callee().recording();
        AudioInputStream stream = AudioSystem.getAudioInputStream(new ByteArrayInputStream(wav));
        assertThat(stream.getFormat().getChannels()).isEqualTo(2);
        assertThat(stream.getFormat().getEncoding()).isEqualTo(Encoding.ULAW);
        byte[] samples = stream.readAllBytes();
        assertThat(FakeSpeech.understand(channel(samples, 0))).isEqualTo("left");
        assertThat(FakeSpeech.understand(channel(samples, 1))).isEqualTo("right");
        line.hangUp();
    }

    @Test
    void keepsNoRecordingUnasked() {
        OpenLine line = answeredBy(Callee.answers());
        assertThat(line.callee().recording()).isEmpty();
        line.hangUp();
    }

    @Test
    void takesTheTimeOfALongWay() {
        carrier.faults(LineFaults.NONE.withLatency(Duration.ofMillis(150)).withJitter(Duration.ofMillis(90)));
        OpenLine line = answeredBy(Callee.answers().reacts(Reaction.speak("far").after(Duration.ofSeconds(1))));
        long asked = time.elapsed().toMillis();
        byte[] question = FakeSpeech.say("Where?");
        line.run(() -> line.line.send(question));
        time.advance(Duration.ofSeconds(4));
        assertThat(line.words()).isEqualTo("far");
        assertThat(line.firstSoundMillis - asked - question.length / 8 - 1_000).isBetween(300L, 550L);
        assertThat(line.lost).isZero();
        line.hangUp();
    }

    @Test
    void losesSoundAndSaysSoByThePosition() {
        carrier.faults(LineFaults.NONE.withLostAudio(0.1));
        OpenLine line = answeredBy(Callee.answers().says("this comes with gaps"));
        line.say("Hello?");
        time.advance(Duration.ofSeconds(10));
        assertThat(line.lost).isBetween(10L * 160, 100L * 160);
        assertThat(line.position - line.lost).isEqualTo(line.sound.size());
        assertThat(line.words()).isEqualTo("this comes with gaps");
        line.hangUp();
    }

    @Test
    void fallsSilentForAWhile() {
        carrier.faults(LineFaults.NONE.withHole(Duration.ofSeconds(1)));
        OpenLine line = answeredBy(Callee.answers());
        time.advance(Duration.ofSeconds(6));
        assertThat(line.lost).isEqualTo(3 * 8_000);
        line.hangUp();
    }

    @Test
    void losesAllEchoes() {
        carrier.faults(LineFaults.NONE.withLostMarks(1));
        OpenLine line = answeredBy(Callee.answers());
        line.run(() -> line.line.mark("never"));
        time.advance(Duration.ofSeconds(6));
        assertThat(line.marks).isEmpty();
        line.hangUp();
    }

    @Test
    void echoesTwice() {
        carrier.faults(LineFaults.NONE.withDoubledMarks(1));
        OpenLine line = answeredBy(Callee.answers());
        line.run(() -> line.line.mark("again"));
        assertThat(line.marks).hasSize(2);
        line.hangUp();
    }

    @Test
    void breaksWhileTheCallGoesOn() {
        carrier.faults(LineFaults.NONE.breakingAfter(Duration.ofSeconds(2)));
        OpenLine line = answeredBy(Callee.answers());
        line.say("one two three four five six seven eight nine ten");
        time.advance(Duration.ofSeconds(3));
        assertThat(line.step).isCompletedExceptionally();
        assertThat(line.end).isEmpty();
        line.run(line::stream);
        time.advance(Duration.ofMillis(200));
        line.say("again");
        time.advance(Duration.ofSeconds(1));
        assertThat(line.callee().heard()).last().isEqualTo("again");
        line.hangUp();
    }

    @Test
    void countsTheGapsInWhatIsHeard() {
        OpenLine line = answeredBy(Callee.answers());
        byte[] words = FakeSpeech.say("too slow");
        line.run(() -> line.line.send(words));
        time.advance(Duration.ofMillis(words.length / 8 + 200));
        line.run(() -> line.line.send(words));
        time.advance(Duration.ofSeconds(2));
        assertThat(line.callee().underruns()).isEqualTo(1);
        assertThat(line.callee().heard()).containsExactly("too slow too slow");
        assertThat(line.callee().hasHeard("slow too")).isTrue();
        assertThat(line.callee().hasHeard("fast")).isFalse();
        line.hangUp();
    }

    @Test
    void refusesFaultsThatCanNotBe() {
        assertThatThrownBy(() -> LineFaults.NONE.withLostAudio(1.5)).hasMessageContaining("1.5");
        assertThatThrownBy(() -> LineFaults.NONE.withLatency(Duration.ofMillis(-1)))
                .hasMessageContaining("PT-0.001S");
    }

    @Test
    void anEchoMayCrossAClear() {
        carrier.faults(LineFaults.NONE.withLatency(Duration.ofMillis(100)));
        OpenLine line = answeredBy(Callee.answers());
        line.run(() -> {
            line.line.send(FakeSpeech.say("a"));
            line.line.mark("played");
            line.line.send(FakeSpeech.say("b c d e f g"));
            line.line.mark("cleared");
        });
        time.advance(Duration.ofMillis(300));
        assertThat(line.marks).isEmpty();
        long cleared = time.elapsed().toMillis();
        line.run(line.line::clear);
        time.advance(Duration.ofMillis(300));
        assertThat(line.marks).hasSize(2).last().isEqualTo("cleared@" + (cleared + 200));
        assertThat(line.marks.get(0)).startsWith("played@").isLessThan("played@" + (cleared + 100));
        line.hangUp();
    }

    @Test
    void aMachineAnnouncesItselfAndBeeps() {
        OpenLine line = answeredBy(Callee.machine("Leave a message"));
        time.advance(Duration.ofSeconds(3));
        assertThat(line.words()).isEqualTo("Leave a message");
        byte[] sound = line.sound.toByteArray();
        int end = sound.length;
        while (sound[end - 1] == FakeSpeech.SILENCE) {
            end--;
        }
        assertThat(FakeSpeech.words(Arrays.copyOfRange(sound, end - 3_000, end)))
                .isEmpty();
        line.hangUp();
    }

    @Test
    void isOpenedAnewAndLosesWhatWasQueued() {
        carrier.faults(LineFaults.NONE.reopeningAfter(Duration.ofSeconds(1)));
        OpenLine line = answeredBy(Callee.answers().says("still here"));
        AudioLine first = line.line;
        line.run(() -> {
            first.send(FakeSpeech.say("one two three four five six seven"));
            first.mark("never echoed");
        });
        time.advance(Duration.ofMillis(1_050));
        first.send(FakeSpeech.say("into the void"));
        time.advance(Duration.ofMillis(50));
        assertThat(line.line).isNotSameAs(first);
        assertThat(line.position).isBetween(0L, 8L * 200);
        time.advance(Duration.ofSeconds(4));
        assertThat(line.callee().heard()).containsExactly("one two three");
        assertThat(line.words()).isEqualTo("still here");
        assertThat(line.marks).isEmpty();
        assertThat(line.step).isNotDone();
        line.hangUp();
    }

    @Test
    void playsEachWordOnceAndInOrderWhateverHappens() {
        Seeds.upTo(60).check(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            carrier.faults(LineFaults.NONE
                    .withSeed(seed)
                    .withLatency(Duration.ofMillis(random.nextInt(300)))
                    .withJitter(Duration.ofMillis(random.nextInt(200)))
                    .withMarkDelay(Duration.ofMillis(random.nextInt(500))));
            OpenLine line = answeredBy(Callee.answers());
            List<String> marks = new ArrayList<>();
            for (int word = 0; word < 30; word++) {
                String number = "word" + word;
                marks.add(number);
                line.run(() -> {
                    line.line.send(FakeSpeech.say(number));
                    line.line.mark(number);
                });
                time.advance(Duration.ofMillis(random.nextInt(800)));
                if (random.nextInt(8) == 0) {
                    line.run(line.line::clear);
                }
            }
            time.advance(Duration.ofSeconds(20));
            List<String> heard =
                    line.callee().heardWords().stream().map(Word::text).toList();
            assertThat(heard)
                    .doesNotHaveDuplicates()
                    .isSubsetOf(marks)
                    .isSortedAccordingTo(Comparator.comparing(marks::indexOf));
            assertThat(line.marks)
                    .extracting(mark -> mark.substring(0, mark.indexOf('@')))
                    .isEqualTo(marks);
            line.hangUp();
        });
    }

    @Test
    void takesTheSameCourseForTheSameSeed() {
        LineFaults faults = LineFaults.NONE
                .withLatency(Duration.ofMillis(50))
                .withJitter(Duration.ofMillis(50))
                .withLostAudio(0.2)
                .withLostMarks(0.5)
                .withMarkDelay(Duration.ofSeconds(1));
        assertThat(course(faults)).isEqualTo(course(faults)).isNotEqualTo(course(faults.withSeed(2)));
    }

    private List<Object> course(LineFaults faults) {
        carrier.faults(faults);
        OpenLine line = answeredBy(Callee.answers().says("yes"));
        long begin = time.elapsed().toMillis();
        for (int i = 0; i < 20; i++) {
            String mark = "mark " + i;
            line.run(() -> line.line.mark(mark));
        }
        line.say("Is it so?");
        time.advance(Duration.ofSeconds(4));
        line.hangUp();
        return List.of(line.lost, line.marks.size(), line.firstSoundMillis - begin);
    }

    private static byte[] channel(byte[] stereo, int channel) {
        byte[] samples = new byte[stereo.length / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = stereo[2 * i + channel];
        }
        return samples;
    }

    /** Our side of a call with an open line. */
    private final class OpenLine implements AudioLine.Listener, CallLeg.Listener {
        final ByteArrayOutputStream sound = new ByteArrayOutputStream();
        final List<String> marks = new ArrayList<>();
        final StringBuilder keys = new StringBuilder();
        final CallLeg leg;
        AudioLine line;
        long position;
        long lost;
        long firstSent;
        long firstSound = -1;
        long firstSoundMillis;
        CompletableFuture<StepResult> step;
        Optional<CallLeg.End> end = Optional.empty();

        OpenLine(CallLeg leg) {
            this.leg = leg;
        }

        void stream() {
            step = leg.perform(new Step.Stream(this)).toCompletableFuture();
        }

        void run(Runnable task) {
            leg.mailbox().execute(task);
            time.advance(Duration.ZERO);
        }

        void say(String words) {
            firstSent = position;
            run(() -> line.send(FakeSpeech.say(words)));
        }

        void hangUp() {
            run(leg::hangUp);
            time.advance(Duration.ofSeconds(1));
        }

        CalleeOnCall callee() {
            return carrier.lastCall();
        }

        String words() {
            return FakeSpeech.understand(sound.toByteArray());
        }

        @Override
        public void onOpen(AudioLine line) {
            this.line = line;
            position = 0;
        }

        @Override
        public void onAudio(long positionSamples, byte[] muLaw) {
            lost += positionSamples - position;
            position = positionSamples + muLaw.length;
            sound.writeBytes(muLaw);
            if (firstSound < 0 && !FakeSpeech.words(muLaw).isEmpty()) {
                firstSound = positionSamples;
                firstSoundMillis = time.elapsed().toMillis();
            }
        }

        @Override
        public void onMark(String name) {
            marks.add(name + "@" + time.elapsed().toMillis());
        }

        @Override
        public void onKey(char key) {
            keys.append(key);
        }

        @Override
        public void onRinging() {}

        @Override
        public void onAnswered(AnsweredBy by) {
            stream();
        }

        @Override
        public void onAnsweredBy(AnsweredBy by) {}

        @Override
        public void onWarning(VoiceCallException problem) {}

        @Override
        public void onEnded(CallLeg.End end) {
            this.end = Optional.of(end);
        }
    }

    private OpenLine answeredBy(Callee callee) {
        carrier.callee(CALLEE, callee);
        carrier.start(time, leg -> {});
        CallLeg leg = carrier.dial(OUTBOUND);
        OpenLine line = new OpenLine(leg);
        line.run(() -> leg.start(line));
        time.advance(Duration.ofMillis(2_520));
        assertThat(line.line).isNotNull();
        return line;
    }
}
