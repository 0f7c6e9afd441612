package dev.voicecall.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.TextToSpeech;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link TextToSpeech} does: sound in its format, on the thread that asked for it, and none after an interrupt.
 * Extend it to test an adapter of your own, against its service or what plays it.
 *
 * <p>Called by one thread at a time.
 */
public abstract class TextToSpeechContract {
    private static final String SENTENCE = "Good morning, how can I help you?";

    private Bench bench;

    /** A voice-maker in its surroundings, all new. */
    public interface Bench extends AutoCloseable {
        /** The voice-maker under test. */
        TextToSpeech textToSpeech();

        /** The time that it is to live in; closed by {@link #close}. */
        Scheduler scheduler();

        @Override
        void close();
    }

    /** For subclasses. */
    protected TextToSpeechContract() {}

    /** Makes a new bench. */
    protected abstract Bench open();

    @BeforeEach
    final void openBench() {
        bench = open();
    }

    @AfterEach
    final void closeBench() {
        bench.close();
    }

    @Test
    void speaksASentenceInAPlausibleTime() throws Exception {
        Duration length = bench.textToSpeech().format().duration(speak(SENTENCE).sound().length);
        assertTrue(length.toMillis() > 500 && length.toMillis() < 15_000, () -> "It takes " + length);
    }

    @Test
    void givesWholeSamplesThatCanBeHeard() throws Exception {
        AudioFormat format = bench.textToSpeech().format();
        byte[] sound = speak(SENTENCE).sound();
        assertEquals(0, sound.length % format.bytesPerSample(), "bytes beyond the last sample");
        byte[] pcm = AudioConverter.between(format, AudioFormat.PCM_8K).convert(sound, 0, sound.length);
        int loudest = 0;
        for (int i = 0; i + 1 < pcm.length; i += 2) {
            loudest = Math.max(loudest, Math.abs((pcm[i + 1] << 8) | (pcm[i] & 0xFF)));
        }
        assertTrue(loudest > 1_000, "the loudest sample is " + loudest);
    }

    @Test
    void speaksWhateverCanBeWritten() throws Exception {
        assertTrue(speak("Tom & Jerry <say> \"hello\", it's 5 > 3; 50% of 1 €. 🙂 Größe")
                        .sound()
                        .length
                > 0);
    }

    @Test
    void changesNothingThatItHasGiven() throws Exception {
        Spoken spoken = speak(SENTENCE + " " + SENTENCE);
        for (int i = 0; i < spoken.pieces.size(); i++) {
            assertArrayEquals(spoken.copies.get(i), spoken.pieces.get(i));
        }
    }

    @Test
    void speaksOnTheThreadThatAsks() throws Exception {
        Spoken spoken = speak(SENTENCE);
        assertEquals(1, spoken.threads.stream().distinct().count());
    }

    @Test
    void stopsWhenNobodyListensAnyMore() throws Exception {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        List<byte[]> pieces = new ArrayList<>();
        bench.scheduler()
                .worker()
                .execute(() -> end.complete(synthesize(SENTENCE, piece -> {
                    pieces.add(piece);
                    throw new InterruptedException();
                })));
        bench.scheduler().await(end);
        assertInstanceOf(InterruptedException.class, end.join());
        assertEquals(1, pieces.size());
    }

    @Test
    void speaksForSeveralAtOnce() throws Exception {
        List<CompletableFuture<Spoken>> all =
                IntStream.range(0, 4).mapToObj(i -> begin(SENTENCE)).toList();
        for (CompletableFuture<Spoken> one : all) {
            bench.scheduler().await(one);
            assertNull(one.join().failure);
            assertTrue(one.join().sound().length > 0);
        }
    }

    private Spoken speak(String text) throws InterruptedException {
        CompletableFuture<Spoken> spoken = begin(text);
        bench.scheduler().await(spoken);
        if (spoken.join().failure != null) {
            throw new AssertionError("It could not be spoken: " + text, spoken.join().failure);
        }
        return spoken.join();
    }

    private CompletableFuture<Spoken> begin(String text) {
        CompletableFuture<Spoken> done = new CompletableFuture<>();
        bench.scheduler().worker().execute(() -> {
            Spoken spoken = new Spoken();
            spoken.failure = synthesize(text, spoken);
            done.complete(spoken);
        });
        return done;
    }

    private @Nullable Throwable synthesize(String text, TextToSpeech.AudioSink out) {
        try {
            bench.textToSpeech().synthesize(new Speech(text, "en-US", Optional.empty()), out);
            return null;
        } catch (Exception e) {
            return e;
        }
    }

    private static final class Spoken implements TextToSpeech.AudioSink {
        final List<byte[]> pieces = new ArrayList<>();
        final List<byte[]> copies = new ArrayList<>();
        final List<Thread> threads = new ArrayList<>(List.of(Thread.currentThread()));

        @Nullable
        Throwable failure;

        @Override
        public void write(byte[] sound) {
            pieces.add(sound);
            copies.add(sound.clone());
            threads.add(Thread.currentThread());
        }

        byte[] sound() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            pieces.forEach(all::writeBytes);
            return all.toByteArray();
        }
    }
}
