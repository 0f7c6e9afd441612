package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.CallResult;
import dev.voicecall.CallScript;
import dev.voicecall.Outcome;
import dev.voicecall.TransferResult;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.VoiceCallException;
import dev.voicecall.VoiceCalls;
import dev.voicecall.VoiceCallsBuilder;
import dev.voicecall.spi.AudioTap;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Taps of scripted calls. */
class ScriptedTapTest implements AudioTap.Listener, CallListener {
    private static final String CALLEE = "+14155550123";
    private static final String OTHER = "+14155550177";

    private final VirtualScheduler time = new VirtualScheduler();
    private final ScriptedCarrier carrier = new ScriptedCarrier();
    private final VoiceCallsBuilder builder =
            VoiceCalls.builder(carrier).scheduler(time).listener(this);
    private final List<VoiceCallException> warnings = new ArrayList<>();
    private final Map<Speaker, ByteArrayOutputStream> sound =
            new EnumMap<>(Map.of(Speaker.US, new ByteArrayOutputStream(), Speaker.THEM, new ByteArrayOutputStream()));
    private int ends;

    @AfterEach
    void leavesNothing() {
        assertThat(carrier.openLegs()).isZero();
        assertThat(time.blockedWorkers()).isZero();
        assertThat(time.pendingEvents()).isZero();
        time.close();
    }

    @Override
    public void onAudio(Speaker speaker, long positionSamples, byte[] muLaw) {
        assertThat(positionSamples).isEqualTo(sound.get(speaker).size());
        sound.get(speaker).writeBytes(muLaw);
    }

    @Override
    public void onEnded() {
        ends++;
    }

    @Override
    public void onWarning(CallInfo call, VoiceCallException problem) {
        warnings.add(problem);
    }

    private <T> CallResult<T> call(Callee callee, CallScript<T> script) {
        carrier.callee(CALLEE, callee);
        try (VoiceCalls calls = builder.build()) {
            CallResult<T> result = calls.call(CALLEE, script);
            time.runToEnd();
            return result;
        }
    }

    private String heard(Speaker speaker) {
        return FakeSpeech.understand(sound.get(speaker).toByteArray());
    }

    @Test
    void hearsBothSidesOfAQuestion() {
        CallResult<String> result = call(Callee.answers().says("Seven of them"), call -> {
            call.tap(this);
            call.say("Welcome.");
            return call.ask("How many?");
        });
        assertThat(result.answer()).contains("Seven of them");
        assertThat(heard(Speaker.US)).isEqualTo("Welcome. How many?");
        assertThat(heard(Speaker.THEM)).isEqualTo("Seven of them");
        assertThat(ends).isOne();
        assertThat(warnings).isEmpty();
    }

    @Test
    void hearsBothSidesOfLiveAudio() {
        builder.speechToText(new FakeSpeechToText()).textToSpeech(new FakeTextToSpeech(time));
        CallResult<String> result = call(Callee.answers().staysSilent().says("Seven of them"), call -> {
            call.say("Welcome.");
            call.tap(this);
            return call.ask("How many?");
        });
        assertThat(result.answer()).contains("Seven of them");
        assertThat(heard(Speaker.US)).isEqualTo("How many?");
        assertThat(heard(Speaker.THEM)).isEqualTo("Seven of them");
        assertThat(warnings).isEmpty();
    }

    @Test
    void hearsTheThirdPartyOfATransfer() {
        carrier.callee(OTHER, Callee.answers().greets("Support speaking").hangsUpAfter(Duration.ofSeconds(5)));
        CallResult<TransferResult> result = call(Callee.answers(), call -> {
            call.tap(this);
            return call.transfer(OTHER);
        });
        assertThat(result.answer()).contains(TransferResult.COMPLETED);
        assertThat(heard(Speaker.US)).isEqualTo("Support speaking");
    }

    @Test
    void hearsNothingOnceItIsClosed() {
        call(Callee.answers().says("Seven").says("Eight"), call -> {
            AudioTap tap = call.tap(this);
            call.ask("How many?");
            tap.close();
            return call.ask("How much?");
        });
        assertThat(heard(Speaker.THEM)).isEqualTo("Seven");
        assertThat(ends).isOne();
    }

    @Test
    void theCalleeHangsUp() {
        CallResult<String> result = call(Callee.answers().hangsUp(), call -> {
            call.tap(this);
            return call.ask("How many?");
        });
        assertThat(result.outcome()).isEqualTo(Outcome.HUNG_UP);
        assertThat(ends).isOne();
    }

    @Test
    void aListenerThatFailsEndsItsTapOnly() {
        CallResult<String> result = call(Callee.answers().says("Seven"), call -> {
            call.tap((speaker, positionSamples, muLaw) -> {
                throw new IllegalStateException("The disk is full.");
            });
            call.tap(this);
            return call.ask("How many?");
        });
        assertThat(result.answer()).contains("Seven");
        assertThat(heard(Speaker.THEM)).isEqualTo("Seven");
        assertThat(warnings).singleElement().asString().contains("The disk is full.");
    }

    /** Keeps the words of the other side. */
    private static final class Ear implements AudioTap.Listener {
        final ByteArrayOutputStream theirs = new ByteArrayOutputStream();
        final List<Long> positions = new ArrayList<>();
        int ends;

        @Override
        public void onAudio(Speaker speaker, long positionSamples, byte[] muLaw) {
            positions.add(positionSamples);
            if (speaker == Speaker.THEM) {
                theirs.writeBytes(muLaw);
            }
        }

        @Override
        public void onEnded() {
            ends++;
        }

        String heard() {
            return FakeSpeech.understand(theirs.toByteArray());
        }
    }

    @Test
    void allCallsAreHeardFromBeforeAnythingIsSaidByWhoeverWantsTo() {
        Ear second = new Ear();
        builder.tap(call -> Optional.of(this)).tap(call -> Optional.empty()).tap(call -> Optional.of(second));
        call(Callee.answers().says("Seven"), call -> call.ask("How many?"));
        assertThat(heard(Speaker.US)).isEqualTo("How many?");
        assertThat(heard(Speaker.THEM)).isEqualTo("Seven");
        assertThat(second.heard()).isEqualTo("Seven");
        assertThat(ends).isOne();
        assertThat(second.ends).isOne();
        assertThat(warnings).isEmpty();
    }

    @Test
    void whoComesLaterHearsByTheSameClockAndGoesByItself() {
        Ear late = new Ear();
        builder.tap(call -> Optional.of(this));
        call(Callee.answers().says("Seven").says("Eight").says("Nine"), call -> {
            call.ask("How many?");
            AudioTap tap = call.tap(late);
            call.ask("How much?");
            tap.close();
            return call.ask("How long?");
        });
        assertThat(late.heard()).isEqualTo("Eight");
        assertThat(late.positions.get(0)).isPositive();
        assertThat(late.ends).isOne();
        assertThat(heard(Speaker.THEM)).isEqualTo("Seven Eight Nine");
    }

    @Test
    void whoCanNotEvenBeAskedIsLeftOut() {
        builder.tap(call -> {
                    throw new IllegalStateException("No database.");
                })
                .tap(call -> Optional.of(this));
        call(Callee.answers().says("Seven"), call -> call.ask("How many?"));
        assertThat(heard(Speaker.THEM)).isEqualTo("Seven");
        assertThat(warnings).singleElement().asString().contains("No database.");
    }
}
