package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.AnsweredBy;
import dev.voicecall.MachineDetection;
import dev.voicecall.PhoneNumber;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.AudioLine;
import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.OutboundCall;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
        OpenLine line = answeredBy(Callee.answers().says("I am fine"));
        line.say("How are you?");
        time.advance(Duration.ofSeconds(4));
        assertThat(line.callee().heard()).containsExactly("How are you?");
        assertThat(line.callee().said()).containsExactly("I am fine");
        assertThat(line.words()).isEqualTo("I am fine");
        line.hangUp();
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
        }

        @Override
        public void onAudio(long positionSamples, byte[] muLaw) {
            lost += positionSamples - position;
            position = positionSamples + muLaw.length;
            sound.writeBytes(muLaw);
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
        time.advance(Duration.ofMillis(2_420));
        assertThat(line.line).isNotNull();
        return line;
    }
}
