package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.VoiceCallsBuilder;
import org.junit.jupiter.api.AfterEach;

/** Over live audio, with an ear and a voice of our own, the scripted carrier keeps the same contract. */
class LiveAudioContractTest extends ScriptedCarrierTest {
    private final FakeSpeechToText ear = new FakeSpeechToText();

    @Override
    void configure(VoiceCallsBuilder builder, VirtualScheduler time) {
        builder.speechToText(ear).textToSpeech(new FakeTextToSpeech(time));
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
