package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.FallbackTextToSpeech;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.TextToSpeech;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FallbackTextToSpeechTest {
    private static final String TEXT = "It is noon in London.";

    private final VirtualScheduler time = new VirtualScheduler();
    private final Voice first = new Voice();
    private final Voice second = new Voice();
    private final FallbackTextToSpeech voice = FallbackTextToSpeech.of(time, first, second);

    @AfterEach
    void nothingIsLeft() {
        assertThat(time.pendingEvents()).isZero();
        assertThat(time.blockedWorkers()).isZero();
        time.close();
    }

    @Nested
    class WhenTheFirstOneSpeaks extends TextToSpeechContract {
        @Override
        protected Bench open() {
            VirtualScheduler own = new VirtualScheduler();
            return bench(own, FallbackTextToSpeech.of(own, new FakeTextToSpeech(own), new FakeTextToSpeech(own)));
        }
    }

    @Nested
    class WhenTheFirstOneIsBroken extends TextToSpeechContract {
        @Override
        protected Bench open() {
            VirtualScheduler own = new VirtualScheduler();
            BreakableVoice broken = new BreakableVoice(new FakeTextToSpeech(own));
            broken.breakDown();
            return bench(own, FallbackTextToSpeech.of(own, broken, new FakeTextToSpeech(own)));
        }
    }

    @Nested
    class WhenTheSecondOneHasAnotherFormat extends TextToSpeechContract {
        @Override
        protected Bench open() {
            VirtualScheduler own = new VirtualScheduler();
            BreakableVoice broken = new BreakableVoice(new FakeTextToSpeech(own));
            broken.breakDown();
            return bench(own, FallbackTextToSpeech.of(own, broken, new HighQuality(new FakeTextToSpeech(own))));
        }
    }

    @Test
    void speaksByTheFirstOne() {
        assertThat(words(speak())).isEqualTo(TEXT);

        assertThat(first.asked).isEqualTo(1);
        assertThat(second.asked).isZero();
    }

    @Test
    void asksTheFirstOneAgainBeforeTheSecond() {
        first.fails(retryable());

        assertThat(words(speak())).isEqualTo(TEXT);

        assertThat(first.asked).isEqualTo(2);
        assertThat(second.asked).isZero();
    }

    @Test
    void asksTheSecondOneWhenTheFirstFailedTwice() {
        first.fails(retryable(), new IOException("reset"));

        assertThat(words(speak())).isEqualTo(TEXT);

        assertThat(first.asked).isEqualTo(2);
        assertThat(second.asked).isEqualTo(1);
    }

    @Test
    void doesNotTryAgainWhatWillNotHelp() {
        first.fails(hopeless());

        assertThat(words(speak())).isEqualTo(TEXT);

        assertThat(first.asked).isEqualTo(1);
        assertThat(second.asked).isEqualTo(1);
    }

    @Test
    void namesAllCausesWhenAllHaveFailed() {
        first.fails(hopeless());
        second.fails(new IOException("reset"), new IOException("reset again"));

        assertThatThrownBy(() -> speak().join()).cause().isInstanceOfSatisfying(ProviderException.class, failure -> {
            assertThat(failure.stage()).isEqualTo(Stage.SPEAKING);
            assertThat(failure.retryable()).isFalse();
            assertThat(failure.getSuppressed())
                    .extracting(Throwable::getMessage)
                    .containsExactly("No such voice.", "reset again");
        });
    }

    @Test
    void doesNotBeginAgainWhatHasSounded() {
        first.breaksOff = true;

        Spoken spoken = new Spoken();
        assertThatThrownBy(() -> speak(voice, spoken, Optional.empty()).join()).hasMessageContaining("broke off");

        assertThat(spoken.sound.toByteArray()).isEqualTo(FakeSpeech.say("It is"));
        assertThat(first.asked).isEqualTo(1);
        assertThat(second.asked).isZero();
    }

    @Test
    void doesNotWaitLongForOneThatIsSilent() {
        first.hangs = true;

        assertThat(words(speak())).isEqualTo(TEXT);

        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(3));
        assertThat(first.asked).isEqualTo(1);
    }

    @Test
    void doesNotWaitLongForOneThatStopsInTheMiddle() {
        first.breaksOff = true;
        first.hangs = true;

        assertThatThrownBy(() -> speak().join()).hasMessageContaining("silent for 3000 ms");

        assertThat(second.asked).isZero();
    }

    @Test
    void countsNoTimeInWhichNobodyTakesTheSound() {
        Spoken slow = new Spoken();
        slow.pause = Duration.ofSeconds(20);

        speak(voice, slow, Optional.empty()).join();

        assertThat(FakeSpeech.understand(slow.sound.toByteArray())).isEqualTo(TEXT);
    }

    @Test
    void takesNothingFromOneThatDoesNotMindThatItIsTooLate() {
        TextToSpeech stubborn = new TextToSpeech() {
            @Override
            public AudioFormat format() {
                return AudioFormat.TELEPHONE;
            }

            @Override
            public void synthesize(Speech speech, AudioSink out) throws InterruptedException {
                try {
                    time.await(new CompletableFuture<>());
                } catch (InterruptedException ignored) {
                    out.write(FakeSpeech.say("Never mind."));
                }
            }
        };
        Spoken spoken = new Spoken();

        speak(FallbackTextToSpeech.of(time, stubborn, second), spoken, Optional.empty())
                .join();

        assertThat(FakeSpeech.understand(spoken.sound.toByteArray())).isEqualTo(TEXT);
    }

    @Test
    void isNoFailureIfNobodyWantsToHearIt() {
        for (int i = 0; i < 10; i++) {
            first.hangs = true;
            Thread[] thread = new Thread[1];
            CompletableFuture<Void> done = new CompletableFuture<>();
            time.worker().execute(() -> {
                thread[0] = Thread.currentThread();
                finish(done, () -> voice.synthesize(speech(Optional.empty()), sound -> {}));
            });
            time.advance(Duration.ofSeconds(1));
            thread[0].interrupt();
            time.runToEnd();
            assertThatThrownBy(done::join).hasCauseInstanceOf(InterruptedException.class);
        }
        first.hangs = false;

        speak().join();

        assertThat(first.asked).isEqualTo(11);
        assertThat(second.asked).isZero();
    }

    @Test
    void leavesOutOneThatFailsThreeTimesInARow() {
        first.fails(hopeless(), hopeless(), hopeless());

        for (int i = 0; i < 5; i++) {
            speak().join();
        }

        assertThat(first.asked).isEqualTo(3);
        assertThat(second.asked).isEqualTo(5);
    }

    @Test
    void forgetsFailuresThatAreNotInARow() {
        first.fails(hopeless(), hopeless());
        speak().join();
        speak().join();
        speak().join();
        first.fails(hopeless(), hopeless());

        speak().join();
        speak().join();
        speak().join();

        assertThat(first.asked).isEqualTo(6);
    }

    @Test
    void takesOneBackThatPassesItsProbe() {
        open();
        time.advance(Duration.ofSeconds(29));
        speak().join();
        assertThat(first.asked).isEqualTo(3);
        time.advance(Duration.ofSeconds(1));

        speak().join();
        speak().join();

        assertThat(first.asked).isEqualTo(5);
        assertThat(second.asked).isEqualTo(4);
    }

    @Test
    void leavesItOutAgainIfItDoesNotPass() {
        open();
        time.advance(Duration.ofSeconds(30));
        first.fails(hopeless());

        speak().join();
        time.advance(Duration.ofSeconds(29));
        speak().join();

        assertThat(first.asked).isEqualTo(4);
    }

    @Test
    void probesItByOneTextOnly() {
        open();
        time.advance(Duration.ofSeconds(30));
        first.latency = Duration.ofSeconds(2);

        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(begin(voice, new Spoken(), Optional.empty()));
        }
        time.runToEnd();

        assertThat(all).allSatisfy(one -> assertThat(one).isCompleted());
        assertThat(first.asked).isEqualTo(4);
        assertThat(second.asked).isEqualTo(3 + 19);
    }

    @Test
    void probesItByAnotherTextWhenTheFirstIsNotWantedAnyMore() {
        open();
        time.advance(Duration.ofSeconds(30));
        Spoken unwanted = new Spoken();
        unwanted.enough = true;
        assertThatThrownBy(() -> speak(voice, unwanted, Optional.empty()).join())
                .hasCauseInstanceOf(InterruptedException.class);

        speak().join();

        assertThat(first.asked).isEqualTo(5);
    }

    @Test
    void asksOneThatIsLeftOutIfNoOtherCan() {
        open();
        second.fails(hopeless());

        assertThat(words(speak())).isEqualTo(TEXT);

        assertThat(first.asked).isEqualTo(4);
    }

    @Test
    void asksOnlyTheFirstOneForAVoice() {
        first.fails(hopeless());

        speak(voice, new Spoken(), Optional.of("alloy")).join();

        assertThat(first.voices).containsExactly(Optional.of("alloy"));
        assertThat(second.voices).containsExactly(Optional.empty());
    }

    private void open() {
        first.fails(hopeless(), hopeless(), hopeless());
        for (int i = 0; i < 3; i++) {
            speak().join();
        }
    }

    private static ProviderException retryable() {
        return new ProviderException(Stage.SPEAKING, "Too busy.", true, null);
    }

    private static ProviderException hopeless() {
        return new ProviderException(Stage.SPEAKING, "No such voice.", false, null);
    }

    private static Speech speech(Optional<String> name) {
        return new Speech(TEXT, "en-US", name);
    }

    private CompletableFuture<Spoken> speak() {
        Spoken spoken = new Spoken();
        return speak(voice, spoken, Optional.empty()).thenApply(done -> spoken);
    }

    private CompletableFuture<Void> speak(TextToSpeech by, Spoken out, Optional<String> name) {
        CompletableFuture<Void> done = begin(by, out, name);
        try {
            time.await(done);
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
        return done;
    }

    private CompletableFuture<Void> begin(TextToSpeech by, Spoken out, Optional<String> name) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        time.worker().execute(() -> finish(done, () -> by.synthesize(speech(name), out)));
        return done;
    }

    private interface Blocking {
        void run() throws Exception;
    }

    private static void finish(CompletableFuture<Void> done, Blocking task) {
        try {
            task.run();
            done.complete(null);
        } catch (Exception e) {
            done.completeExceptionally(e);
        }
    }

    private static String words(CompletableFuture<Spoken> spoken) {
        return FakeSpeech.understand(spoken.join().sound.toByteArray());
    }

    private static TextToSpeechContract.Bench bench(VirtualScheduler time, TextToSpeech voice) {
        return new TextToSpeechContract.Bench() {
            @Override
            public TextToSpeech textToSpeech() {
                return voice;
            }

            @Override
            public VirtualScheduler scheduler() {
                return time;
            }

            @Override
            public void close() {
                time.close();
            }
        };
    }

    /** Who listens. */
    private final class Spoken implements TextToSpeech.AudioSink {
        final ByteArrayOutputStream sound = new ByteArrayOutputStream();
        Duration pause = Duration.ZERO;
        boolean enough;

        @Override
        public void write(byte[] piece) throws InterruptedException {
            if (enough) {
                throw new InterruptedException();
            }
            Waiting.pass(time, pause);
            sound.writeBytes(piece);
        }
    }

    /** Fails as often as it is told to. */
    private final class Voice implements TextToSpeech {
        final List<Exception> failures = new ArrayList<>();
        final List<Optional<String>> voices = new ArrayList<>();
        Duration latency = Duration.ZERO;
        boolean breaksOff;
        boolean hangs;
        int asked;

        void fails(Exception... by) {
            failures.addAll(List.of(by));
        }

        @Override
        public AudioFormat format() {
            return AudioFormat.TELEPHONE;
        }

        @Override
        public void synthesize(Speech speech, AudioSink out) throws Exception {
            asked++;
            voices.add(speech.voice());
            Waiting.pass(time, latency);
            if (!failures.isEmpty()) {
                throw failures.remove(0);
            }
            if (breaksOff) {
                out.write(FakeSpeech.say("It is"));
            }
            if (hangs) {
                time.await(new CompletableFuture<>());
            }
            if (breaksOff) {
                throw new IOException("reset");
            }
            out.write(FakeSpeech.say(speech.text()));
        }
    }

    /** The same in another format. */
    private record HighQuality(TextToSpeech voice) implements TextToSpeech {
        @Override
        public AudioFormat format() {
            return AudioFormat.PCM_24K;
        }

        @Override
        public void synthesize(Speech speech, AudioSink out) throws Exception {
            AudioConverter converter = AudioConverter.between(voice.format(), format());
            voice.synthesize(speech, sound -> out.write(converter.convert(sound, 0, sound.length)));
            out.write(converter.flush());
        }
    }
}
