package dev.voicecall.testkit;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.SpeechToText;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Understands {@link FakeSpeech}, with the delays and failures of a real recognizer.
 *
 * <pre>{@code
 * SpeechToText recognizer = new FakeSpeechToText().withInterimWords().latency(Duration.ofMillis(300)).failsAt(2);
 * }</pre>
 *
 * <p>The settings change this object, before it is used. Listening is safe for use by many threads.
 */
public final class FakeSpeechToText implements SpeechToText {
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger utterances = new AtomicInteger();
    private final List<String> finals = new CopyOnWriteArrayList<>();
    private final Set<Integer> failures = ConcurrentHashMap.newKeySet();
    private volatile boolean interimWords;
    private volatile Duration latency = Duration.ZERO;
    private volatile OptionalDouble confidence = OptionalDouble.of(0.9);
    private volatile Words noise = Words.NONE;

    /** Understands at once, with a confidence of 0.9, and no interim words. */
    public FakeSpeechToText() {}

    /** Tells each word as soon as half of it was heard. */
    public FakeSpeechToText withInterimWords() {
        this.interimWords = true;
        return this;
    }

    /** Takes so long from an utterance's end to its words; 0 by default. */
    public FakeSpeechToText latency(Duration latency) {
        this.latency = latency;
        return this;
    }

    /** Says so of its certainty; empty to say nothing. */
    public FakeSpeechToText confidence(OptionalDouble confidence) {
        this.confidence = confidence;
        return this;
    }

    /** Takes noise for these words, as some recognizers do; {@link Words#NONE} by default. */
    public FakeSpeechToText hearsInNoise(Words words) {
        this.noise = words;
        return this;
    }

    /** Fails at the n-th utterance of all calls, counted from 1. */
    public FakeSpeechToText failsAt(int utterance) {
        failures.add(utterance);
        return this;
    }

    /** How many transcriptions were opened and not closed. */
    public int openTranscriptions() {
        return open.get();
    }

    /** The words of all utterances that were recognized, in order. */
    public List<String> finals() {
        return List.copyOf(finals);
    }

    @Override
    public AudioFormat format() {
        return AudioFormat.TELEPHONE;
    }

    @Override
    public boolean interimWords() {
        return interimWords;
    }

    @Override
    public Transcription open(Request request, Listener listener) {
        open.incrementAndGet();
        return new FakeTranscription(request, listener);
    }

    private final class FakeTranscription implements Transcription {
        private final Request request;
        private final Listener listener;
        private final Mailbox mailbox;
        private final FakeSpeechEar ear = new FakeSpeechEar();
        private String interim = "";
        private boolean sound;
        private volatile boolean closed;

        FakeTranscription(Request request, Listener listener) {
            this.request = request;
            this.listener = listener;
            this.mailbox = new Mailbox(request.scheduler().executor());
        }

        @Override
        public void audio(byte[] muLaw) {
            if (closed) {
                return;
            }
            sound |= muLaw.length > 0;
            ear.hear(muLaw);
            String words = interimWords ? ear.text() : "";
            if (!words.equals(interim)) {
                interim = words;
                tell(Duration.ZERO, () -> listener.onInterim(words));
            }
        }

        @Override
        public void endUtterance() {
            if (closed) {
                return;
            }
            String text = ear.text();
            Words unknown = sound ? noise : Words.NONE;
            Words words = text.isEmpty() ? unknown : new Words(text, confidence);
            boolean fails = failures.contains(utterances.incrementAndGet());
            ear.reset();
            interim = "";
            sound = false;
            tell(latency, () -> answer(words, fails));
        }

        private void answer(Words words, boolean fails) {
            if (fails) {
                listener.onFailure(new ProviderException(
                        Stage.HEARING, "The fake recognizer failed, as it was told to.", true, null));
            } else {
                finals.add(words.text());
                listener.onFinal(words);
            }
        }

        private void tell(Duration delay, Runnable what) {
            Runnable unlessClosed = () -> {
                if (!closed) {
                    what.run();
                }
            };
            if (delay.isZero()) {
                mailbox.execute(unlessClosed);
            } else {
                request.scheduler().schedule(delay, mailbox, unlessClosed);
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                open.decrementAndGet();
            }
        }
    }
}
