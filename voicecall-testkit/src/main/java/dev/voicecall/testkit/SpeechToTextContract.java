package dev.voicecall.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.SpeechToText.Transcription;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link SpeechToText} does: one answer to each utterance, in their order, and silence once closed. Extend it to
 * test an adapter of your own, against its service or what plays it.
 *
 * <p>Called by one thread at a time.
 */
public abstract class SpeechToTextContract {
    private static final int ODD_PIECE_SAMPLES = 333;
    /** For what should not come. */
    private static final Duration A_WHILE = Duration.ofSeconds(1);

    private Bench bench;
    private volatile boolean calledByTwoThreadsAtOnce;

    /** A recognizer in its surroundings, all new. */
    public interface Bench extends AutoCloseable {
        /** The recognizer under test. */
        SpeechToText speechToText();

        /** The time that it is to live in; closed by {@link #close}. */
        Scheduler scheduler();

        /** A few English words, spoken, in the recognizer's format. */
        byte[] say(String words);

        @Override
        void close();
    }

    /** For subclasses. */
    protected SpeechToTextContract() {}

    /** Makes a new bench. */
    protected abstract Bench open();

    @BeforeEach
    final void openBench() {
        bench = open();
    }

    @AfterEach
    final void closeBench() {
        bench.close();
        assertFalse(calledByTwoThreadsAtOnce, "the listener was called by two threads at once");
    }

    @Test
    void answersEachUtteranceInItsOrder() throws Exception {
        Hearer hearer = new Hearer(3);
        try (Transcription transcription = transcribe(hearer)) {
            for (String words : List.of("yes please", "no thank you", "good morning")) {
                transcription.audio(bench.say(words));
                transcription.endUtterance();
            }
            hearer.await();
            pass(A_WHILE);
        }
        assertEquals(List.of("yes please", "no thank you", "good morning"), hearer.answers);
    }

    @Test
    void takesSoundInPiecesOfAnySize() throws Exception {
        Hearer hearer = new Hearer(1);
        try (Transcription transcription = transcribe(hearer)) {
            byte[] sound = bench.say("good morning");
            int piece = ODD_PIECE_SAMPLES * bench.speechToText().format().bytesPerSample();
            for (int from = 0; from < sound.length; from += piece) {
                transcription.audio(Arrays.copyOfRange(sound, from, Math.min(sound.length, from + piece)));
            }
            transcription.endUtterance();
            hearer.await();
        }
        assertEquals(List.of("good morning"), hearer.answers);
    }

    @Test
    void answersAnUtteranceWithoutSound() throws Exception {
        Hearer hearer = new Hearer(2);
        try (Transcription transcription = transcribe(hearer)) {
            transcription.endUtterance();
            transcription.audio(bench.say("yes please"));
            transcription.endUtterance();
            hearer.await();
        }
        assertEquals(2, hearer.answers.size());
        assertEquals("yes please", hearer.answers.get(1));
    }

    @Test
    void doesNotMixTwoCalls() throws Exception {
        Hearer first = new Hearer(1);
        Hearer second = new Hearer(1);
        try (Transcription one = transcribe(first);
                Transcription other = transcribe(second)) {
            one.audio(bench.say("yes please"));
            other.audio(bench.say("no thank you"));
            one.endUtterance();
            other.endUtterance();
            first.await();
            second.await();
        }
        assertEquals(List.of("yes please"), first.answers);
        assertEquals(List.of("no thank you"), second.answers);
    }

    @Test
    void saysInterimWordsOnlyIfItSaysSo() throws Exception {
        Hearer hearer = new Hearer(1);
        try (Transcription transcription = transcribe(hearer)) {
            transcription.audio(bench.say("good morning"));
            transcription.endUtterance();
            hearer.await();
        }
        assertTrue(bench.speechToText().interimWords() || hearer.interims.isEmpty(), hearer.interims::toString);
    }

    @Test
    void isSilentOnceClosed() throws Exception {
        Hearer hearer = new Hearer(1);
        Transcription transcription = transcribe(hearer);
        for (int i = 0; i < 3; i++) {
            transcription.audio(bench.say("good morning"));
            transcription.endUtterance();
        }
        transcription.close();
        int before = hearer.calls();
        pass(A_WHILE);
        assertTrue(hearer.calls() <= before + 1, hearer.answers::toString);
    }

    @Test
    void calledTooLateDoesNothing() throws Exception {
        Hearer hearer = new Hearer(1);
        Transcription transcription = transcribe(hearer);
        transcription.close();
        transcription.audio(bench.say("good morning"));
        transcription.endUtterance();
        transcription.close();
        pass(A_WHILE);
        assertEquals(0, hearer.calls());
    }

    private Transcription transcribe(Hearer hearer) {
        return bench.speechToText()
                .open(new SpeechToText.Request("en-US", List.of("good morning"), bench.scheduler()), hearer);
    }

    private void pass(Duration time) throws InterruptedException {
        Waiting.pass(bench.scheduler(), time);
    }

    private final class Hearer implements SpeechToText.Listener {
        private static final Duration PATIENCE = Duration.ofSeconds(30);

        final List<String> answers = new CopyOnWriteArrayList<>();
        final List<String> interims = new CopyOnWriteArrayList<>();
        private final AtomicBoolean busy = new AtomicBoolean();
        private final CompletableFuture<Void> enough = new CompletableFuture<>();
        private final int expected;

        Hearer(int expected) {
            this.expected = expected;
        }

        void await() throws InterruptedException {
            Scheduler.Timer late = bench.scheduler()
                    .schedule(
                            PATIENCE,
                            Runnable::run,
                            () -> enough.completeExceptionally(new AssertionError(
                                    "There are " + answers.size() + " answers, not " + expected + ": " + answers)));
            bench.scheduler().await(enough);
            late.cancel();
            enough.join();
        }

        int calls() {
            return answers.size() + interims.size();
        }

        @Override
        public void onInterim(String words) {
            oneAtATime(() -> interims.add(words));
        }

        @Override
        public void onFinal(SpeechToText.Words words) {
            oneAtATime(() -> answer(normalized(words.text())));
        }

        @Override
        public void onFailure(VoiceCallException failure) {
            oneAtATime(() -> answer(failure.toString()));
        }

        private void answer(String answer) {
            answers.add(answer);
            if (answers.size() == expected) {
                enough.complete(null);
            }
        }

        private void oneAtATime(Runnable event) {
            if (!busy.compareAndSet(false, true)) {
                calledByTwoThreadsAtOnce = true;
            }
            event.run();
            busy.set(false);
        }
    }

    private static String normalized(String words) {
        return words.toLowerCase(Locale.ROOT).replaceAll("[^a-z ]", "").strip();
    }
}
