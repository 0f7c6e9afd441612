package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.VoiceCallException;
import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.FallbackSpeechToText;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.SpeechToText.Transcription;
import dev.voicecall.spi.SpeechToText.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FallbackSpeechToTextTest {
    private static final AudioFormat LINE = AudioFormat.TELEPHONE;

    private final VirtualScheduler time = new VirtualScheduler();
    private final Ear first = new Ear(LINE);
    private final Ear second = new Ear(LINE);
    private final List<String> heard = new ArrayList<>();
    private final Transcription transcription = open(FallbackSpeechToText.of(first, second));

    @AfterEach
    void nothingIsLeft() {
        transcription.close();
        time.runToEnd();
        assertThat(first.open + second.open).isZero();
        time.close();
    }

    @Nested
    class WhenTheFirstOneHears extends SpeechToTextContract {
        @Override
        protected Bench open() {
            return bench(FallbackSpeechToText.of(
                    new FakeSpeechToText().withInterimWords().latency(Duration.ofMillis(300)), new FakeSpeechToText()));
        }
    }

    @Nested
    class WhenTheFirstOneIsDeaf extends SpeechToTextContract {
        @Override
        protected Bench open() {
            Ear deaf = new Ear(LINE);
            deaf.fails = utterance -> true;
            return bench(FallbackSpeechToText.of(deaf, new FakeSpeechToText().withInterimWords()));
        }
    }

    @Nested
    class WhenTheFirstOneHangs extends SpeechToTextContract {
        @Override
        protected Bench open() {
            Ear hanging = new Ear(LINE);
            hanging.hangs = true;
            return bench(FallbackSpeechToText.of(hanging, new FakeSpeechToText()));
        }
    }

    @Nested
    class WhenTheSecondOneHasAnotherFormat extends SpeechToTextContract {
        @Override
        protected Bench open() {
            Ear deaf = new Ear(LINE);
            deaf.fails = utterance -> true;
            return bench(FallbackSpeechToText.of(deaf, new Ear(AudioFormat.PCM_8K)));
        }
    }

    @Test
    void hearsByTheFirstOne() {
        say("good morning");

        assertThat(heard).containsExactly("good morning");
        assertThat(second.utterances).isEmpty();
    }

    @Test
    void letsTheFirstOneHearItAgain() {
        first.fails = utterance -> utterance == 1;

        say("good morning");

        assertThat(heard).containsExactly("good morning");
        assertThat(first.utterances).containsExactly("good morning", "good morning");
        assertThat(second.utterances).isEmpty();
    }

    @Test
    void letsTheSecondOneHearAllOfIt() {
        first.fails = utterance -> true;

        say("good morning");

        assertThat(heard).containsExactly("good morning");
        assertThat(second.utterances).containsExactly("good morning");
    }

    @Test
    void doesNotTryAgainWhatWillNotHelp() {
        first.fails = utterance -> true;
        first.retryable = false;

        say("good morning");

        assertThat(heard).containsExactly("good morning");
        assertThat(first.utterances).hasSize(1);
    }

    @Test
    void doesNotWaitLongForOneThatIsSilent() {
        first.hangs = true;

        transcription.audio(FakeSpeech.say("good morning"));
        transcription.endUtterance();
        time.advance(Duration.ofMillis(2_999));
        assertThat(heard).isEmpty();
        time.advance(Duration.ofMillis(1));

        assertThat(heard).containsExactly("good morning");
        assertThat(first.utterances).hasSize(1);
    }

    @Test
    void switchesInTheMiddleOfAnUtterance() {
        byte[] sound = FakeSpeech.say("good morning to all of you");
        first.throwsAfterBytes = sound.length / 2;
        for (int from = 0; from < sound.length; from += 160) {
            transcription.audio(Arrays.copyOfRange(sound, from, Math.min(sound.length, from + 160)));
        }
        transcription.endUtterance();
        time.advance(Duration.ofSeconds(1));

        assertThat(heard).containsExactly("good morning to all of you");
        assertThat(second.utterances).containsExactly("good morning to all of you");
    }

    @Test
    void hearsAgainAllThatWaitsForItsWords() {
        first.hangs = true;
        for (String words : List.of("yes please", "no thank you", "good")) {
            transcription.audio(FakeSpeech.say(words));
            if (!words.equals("good")) {
                transcription.endUtterance();
            }
        }
        time.advance(Duration.ofSeconds(3));
        transcription.audio(FakeSpeech.say("morning"));
        transcription.endUtterance();
        time.advance(Duration.ofSeconds(1));

        assertThat(heard).hasSize(3).startsWith("yes please", "no thank you");
        assertThat(second.utterances).isEqualTo(heard);
    }

    @Test
    void namesAllCausesWhenAllHaveFailed() {
        first.fails = utterance -> true;
        second.fails = utterance -> utterance <= 2;

        say("good morning");
        say("hello");

        assertThat(heard).containsExactly("HEARING, final: [deaf, deaf]", "hello");
    }

    @Test
    void failsOnlyWhenAnUtteranceIsOver() {
        first.throwsAfterBytes = 0;
        second.throwsAfterBytes = 0;
        transcription.audio(FakeSpeech.say("good morning"));
        time.advance(Duration.ofSeconds(1));
        assertThat(heard).isEmpty();

        transcription.endUtterance();
        time.advance(Duration.ofSeconds(1));

        assertThat(heard).hasSize(1);
    }

    @Test
    void leavesOutOneThatFailsThreeTimesInARow() {
        first.fails = utterance -> true;

        for (int i = 0; i < 5; i++) {
            say("good morning");
        }

        assertThat(heard).hasSize(5).containsOnly("good morning");
        assertThat(first.utterances).hasSize(6); // each of three utterances twice
    }

    @Test
    void goesBackToTheFirstOneWhenItPassesItsProbe() {
        first.fails = utterance -> utterance <= 6;
        for (int i = 0; i < 4; i++) {
            say("good morning");
        }
        time.advance(Duration.ofSeconds(30));

        say("hello");
        say("hello again");

        assertThat(first.utterances).hasSize(8).endsWith("hello", "hello again");
        assertThat(second.utterances).hasSize(4);
    }

    @Test
    void probesItByOneCallOnly() {
        first.fails = utterance -> utterance <= 6;
        SpeechToText ear = FallbackSpeechToText.of(first, second);
        List<Transcription> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            calls.add(open(ear));
        }
        for (int i = 0; i < 3; i++) {
            say(calls.get(0), "good morning");
        }
        time.advance(Duration.ofSeconds(30));
        calls.forEach(call -> call.audio(FakeSpeech.say("hello")));
        time.advance(Duration.ZERO);
        calls.forEach(Transcription::endUtterance);
        time.advance(Duration.ofSeconds(1));

        assertThat(heard).hasSize(13);
        assertThat(first.utterances).hasSize(7);
        calls.forEach(Transcription::close);
    }

    @Test
    void keepsTwoMinutesOfSound() {
        first.fails = utterance -> true;
        byte[] minute = new byte[LINE.bytes(Duration.ofMinutes(1))];
        Arrays.fill(minute, FakeSpeech.SILENCE);
        for (int i = 0; i < 5; i++) {
            transcription.audio(minute);
        }
        transcription.endUtterance();
        time.advance(Duration.ofSeconds(1));

        assertThat(second.bytes).isEqualTo(2L * minute.length);
        assertThat(heard).hasSize(1);
    }

    private void say(String words) {
        say(transcription, words);
    }

    private void say(Transcription to, String words) {
        to.audio(FakeSpeech.say(words));
        to.endUtterance();
        time.advance(Duration.ofSeconds(1));
    }

    private Transcription open(SpeechToText ear) {
        return ear.open(new SpeechToText.Request("en-US", List.of(), time), new SpeechToText.Listener() {
            @Override
            public void onInterim(String words) {
                heard.add("(" + words + ")");
            }

            @Override
            public void onFinal(Words words) {
                heard.add(words.text());
            }

            @Override
            public void onFailure(VoiceCallException failure) {
                ProviderException known = (ProviderException) failure;
                heard.add(known.stage() + ", " + (known.retryable() ? "retryable" : "final") + ": "
                        + Arrays.stream(known.getSuppressed())
                                .map(Throwable::getMessage)
                                .toList());
            }
        });
    }

    private static SpeechToTextContract.Bench bench(SpeechToText recognizer) {
        VirtualScheduler own = new VirtualScheduler();
        return new SpeechToTextContract.Bench() {
            @Override
            public SpeechToText speechToText() {
                return recognizer;
            }

            @Override
            public Scheduler scheduler() {
                return own;
            }

            @Override
            public byte[] say(String words) {
                return FakeSpeech.say(words);
            }

            @Override
            public void close() {
                own.advance(Duration.ZERO);
                assertThat(own.pendingEvents()).isZero();
                own.close();
            }
        };
    }

    /** Understands at once, or fails as it is told to. */
    private static final class Ear implements SpeechToText {
        final List<String> utterances = new ArrayList<>();
        private final AudioFormat format;
        IntPredicate fails = utterance -> false;
        int throwsAfterBytes = Integer.MAX_VALUE;
        boolean retryable = true;
        boolean hangs;
        long bytes;
        int open;

        Ear(AudioFormat format) {
            this.format = format;
        }

        @Override
        public AudioFormat format() {
            return format;
        }

        @Override
        public Transcription open(Request request, Listener listener) {
            open++;
            return new Transcription() {
                private final FakeSpeechEar ear = new FakeSpeechEar();
                private final AudioConverter toLine = AudioConverter.between(format, LINE);
                private int taken;

                @Override
                public void audio(byte[] sound) {
                    bytes += sound.length;
                    taken += sound.length;
                    if (taken > throwsAfterBytes) {
                        throw new IllegalStateException("gone");
                    }
                    ear.hear(toLine.convert(sound, 0, sound.length));
                }

                @Override
                public void endUtterance() {
                    utterances.add(ear.text());
                    ear.reset();
                    if (hangs) {
                        return;
                    }
                    if (fails.test(utterances.size())) {
                        listener.onFailure(new ProviderException(Stage.HEARING, "deaf", retryable, null));
                    } else {
                        listener.onFinal(new Words(utterances.get(utterances.size() - 1), OptionalDouble.empty()));
                    }
                }

                @Override
                public void close() {
                    open--;
                }
            };
        }
    }
}
