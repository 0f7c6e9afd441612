package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.ProviderException;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.TextToSpeech;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FakeTextToSpeechTest {
    private static final Speech HELLO = new Speech("Hello my friend", "en-US", Optional.empty());

    private final VirtualScheduler time = new VirtualScheduler();
    private final FakeTextToSpeech voice = new FakeTextToSpeech(time);
    private final ByteArrayOutputStream sound = new ByteArrayOutputStream();
    private final List<Long> millis = new ArrayList<>();
    private String end = "";

    @AfterEach
    void leavesNothingBehind() {
        assertThat(time.pendingEvents()).isZero();
        assertThat(time.blockedWorkers()).isZero();
        time.close();
    }

    @Nested
    class AtOnce extends TextToSpeechContract {
        @Override
        protected Bench open() {
            VirtualScheduler own = new VirtualScheduler();
            return bench(own, new FakeTextToSpeech(own));
        }
    }

    @Nested
    class WithLatency extends TextToSpeechContract {
        @Override
        protected Bench open() {
            VirtualScheduler own = new VirtualScheduler();
            return bench(
                    own,
                    new FakeTextToSpeech(own)
                            .latency(Duration.ofMillis(250))
                            .realTimeFactor(0.2)
                            .pieces(1_001));
        }
    }

    @Test
    void speaksAtOnce() {
        speak();
        time.runToEnd();
        assertThat(FakeSpeech.understand(sound.toByteArray())).isEqualTo("Hello my friend");
        assertThat(time.elapsed()).isZero();
        assertThat(voice.texts()).containsExactly("Hello my friend");
    }

    @Test
    void takesItsTimeForEachPiece() {
        voice.latency(Duration.ofMillis(200)).realTimeFactor(0.5).pieces(1_600);
        speak();
        time.runToEnd();
        assertThat(millis).startsWith(300L, 400L, 500L);
    }

    @Test
    void failsBeforeOrInTheMiddle() {
        voice.failsAt(1).breaksOffAt(2);
        speak();
        time.runToEnd();
        assertThat(end).isEqualTo("SPEAKING");
        assertThat(sound.size()).isZero();
        speak();
        time.runToEnd();
        assertThat(end).isEqualTo("SPEAKING");
        assertThat(FakeSpeech.understand(sound.toByteArray())).isEqualTo("Hello my");
    }

    @Test
    void stallsUntilItIsInterrupted() {
        voice.stallsAt(1);
        CompletableFuture<Thread> worker = speak();
        time.advance(Duration.ofHours(1));
        assertThat(time.blockedWorkers()).isEqualTo(1);
        worker.join().interrupt();
        time.runToEnd();
        assertThat(end).isEqualTo("interrupted");
    }

    @Test
    void isInterruptedWhileItWaits() {
        voice.latency(Duration.ofSeconds(9));
        CompletableFuture<Thread> worker = speak();
        time.advance(Duration.ofSeconds(1));
        worker.join().interrupt();
        time.advance(Duration.ZERO);
        assertThat(end).isEqualTo("interrupted");
    }

    private CompletableFuture<Thread> speak() {
        CompletableFuture<Thread> worker = new CompletableFuture<>();
        time.worker().execute(() -> {
            worker.complete(Thread.currentThread());
            try {
                voice.synthesize(HELLO, piece -> {
                    millis.add(time.elapsed().toMillis());
                    sound.writeBytes(piece);
                });
                end = "done";
            } catch (ProviderException e) {
                end = e.stage().name();
            } catch (InterruptedException e) {
                end = "interrupted";
            }
        });
        return worker;
    }

    private static TextToSpeechContract.Bench bench(VirtualScheduler time, TextToSpeech voice) {
        return new TextToSpeechContract.Bench() {
            @Override
            public TextToSpeech textToSpeech() {
                return voice;
            }

            @Override
            public Scheduler scheduler() {
                return time;
            }

            @Override
            public void close() {
                assertThat(time.pendingEvents()).isZero();
                time.close();
            }
        };
    }
}
