package dev.voicecall.benchmarks;

import dev.voicecall.VoiceAgent;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.TextToSpeech;
import dev.voicecall.spi.VoiceActivityDetector;
import dev.voicecall.testkit.FakeSpeech;
import java.util.Arrays;
import java.util.OptionalDouble;

/** The agent that {@link TalkingCallees} talk to: it says back what they say. Its ear, mind and voice take no time. */
final class EchoAgent {
    private static final int PIECE_BYTES = 800;

    private EchoAgent() {}

    static VoiceAgent of(LiveTimes times) {
        return VoiceAgent.builder()
                .greeting(TalkingCallees.GREETING)
                .speechToText(SpeechToText.ofUtterances(
                        AudioFormat.TELEPHONE,
                        (request, sound) ->
                                new SpeechToText.Words(FakeSpeech.understand(sound), OptionalDouble.empty())))
                .voiceActivityDetector(times.detector(VoiceActivityDetector.energy()))
                .responder(conversation -> TalkingCallees.echo(conversation.latest()))
                .textToSpeech(new Voice())
                .build();
    }

    private static final class Voice implements TextToSpeech {
        @Override
        public AudioFormat format() {
            return AudioFormat.TELEPHONE;
        }

        @Override
        public void synthesize(Speech speech, AudioSink out) throws InterruptedException {
            byte[] sound = FakeSpeech.say(speech.text());
            for (int at = 0; at < sound.length; at += PIECE_BYTES) {
                out.write(Arrays.copyOfRange(sound, at, Math.min(sound.length, at + PIECE_BYTES)));
            }
        }
    }
}
