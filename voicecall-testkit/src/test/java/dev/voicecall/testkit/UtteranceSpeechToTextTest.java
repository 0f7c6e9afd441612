package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.SpeechToText.Words;
import java.util.OptionalDouble;

/** A recognizer of whole utterances, made of a function on linear samples, keeps the contract. */
class UtteranceSpeechToTextTest extends SpeechToTextContract {
    @Override
    protected Bench open() {
        VirtualScheduler time = new VirtualScheduler();
        SpeechToText recognizer = SpeechToText.ofUtterances(AudioFormat.PCM_8K, (request, utterance) -> {
            byte[] muLaw = convert(AudioFormat.PCM_8K, AudioFormat.TELEPHONE, utterance);
            return new Words(FakeSpeech.understand(muLaw), OptionalDouble.empty());
        });
        return new Bench() {
            @Override
            public SpeechToText speechToText() {
                return recognizer;
            }

            @Override
            public Scheduler scheduler() {
                return time;
            }

            @Override
            public byte[] say(String words) {
                return convert(AudioFormat.TELEPHONE, AudioFormat.PCM_8K, FakeSpeech.say(words));
            }

            @Override
            public void close() {
                assertThat(time.pendingEvents()).isZero();
                time.close();
            }
        };
    }

    private static byte[] convert(AudioFormat from, AudioFormat to, byte[] sound) {
        return AudioConverter.between(from, to).convert(sound, 0, sound.length);
    }
}
