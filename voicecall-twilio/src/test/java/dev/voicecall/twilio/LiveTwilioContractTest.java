package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.VoiceCallsBuilder;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.FakeSpeechToText;
import dev.voicecall.testkit.FakeTextToSpeech;
import org.junit.jupiter.api.AfterEach;

/** Over Media Streams, with an ear and a voice of our own, the gateway to Twilio keeps the same contract. */
class LiveTwilioContractTest extends SimulatedTwilioContractTest {
    private final FakeSpeechToText ear = new FakeSpeechToText();

    @Override
    void configure(VoiceCallsBuilder builder, SimulatedTwilio simulated) {
        builder.speechToText(ear).textToSpeech(new FakeTextToSpeech(simulated.time));
    }

    /** On a line it is the ear that is sure or not, so it is as sure as the script says. */
    @Override
    void prepareFor(Callee callee) {
        callee.reactions().stream().findFirst().ifPresent(first -> ear.confidence(first.confidence()));
    }

    @AfterEach
    void closesItsEars() {
        assertThat(ear.openTranscriptions()).isZero();
    }
}
