package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.SpeechToText.Transcription;
import dev.voicecall.spi.SpeechToText.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FakeSpeechToTextTest {
    private static final byte[] NOISE = new byte[1_600];

    private final VirtualScheduler time = new VirtualScheduler();
    private final List<String> heard = new ArrayList<>();

    @Nested
    class AtOnce extends SpeechToTextContract {
        @Override
        protected Bench open() {
            return bench(new FakeSpeechToText());
        }
    }

    @Nested
    class WithInterimWordsAndLatency extends SpeechToTextContract {
        @Override
        protected Bench open() {
            return bench(new FakeSpeechToText().withInterimWords().latency(Duration.ofMillis(700)));
        }
    }

    @Test
    void tellsEachWordAsItComes() {
        try (Transcription transcription = open(new FakeSpeechToText().withInterimWords())) {
            byte[] sound = FakeSpeech.say("one two");
            for (int at = 0; at < sound.length; at += 160) {
                transcription.audio(Arrays.copyOfRange(sound, at, at + 160));
            }
            transcription.endUtterance();
            time.advance(Duration.ZERO);
        }
        assertThat(heard).containsExactly("0 one", "0 one two", "0 one two 0.9");
    }

    @Test
    void takesItsTime() {
        try (Transcription transcription = open(new FakeSpeechToText().latency(Duration.ofMillis(300)))) {
            transcription.audio(FakeSpeech.say("slowly"));
            transcription.endUtterance();
            time.advance(Duration.ofSeconds(1));
        }
        assertThat(heard).containsExactly("300 slowly 0.9");
    }

    @Test
    void makesNothingOfNoiseUnlessItIsTold() {
        listenToNoise(new FakeSpeechToText());
        listenToNoise(new FakeSpeechToText().hearsInNoise(new Words("Thank you.", OptionalDouble.of(0.3))));
        assertThat(heard).containsExactly("0 none", "0 Thank you. 0.3");
    }

    @Test
    void failsWhenItIsToldAndGoesOn() {
        try (Transcription transcription =
                open(new FakeSpeechToText().failsAt(1).confidence(OptionalDouble.empty()))) {
            transcription.audio(FakeSpeech.say("one"));
            transcription.endUtterance();
            transcription.audio(FakeSpeech.say("two"));
            transcription.endUtterance();
            time.advance(Duration.ZERO);
        }
        assertThat(heard).containsExactly("0 failed", "0 two");
    }

    @Test
    void countsWhatIsOpen() {
        FakeSpeechToText recognizer = new FakeSpeechToText();
        Transcription first = open(recognizer);
        Transcription second = open(recognizer);
        first.close();
        first.close();
        assertThat(recognizer.openTranscriptions()).isEqualTo(1);
        second.close();
        assertThat(recognizer.openTranscriptions()).isZero();
    }

    private void listenToNoise(FakeSpeechToText recognizer) {
        try (Transcription transcription = open(recognizer)) {
            transcription.audio(NOISE);
            transcription.endUtterance();
            time.advance(Duration.ZERO);
        }
    }

    private Transcription open(SpeechToText recognizer) {
        return recognizer.open(new SpeechToText.Request("en-US", List.of(), time), new SpeechToText.Listener() {
            @Override
            public void onInterim(String words) {
                hear(words);
            }

            @Override
            public void onFinal(Words words) {
                String sure = words.confidence().isPresent()
                        ? " " + words.confidence().getAsDouble()
                        : "";
                hear(words.equals(Words.NONE) ? "none" : words.text() + sure);
            }

            @Override
            public void onFailure(VoiceCallException failure) {
                hear("failed");
            }
        });
    }

    private void hear(String what) {
        heard.add(time.elapsed().toMillis() + " " + what);
    }

    private static SpeechToTextContract.Bench bench(SpeechToText recognizer) {
        VirtualScheduler time = new VirtualScheduler();
        return new SpeechToTextContract.Bench() {
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
                return FakeSpeech.say(words);
            }

            @Override
            public void close() {
                assertThat(time.pendingEvents()).isZero();
                time.close();
            }
        };
    }
}
