package dev.voicecall.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.VoiceCallException;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.SpeechToText.Transcription;
import dev.voicecall.spi.SpeechToText.UtteranceRecognizer;
import dev.voicecall.spi.SpeechToText.Words;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A recognizer of whole utterances that is a function. */
class UtteranceSpeechToTextTest {
    private final Scheduler scheduler = Scheduler.system();
    private final CompletableFuture<Words> words = new CompletableFuture<>();
    private final CompletableFuture<VoiceCallException> failure = new CompletableFuture<>();

    @AfterEach
    void close() {
        scheduler.close();
    }

    @Test
    void whatItThrowsMayNotHappenAgain() throws Exception {
        Transcription transcription = open((request, utterance) -> {
            throw new IOException("connection reset");
        });
        transcription.endUtterance();

        assertThat(failure.get(30, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(ProviderException.class, thrown -> assertThat(thrown.retryable())
                        .isTrue())
                .hasMessageContaining("connection reset");
    }

    @Test
    void isAskedOnceMoreIfThatMayHelp() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        open((request, utterance) -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new ProviderException(Stage.HEARING, "busy", true, null);
                    }
                    return new Words("four at seven", OptionalDouble.empty());
                })
                .endUtterance();

        assertThat(words.get(30, TimeUnit.SECONDS).text()).isEqualTo("four at seven");
        assertThat(asked).hasValue(2);
    }

    @Test
    void isAskedOnlyOnceIfItWouldNotHelp() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        open((request, utterance) -> {
                    asked.incrementAndGet();
                    throw new ProviderException(Stage.HEARING, "wrong key", false, null);
                })
                .endUtterance();

        assertThat(failure.get(30, TimeUnit.SECONDS)).hasMessage("wrong key");
        assertThat(asked).hasValue(1);
    }

    @Test
    void isInterruptedWhenNobodyWantsToKnowAnyMore() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Transcription transcription = open((request, utterance) -> {
            busy.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
            return Words.NONE;
        });
        transcription.endUtterance();
        assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();

        transcription.close();

        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private Transcription open(UtteranceRecognizer recognizer) {
        return SpeechToText.ofUtterances(AudioFormat.TELEPHONE, recognizer)
                .open(new SpeechToText.Request("en-US", List.of(), scheduler), new SpeechToText.Listener() {
                    @Override
                    public void onInterim(String words) {}

                    @Override
                    public void onFinal(Words heard) {
                        words.complete(heard);
                    }

                    @Override
                    public void onFailure(VoiceCallException why) {
                        failure.complete(why);
                    }
                });
    }
}
