package dev.voicecall.testkit;

import dev.voicecall.spi.VoiceActivityDetector;

/** The detector that comes with the library keeps the contract, and takes {@link FakeSpeech} for speech. */
class EnergyDetectorContractTest extends VoiceActivityDetectorContract {
    @Override
    protected VoiceActivityDetector detector() {
        return VoiceActivityDetector.energy();
    }
}
