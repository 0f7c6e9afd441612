package dev.voicecall.spi;

import dev.voicecall.ProviderException;
import dev.voicecall.Usage;
import dev.voicecall.VoiceCallException;
import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Providers.Turn;
import dev.voicecall.spi.Scheduler.Timer;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Listens by one recognizer at a time, and has what was not answered yet heard again by the next one.
 *
 * <p>What happens, happens in a mailbox: what is said, what the recognizers say, what takes too long. A change of the recognizer, be
 * it for a second attempt at the same one, is a new transcription that is given all utterances that wait; what comes of the old one
 * is nobody's. Belongs to one call; the recognizers may call it on any thread.
 */
final class FallbackTranscription implements SpeechToText.Transcription {
    private static final Duration MAX_KEPT = Duration.ofMinutes(2);

    private final Providers<SpeechToText> providers;
    private final Duration timeout;
    private final SpeechToText.Request request;
    private final SpeechToText.Listener listener;
    private final Scheduler scheduler;
    private final Mailbox mailbox;
    private final AudioFormat format;
    private final boolean interimWords;
    /** The last of them may be under way. */
    private final Deque<Utterance> unanswered = new ArrayDeque<>();

    private int keptBytes;
    private Providers<SpeechToText>.Round round;
    private @Nullable Turn<SpeechToText> turn;
    private SpeechToText.@Nullable Transcription transcription;
    private AudioConverter converter;
    /** Counts the transcriptions. */
    private int generation;

    private boolean secondAttempt;
    private Timer silence = Timer.NONE;
    private volatile boolean closed;

    /** Something that is said, as far as it is. */
    private static final class Utterance {
        private final ByteArrayOutputStream sound = new ByteArrayOutputStream();
        private boolean over;
        /** Why nobody can hear it. */
        private @Nullable ProviderException failure;
    }

    FallbackTranscription(
            Providers<SpeechToText> providers,
            Duration timeout,
            SpeechToText.Request request,
            SpeechToText.Listener listener) {
        SpeechToText first = providers.ports().get(0);
        this.providers = providers;
        this.timeout = timeout;
        this.request = request;
        this.listener = listener;
        this.scheduler = request.scheduler();
        this.mailbox = new Mailbox(scheduler.executor());
        this.format = first.format();
        this.interimWords = first.interimWords();
        this.round = providers.begin();
        this.converter = AudioConverter.between(format, format);
    }

    /** Has a recognizer get ready. */
    FallbackTranscription begin() {
        execute(() -> {
            beginRound();
            if (turn != null) {
                turn.attempt().dropped(); // nothing was asked of it yet
            }
        });
        return this;
    }

    private void execute(Runnable task) {
        mailbox.execute(() -> {
            if (!closed) {
                task.run();
            }
        });
    }

    @Override
    public void audio(byte[] sound) {
        execute(() -> hear(sound));
    }

    @Override
    public void endUtterance() {
        execute(() -> {
            Utterance utterance = underWay();
            utterance.over = true;
            tell(this::endHeard);
            if (utterance.failure != null) {
                tellFailure(utterance.failure);
            } else if (unanswered.size() == 1) {
                awaitWords();
            }
        });
    }

    private void hear(byte[] sound) {
        Utterance utterance = underWay();
        if (keptBytes + sound.length <= format.bytes(MAX_KEPT)) {
            keptBytes += sound.length;
            utterance.sound.writeBytes(sound);
        }
        tell(to -> hear(to, sound));
    }

    private void hear(SpeechToText.Transcription by, byte[] sound) {
        byte[] converted = converter.convert(sound, 0, sound.length);
        if (converted.length > 0) {
            by.audio(converted);
        }
    }

    private void endHeard(SpeechToText.Transcription by) {
        byte[] rest = converter.flush();
        if (rest.length > 0) {
            by.audio(rest);
        }
        by.endUtterance();
    }

    private Utterance underWay() {
        Utterance last = unanswered.peekLast();
        if (last == null || last.over) {
            if (last == null) {
                beginRound();
            }
            last = new Utterance();
            unanswered.add(last);
        }
        return last;
    }

    /** Each utterance is for the first one that is not left out. */
    private void beginRound() {
        round = providers.begin();
        Turn<SpeechToText> before = turn;
        round.next(scheduler.nanoTime()).ifPresent(next -> {
            turn = next;
            secondAttempt = false;
            if (before == null || before.port() != next.port() || transcription == null) {
                listen(next.port());
            }
        });
    }

    /** Has it hear all that was not answered yet. */
    private void listen(SpeechToText by) {
        stopListening();
        converter = AudioConverter.between(format, by.format());
        try {
            transcription = by.open(request, new Ear(generation));
        } catch (RuntimeException | LinkageError e) {
            new Ear(generation).failed(e);
        }
        for (Utterance utterance : unanswered) {
            tell(to -> hear(to, utterance.sound.toByteArray()));
            if (utterance.over) {
                tell(this::endHeard);
            }
        }
    }

    private void stopListening() {
        tell(SpeechToText.Transcription::close);
        transcription = null;
        generation++;
    }

    private interface Telling {
        void to(SpeechToText.Transcription transcription);
    }

    private void tell(Telling what) {
        SpeechToText.Transcription open = transcription;
        if (open != null) {
            try {
                what.to(open);
            } catch (RuntimeException | LinkageError e) {
                new Ear(generation).failed(e);
            }
        }
    }

    /** Waits for the words of the oldest utterance. */
    private void awaitWords() {
        silence.cancel();
        Utterance oldest = unanswered.peek();
        Turn<SpeechToText> of = turn;
        if (oldest != null && oldest.over) {
            silence = scheduler.schedule(timeout, mailbox, () -> {
                if (!closed && unanswered.peek() == oldest && turn == of) {
                    failed(providers.silence(timeout));
                }
            });
        }
    }

    private void answered(SpeechToText.Words words) {
        Utterance oldest = unanswered.peek();
        if (oldest != null && oldest.over && turn != null) {
            turn.attempt().succeeded();
            forget();
            round = providers.begin();
            round.beginWith(turn.port());
            secondAttempt = false;
            listener.onFinal(words);
            awaitWords();
        }
    }

    private void forget() {
        keptBytes -= unanswered.remove().sound.size();
    }

    private void failed(Throwable failure) {
        if (unanswered.isEmpty() || turn == null) {
            return;
        }
        if (Providers.isRetryable(failure) && !secondAttempt) {
            secondAttempt = true;
            listen(turn.port());
            return;
        }
        round.failed(failure);
        turn.attempt().failed(scheduler.nanoTime(), failure);
        Optional<Turn<SpeechToText>> next = round.next(scheduler.nanoTime());
        if (next.isPresent()) {
            turn = next.get();
            secondAttempt = false;
            listen(turn.port());
            awaitWords();
        } else {
            giveUp(unanswered.element());
        }
    }

    /** Nobody can hear the oldest utterance. */
    private void giveUp(Utterance oldest) {
        stopListening();
        oldest.failure = round.failure();
        if (oldest.over) {
            tellFailure(oldest.failure);
        }
    }

    private void tellFailure(ProviderException failure) {
        silence.cancel();
        forget();
        if (!unanswered.isEmpty()) {
            beginRound();
            awaitWords();
        }
        listener.onFailure(failure);
    }

    @Override
    public void close() {
        closed = true;
        mailbox.execute(() -> {
            silence.cancel();
            stopListening();
            if (turn != null) {
                turn.attempt().dropped();
            }
        });
    }

    /** Hears of one transcription. */
    private final class Ear implements SpeechToText.Listener {
        private final int ofGeneration;

        Ear(int ofGeneration) {
            this.ofGeneration = ofGeneration;
        }

        private void execute(Runnable event) {
            FallbackTranscription.this.execute(() -> {
                if (generation == ofGeneration) {
                    event.run();
                }
            });
        }

        void failed(Throwable failure) {
            execute(() -> FallbackTranscription.this.failed(failure));
        }

        @Override
        public void onInterim(String words) {
            execute(() -> {
                if (interimWords && !unanswered.isEmpty()) {
                    listener.onInterim(words);
                }
            });
        }

        @Override
        public void onFinal(SpeechToText.Words words) {
            execute(() -> answered(words));
        }

        @Override
        public void onFailure(VoiceCallException failure) {
            failed(failure);
        }

        /** Also of what nobody wants to know any more. */
        @Override
        public void onUsage(Usage usage) {
            FallbackTranscription.this.execute(() -> listener.onUsage(usage));
        }
    }
}
