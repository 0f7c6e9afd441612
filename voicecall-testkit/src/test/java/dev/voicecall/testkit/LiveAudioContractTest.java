package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.VoiceCallsBuilder;
import dev.voicecall.spi.CallGateway;
import dev.voicecall.spi.Scheduler;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Over live audio, with an ear and a voice of our own, the scripted carrier keeps the same contract. */
class LiveAudioContractTest extends CallGatewayContract {
    private final FakeSpeechToText ear = new FakeSpeechToText();

    /** On a line the confidence is the ear's, not the callee's. */
    @Override
    @Test
    void doesWithoutAConfidence() {
        ear.confidence(OptionalDouble.empty());
        super.doesWithoutAConfidence();
    }

    @Override
    protected Line open() {
        VirtualScheduler time = new VirtualScheduler();
        ScriptedCarrier carrier = new ScriptedCarrier();
        return new Line() {
            @Override
            public CallGateway gateway() {
                return carrier;
            }

            @Override
            public Scheduler scheduler() {
                return time;
            }

            @Override
            public void callee(String number, Callee callee) {
                carrier.callee(number, callee);
            }

            @Override
            public CalleeOnCall lastCall() {
                return carrier.lastCall();
            }

            @Override
            public CalleeOnCall callIn(String from, Callee caller) {
                return carrier.callIn(from, caller);
            }

            @Override
            public int openLegs() {
                return carrier.openLegs();
            }

            @Override
            public void configure(VoiceCallsBuilder builder) {
                builder.speechToText(ear).textToSpeech(new FakeTextToSpeech(time));
            }

            @Override
            public void close() {
                time.advance(Duration.ZERO);
                assertThat(ear.openTranscriptions()).isZero();
                assertThat(time.blockedWorkers()).isZero();
                assertThat(time.pendingEvents()).isZero();
                time.close();
            }
        };
    }
}
