package dev.voicecall.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voicecall.ProviderException;
import dev.voicecall.RecordingTranscript;
import dev.voicecall.RecordingTranscript.Segment;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.audio.WavFormatException;
import dev.voicecall.audio.WavWriter;
import dev.voicecall.spi.Transcriber;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Transcriber} does: hears who speaks, tells both channels apart, makes up no words for silence, and says what is
 * wrong with a file. Extend it to test an adapter of your own, against its service or what plays it.
 *
 * <p>Called by one thread at a time.
 */
public abstract class TranscriberContract {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration TOLERANCE = Duration.ofMillis(300);

    private final AtomicInteger openStreams = new AtomicInteger();
    private Bench bench;

    /** A transcriber in its surroundings, all new. */
    public interface Bench extends AutoCloseable {
        /** The transcriber under test. */
        Transcriber transcriber();

        /** In which format {@link #say} speaks. */
        AudioFormat format();

        /**
         * A few English words, spoken.
         *
         * @param words {@code yes please}, {@code no thank you} or {@code good morning}
         */
        byte[] say(String words);

        @Override
        void close();
    }

    /** For subclasses. */
    protected TranscriberContract() {}

    /** Makes a new bench. */
    protected abstract Bench open();

    @BeforeEach
    final void openBench() {
        bench = open();
    }

    @AfterEach
    final void closeBench() {
        bench.close();
        assertEquals(0, openStreams.get(), "streams that were opened and not closed");
    }

    @Test
    void hearsWhatWasSaid() throws Exception {
        byte[] sound = joined(silence(PAUSE), say("good morning"), silence(PAUSE), say("yes please"), silence(PAUSE));
        assertEquals("good morning yes please", words(transcribe(wav(sound), 1)));
    }

    @Test
    void hearsTheSameAgain() throws Exception {
        Transcriber.Audio audio = wav(joined(silence(PAUSE), say("good morning"), silence(PAUSE)));
        assertEquals("good morning", words(transcribe(audio, 1)));
        assertEquals("good morning", words(transcribe(audio, 1)));
    }

    @Test
    void tellsBothChannelsApart() throws Exception {
        byte[] left = joined(silence(PAUSE), say("yes please"));
        byte[] right =
                joined(new byte[0], silence(bench.format().duration(left.length).plus(PAUSE)), say("no thank you"));
        RecordingTranscript transcript = transcribe(wav(left, right), 2);
        assertEquals("yes please no thank you", words(transcript));
        assertEquals("yes please", words(transcript, 1));
        assertEquals("no thank you", words(transcript, 2));
    }

    @Test
    void putsWhatWasSaidOnBothChannelsInItsOrder() throws Exception {
        byte[] right = joined(silence(PAUSE), say("good morning"));
        byte[] left = joined(silence(bench.format().duration(right.length).plus(PAUSE)), say("yes please"));
        RecordingTranscript transcript = transcribe(wav(left, right), 2);
        if (transcript.segments().stream().allMatch(segment -> segment.begin().isPresent())) {
            assertEquals("good morning yes please", words(transcript));
        }
    }

    @Test
    void tellsTimesThatAreTrueWhereItTellsAny() throws Exception {
        byte[] first = joined(silence(PAUSE), say("good morning"));
        byte[] sound = joined(first, silence(PAUSE.multipliedBy(2)), say("yes please"), silence(PAUSE));
        Duration length = bench.format().duration(sound.length);
        Duration last = Duration.ZERO;
        RecordingTranscript transcript = transcribe(wav(sound), 1);
        for (Segment segment : transcript.segments()) {
            Duration begin = segment.begin().orElse(last);
            Duration end = segment.end().orElse(begin);
            assertTrue(begin.compareTo(last) >= 0, () -> segment + " is out of order");
            assertTrue(end.compareTo(begin) >= 0, () -> segment + " ends before it begins");
            assertTrue(
                    end.compareTo(length.plus(TOLERANCE)) <= 0, () -> segment + " ends after the sound, at " + length);
            last = begin;
        }
        transcript
                .duration()
                .ifPresent(told -> assertTrue(
                        told.minus(length).abs().compareTo(TOLERANCE) <= 0,
                        () -> told + " is not the duration " + length));
    }

    @Test
    void hearsNothingInSilence() throws Exception {
        assertEquals(
                List.of(), transcribe(wav(silence(Duration.ofSeconds(3))), 1).segments());
        byte[] silence = silence(Duration.ofSeconds(3));
        assertEquals(List.of(), transcribe(wav(silence, silence), 2).segments());
    }

    @Test
    void hearsNothingInAFileWithoutSound() throws Exception {
        assertEquals(List.of(), transcribe(wav(new byte[0]), 1).segments());
    }

    @Test
    void takesOneChannelWhereTwoWereExpected() throws Exception {
        byte[] sound = joined(silence(PAUSE), say("good morning"), silence(PAUSE));
        assertEquals("good morning", words(transcribe(wav(sound), 2)));
    }

    @Test
    void refusesWhatIsNoSound() {
        for (String text : List.of("", "<html>This is not a sound.</html>")) {
            Exception refusal =
                    assertThrows(Exception.class, () -> transcribe(file(text.getBytes(StandardCharsets.UTF_8)), 1));
            assertIsNotWorthAnotherTry(refusal);
        }
    }

    @Test
    void aUrlThatLeadsNowhereIsAFailure() {
        Transcriber.Audio nowhere = new Transcriber.Audio.At(URI.create("https://127.0.0.1:1/recording.wav"));
        assertIsNotWorthAnotherTry(assertThrows(Exception.class, () -> transcribe(nowhere, 1)));
    }

    @Test
    void aSoundThatCantBeReadIsAFailure() {
        Transcriber.Audio broken = new Transcriber.Audio.Content("recording.wav", 1_000, () -> {
            throw new IOException("The disk is gone.");
        });
        Exception failure = assertThrows(Exception.class, () -> transcribe(broken, 1));
        assertTrue(failure instanceof IOException || failure instanceof ProviderException, failure::toString);
    }

    @Test
    void comesBackWhenItIsInterrupted() {
        byte[] sound = joined(silence(PAUSE), say("good morning"), silence(PAUSE));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> transcribe(wav(sound), 1));
        assertFalse(Thread.interrupted(), "the interrupt was taken");
    }

    private static void assertIsNotWorthAnotherTry(Exception refusal) {
        boolean clear = refusal instanceof WavFormatException
                || refusal instanceof IOException
                || (refusal instanceof ProviderException known && !known.retryable());
        assertAll(
                () -> assertTrue(clear, refusal::toString),
                () -> assertFalse(String.valueOf(refusal.getMessage()).isBlank(), "there is no message"));
    }

    private RecordingTranscript transcribe(Transcriber.Audio audio, int channels)
            throws IOException, InterruptedException {
        return bench.transcriber().transcribe(audio, new Transcriber.Request("en-US", channels, List.of()));
    }

    private static String words(RecordingTranscript transcript) {
        return transcript.segments().stream()
                .map(segment -> normalized(segment.text()))
                .collect(Collectors.joining(" "));
    }

    private static String words(RecordingTranscript transcript, int channel) {
        return transcript.segments().stream()
                .filter(segment -> segment.channel().equals(OptionalInt.of(channel)))
                .map(segment -> normalized(segment.text()))
                .collect(Collectors.joining(" "));
    }

    private static String normalized(String words) {
        return words.toLowerCase(Locale.ROOT).replaceAll("[^a-z ]", "").strip();
    }

    private byte[] say(String words) {
        return bench.say(words);
    }

    private byte[] silence(Duration length) {
        byte[] silence = new byte[bench.format().bytes(length)];
        Arrays.fill(silence, bench.format().encoding().silence());
        return silence;
    }

    private static byte[] joined(byte[]... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }

    private Transcriber.Audio wav(byte[] sound) {
        return file(WavWriter.file(bench.format(), sound));
    }

    /** Filled up with silence to the same length. */
    private Transcriber.Audio wav(byte[] left, byte[] right) {
        int length = Math.max(left.length, right.length);
        byte[] first = joined(left, Arrays.copyOf(silence(bench.format().duration(length)), length - left.length));
        byte[] second = joined(right, Arrays.copyOf(silence(bench.format().duration(length)), length - right.length));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (WavWriter writer = WavWriter.open(file, bench.format(), 2)) {
            writer.write(first, 0, second, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file(file.toByteArray());
    }

    private Transcriber.Audio file(byte[] content) {
        return new Transcriber.Audio.Content("recording.wav", content.length, () -> {
            openStreams.incrementAndGet();
            return new Counted(new ByteArrayInputStream(content));
        });
    }

    private final class Counted extends FilterInputStream {
        private boolean closed;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public void close() throws IOException {
            super.close();
            if (!closed) {
                closed = true;
                openStreams.decrementAndGet();
            }
        }
    }
}
