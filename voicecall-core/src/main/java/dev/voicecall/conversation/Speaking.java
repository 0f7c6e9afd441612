package dev.voicecall.conversation;

import dev.voicecall.HeardText;
import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.Usage;
import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.spi.TextToSpeech;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Says one reply, as its text comes in: sentences, speech, encoding, playback.
 *
 * <p>Sentences are spoken one after the other; the next one is synthesized while the last one is being heard. A sentence that
 * fails before any of it has sounded is tried once more. Belongs to one call; called on its mailbox.
 */
final class Speaking {
    /** So many sentences may wait; then whoever writes them waits. */
    private static final int MAX_WAITING = 8;
    /** Whoever makes sound and makes none for so long has failed. */
    private static final Duration STALL = Duration.ofSeconds(10);
    /** Whoever writes a sentence and then nothing for so long is busy with something else; the sentence is over. */
    private static final Duration HESITATION = Duration.ofMillis(400);

    private final VoiceParts parts;
    private final Scheduler scheduler;
    private final Executor mailbox;
    private final Consumer<ProviderException> onFailure;
    private final Consumer<Usage> onUsage;
    private final SentenceSplitter splitter = new SentenceSplitter();
    private final SpeakableText speakable = new SpeakableText();
    private final Queue<Sentence> sentences = new ArrayDeque<>();
    private final Playback playback;

    private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);
    private @Nullable Synthesis synthesis;
    private Timer hesitation = Timer.NONE;
    private boolean complete;
    private String lastSentence = "";
    private boolean stopped;
    private final CompletableFuture<Void> answerSent = new CompletableFuture<>();
    private @Nullable Long firstSentenceNanos;
    private @Nullable Long firstSoundNanos;

    /** @param counts whether it is part of what is said; a filler is not */
    private record Sentence(String text, boolean counts) {}

    /**
     * Something to be said.
     *
     * @param onFailure hears that a sentence can't be spoken; nothing more is said then
     * @param onUsage hears what was used of a provider, also for what is not said any more
     */
    Speaking(
            VoiceParts parts,
            Line line,
            Scheduler scheduler,
            Executor mailbox,
            Consumer<ProviderException> onFailure,
            Consumer<Usage> onUsage) {
        this.parts = parts;
        this.scheduler = scheduler;
        this.mailbox = mailbox;
        this.onFailure = onFailure;
        this.onUsage = onUsage;
        this.playback = new Playback(line, scheduler, mailbox);
    }

    /**
     * Says more.
     *
     * @return completes when there is room for more
     */
    CompletionStage<Void> say(String piece) {
        hesitation.cancel();
        splitter.add(piece).forEach(this::enqueue);
        hesitation =
                scheduler.schedule(HESITATION, mailbox, () -> splitter.pause().ifPresent(this::enqueue));
        return room;
    }

    /** Says something that is not part of the reply, if there is nothing of that yet; returns whether it does. */
    boolean fill(String filler) {
        boolean first = firstSentenceNanos == null;
        if (first) {
            sayAside(filler);
        }
        return first;
    }

    /** Says something that is not part of the reply, if nothing is being said or about to be; returns whether it does. */
    boolean fillSilence(String filler) {
        boolean silent = splitter.isEmpty() && sentences.isEmpty() && synthesis == null && !playback.isAudible();
        if (silent) {
            sayAside(filler);
        }
        return silent;
    }

    private void sayAside(String text) {
        SpeakableText.sentences(text).forEach(sentence -> enqueue(new Sentence(sentence, false)));
    }

    /** What was said so far is whole; there may be more. */
    void endSentence() {
        hesitation.cancel();
        splitter.flush().ifPresent(this::enqueue);
    }

    /** Whether it ends with a question, of which all or nearly all was heard. */
    boolean hasAsked() {
        return complete && TurnWords.isQuestion(lastSentence) && playback.isNearlyOver();
    }

    /** There is no more text. */
    void end() {
        endSentence();
        complete = true;
        next();
    }

    boolean isAudible() {
        return playback.isAudible();
    }

    /** Whether any sound was sent, be it of a filler. */
    boolean hasBegun() {
        return playback.firstSent().toCompletableFuture().isDone();
    }

    void pause() {
        playback.pause();
    }

    void resume() {
        playback.resume();
    }

    HeardText stop() {
        stopped = true;
        hesitation.cancel();
        sentences.clear();
        room.complete(null);
        if (synthesis != null) {
            synthesis.cancel();
            synthesis = null;
        }
        return playback.stop();
    }

    /** Completes with what was heard, when it was played to its end or stopped. Never fails. */
    CompletableFuture<HeardText> over() {
        return playback.over();
    }

    /** Completes when the first of it was sent; behind a filler, when that waits to be sent. */
    CompletionStage<Void> answerSent() {
        return answerSent;
    }

    /** From the first sentence until the first of its sound. */
    Duration synthesisLatency() {
        return firstSentenceNanos == null || firstSoundNanos == null
                ? Duration.ZERO
                : Duration.ofNanos(firstSoundNanos - firstSentenceNanos);
    }

    private void enqueue(String sentence) {
        String text = speakable.speakable(sentence);
        if (!text.isBlank() && !stopped) {
            lastSentence = text;
            enqueue(new Sentence(text, true));
        }
    }

    private void enqueue(Sentence sentence) {
        if (sentence.counts && firstSentenceNanos == null) {
            firstSentenceNanos = scheduler.nanoTime();
        }
        sentences.add(sentence);
        if (sentences.size() > MAX_WAITING && room.isDone()) {
            room = new CompletableFuture<>();
        }
        next();
    }

    private void next() {
        if (synthesis != null || stopped) {
            return;
        }
        Sentence sentence = sentences.poll();
        if (sentences.size() <= MAX_WAITING) {
            room.complete(null);
        }
        if (sentence != null) {
            playback.begin(sentence.text, sentence.counts);
            synthesis = new Synthesis(sentence, 1);
        } else if (complete) {
            playback.end();
        }
    }

    private void fail(Throwable cause) {
        ProviderException failure = cause instanceof ProviderException known
                ? known
                : new ProviderException(Stage.SPEAKING, "A sentence could not be spoken: " + cause, false, cause);
        stopped = true;
        hesitation.cancel();
        sentences.clear();
        room.complete(null);
        onFailure.accept(failure);
    }

    /** One sentence on its way to becoming sound. */
    private final class Synthesis implements TextToSpeech.AudioSink {
        private final Sentence sentence;
        private final int attempt;
        private final AudioConverter converter =
                AudioConverter.between(parts.textToSpeech().format(), AudioFormat.TELEPHONE);
        private final Work work;
        /** Of the last piece; touched by the thread that makes the sound. */
        private CompletionStage<Void> roomForMore = CompletableFuture.completedFuture(null);

        private boolean sounded;
        private Timer stall;

        Synthesis(Sentence sentence, int attempt) {
            this.sentence = sentence;
            this.attempt = attempt;
            this.stall = stallTimer();
            this.work = Work.start(scheduler.worker(), this::run);
            work.done().whenComplete((done, failure) -> mailbox.execute(() -> over(failure)));
        }

        private void run() throws Exception {
            parts.textToSpeech().synthesize(parts.speech(sentence.text), this);
            byte[] rest = converter.flush();
            mailbox.execute(() -> take(rest));
        }

        @Override
        public void write(byte[] sound) throws InterruptedException {
            scheduler.await(roomForMore);
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            byte[] muLaw = converter.convert(sound, 0, sound.length);
            CompletableFuture<Void> taken = new CompletableFuture<>();
            roomForMore = taken;
            mailbox.execute(() -> take(muLaw).whenComplete((done, failure) -> taken.complete(null)));
        }

        @Override
        public void used(Usage usage) {
            mailbox.execute(() -> onUsage.accept(usage));
        }

        private CompletionStage<Void> take(byte[] muLaw) {
            if (synthesis != this || muLaw.length == 0) {
                return CompletableFuture.completedFuture(null);
            }
            sounded = true;
            stall.cancel();
            CompletionStage<Void> taken = playback.add(muLaw);
            if (sentence.counts && firstSoundNanos == null) {
                firstSoundNanos = scheduler.nanoTime();
                playback.firstSent().thenRun(() -> answerSent.complete(null));
            }
            taken.thenRun(() -> {
                if (synthesis == this) {
                    stall.cancel();
                    stall = stallTimer();
                }
            });
            return taken;
        }

        private Timer stallTimer() {
            return scheduler.schedule(STALL, mailbox, () -> {
                if (synthesis == this) {
                    work.cancel();
                    over(new ProviderException(
                            Stage.SPEAKING,
                            "The speech of a sentence did not go on for " + STALL.toSeconds() + " s.",
                            true,
                            null));
                }
            });
        }

        private void over(@Nullable Throwable failure) {
            if (synthesis != this) {
                return;
            }
            stall.cancel();
            boolean retryable = !(failure instanceof ProviderException known) || known.retryable();
            if (failure == null) {
                synthesis = null;
                playback.endText();
                next();
            } else if (!sounded && retryable && attempt == 1) {
                synthesis = new Synthesis(sentence, attempt + 1);
            } else {
                synthesis = null;
                fail(failure);
            }
        }

        void cancel() {
            stall.cancel();
            work.cancel();
        }
    }
}
