package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.ProviderException;
import dev.voicecall.RecordingTranscript;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.audio.WavWriter;
import dev.voicecall.spi.Transcriber;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** And with it the transcriber that is made of a recognizer. */
class FakeTranscriberTest {
    private static final Transcriber.Request REQUEST = new Transcriber.Request("en-US", 1, List.of());

    private final VirtualScheduler time = new VirtualScheduler();

    @Nested
    class Contract extends TranscriberContract {
        @Override
        protected Bench open() {
            FakeTranscriber transcriber = new FakeTranscriber(new VirtualScheduler());
            return new Bench() {
                @Override
                public Transcriber transcriber() {
                    return transcriber;
                }

                @Override
                public AudioFormat format() {
                    return AudioFormat.TELEPHONE;
                }

                @Override
                public byte[] say(String words) {
                    return FakeSpeech.say(words);
                }

                @Override
                public void close() {}
            };
        }
    }

    private static Transcriber.Audio recording(String words) {
        byte[] wav = WavWriter.file(AudioFormat.TELEPHONE, FakeSpeech.say(words));
        return new Transcriber.Audio.Content("recording.wav", wav.length, () -> new ByteArrayInputStream(wav));
    }

    @Test
    void takesItsTimeAndFailsAsItIsTold() throws Exception {
        FakeTranscriber transcriber =
                new FakeTranscriber(time).takes(Duration.ofSeconds(20)).failsFirst(1, true);
        assertThatThrownBy(() -> transcriber.transcribe(recording("Hello there."), REQUEST))
                .isInstanceOfSatisfying(
                        ProviderException.class, e -> assertThat(e.retryable()).isTrue());
        RecordingTranscript transcript = transcriber.transcribe(recording("Hello there."), REQUEST);
        assertThat(transcript.text()).isEqualTo("Hello there.");
        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(40));
        assertThat(transcriber.transcriptions()).isOne();
    }

    @Test
    void cutsWhatDoesNotPause() throws Exception {
        String words = "unmistakably ".repeat(60).strip();
        RecordingTranscript transcript = new FakeTranscriber(time).transcribe(recording(words), REQUEST);
        assertThat(transcript.segments()).hasSize(2);
        assertThat(transcript.text().replace('\n', ' ').split(" ").length).isBetween(60, 61);
    }

    @Test
    void cancelledInTheBackgroundItIsInterrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicBoolean status = new AtomicBoolean(true);
        Transcriber forEver = (audio, request) -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
                throw new AssertionError("It came back.");
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        };
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            CompletableFuture<RecordingTranscript> transcript =
                    forEver.transcribeAsync(recording("Hello."), REQUEST, threads);
            begun.await();
            transcript.cancel(false);
            interrupted.await();
            threads.submit(() -> status.set(Thread.currentThread().isInterrupted()))
                    .get();
            assertThat(status).isFalse();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void inTheBackgroundItEndsAsItDoesInTheForeground() {
        CompletableFuture<RecordingTranscript> done =
                new FakeTranscriber(time).transcribeAsync(recording("Hello."), REQUEST, Runnable::run);
        assertThat(done)
                .isCompletedWithValueMatching(transcript -> transcript.text().equals("Hello."));
        CompletableFuture<RecordingTranscript> failed = new FakeTranscriber(time)
                .failsFirst(1, false)
                .transcribeAsync(recording("Hello."), REQUEST, Runnable::run);
        assertThat(failed).isCompletedExceptionally();
    }
}
