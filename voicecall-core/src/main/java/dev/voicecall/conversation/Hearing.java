package dev.voicecall.conversation;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.Usage;
import dev.voicecall.VoiceCallException;
import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.audio.G711;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.SpeechToText.Words;
import dev.voicecall.spi.VoiceActivityDetector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Executor;

/**
 * Hears the other side: decodes, finds utterances and turns, has them transcribed.
 *
 * <p>Sound is heard in frames of 20 ms. What does not arrive is silence: a jump of the position at once, and media that stops
 * while somebody speaks after {@link #MISSING}, so that a turn always ends. Belongs to one call; called on its mailbox.
 */
final class Hearing implements SpeechToText.Listener {
    private static final int FRAME = VoiceActivityDetector.FRAME_SAMPLES;
    /** What was heard before speech was noticed belongs to it: 400 ms. */
    private static final int PRE_ROLL = 20;

    private static final int SAMPLES_PER_MILLI = 8;
    private static final Duration MISSING = Duration.ofMillis(250);
    private static final Duration CHECK = Duration.ofMillis(100);
    private static final long LONGEST_GAP = 10_000 * SAMPLES_PER_MILLI;
    /** Words that take longer have failed. */
    private static final Duration TRANSCRIPTION_TIMEOUT = Duration.ofSeconds(10);

    private static final byte[] SILENCE = silence();

    /** Hears of what the other side says. */
    interface Listener {
        /** Somebody has begun to speak. */
        void onSpeechBegan();

        /**
         * Somebody speaks.
         *
         * @param speech for how long, in this utterance
         * @param words of this turn so far, as far as they are known
         */
        void onSpeech(Duration speech, String words);

        /** What the turn sounds like so far; replaces what was said of it before. */
        void onInterim(String words);

        /** An utterance was understood, while it is open whether the turn is over. */
        void onUtterance(String words);

        /** A turn is over. */
        void onTurn(HeardTurn turn);

        /** What sounded like speech brought no words. */
        void onNoise();

        /** Something of a provider was used. */
        void onUsage(Usage usage);

        /** Speech can't be understood any more. */
        void onHearingFailed(ProviderException failure);
    }

    /**
     * What was said in a turn. Immutable.
     *
     * @param words all of them
     * @param confidence of the utterance that the recognizer was least sure of; empty if it does not say
     * @param speechEndedNanos when the last of it was heard
     * @param wordsKnownNanos when the last words were known
     * @param decidedNanos when it was decided that it was over
     */
    record HeardTurn(
            String words, OptionalDouble confidence, long speechEndedNanos, long wordsKnownNanos, long decidedNanos) {}

    private final HearingParts parts;
    private final Scheduler scheduler;
    private final Executor mailbox;
    private final Listener listener;
    private final VoiceActivityDetector.Detection detection;
    private final TurnDetector detector;
    private final EndOfTurn endOfTurn;
    private SpeechToText.Transcription transcription;
    /** Counts the transcriptions; what comes of one that was given up is nobody's. */
    private int generation;

    private final byte[] frame = new byte[FRAME];
    private final short[] samples = new short[FRAME];
    private final byte[][] preRoll = new byte[PRE_ROLL][FRAME];
    private int inFrame;
    /** How many frames were remembered since the last utterance. */
    private int remembered;

    private long heardSamples = -1;
    private long lastAudioNanos;
    private Timer check = Timer.NONE;

    private AudioConverter converter;
    private final List<Words> turn = new ArrayList<>();
    private String interim = "";
    /** What was told last of what the turn sounds like. */
    private String told = "";

    private String words = "";
    private Duration silenceNeeded = Duration.ZERO;
    private boolean inTurn;
    private int untranscribed;
    /** Of these, how many belong to a turn that was cut because it did not end; what comes after is of the next one. */
    private int untranscribedOfCut;

    private long turnBeganNanos;
    private long speechEndedNanos;
    private long wordsKnownNanos;
    private long cutNanos;
    /** Since when words are waited for. */
    private long waitingSinceNanos;

    private boolean closed;

    Hearing(HearingParts parts, Scheduler scheduler, Executor mailbox, Listener listener) {
        this.parts = parts;
        this.scheduler = scheduler;
        this.mailbox = mailbox;
        this.listener = listener;
        this.detection = parts.detector().start();
        this.detector = new TurnDetector(parts.turnTaking());
        this.endOfTurn = EndOfTurn.byWords(parts.turnTaking(), TurnWords.in(parts.language()));
        this.converter = newConverter();
        this.transcription = newTranscription();
    }

    private SpeechToText.Transcription newTranscription() {
        SpeechToText.Request request = new SpeechToText.Request(parts.language(), parts.hints(), scheduler);
        return parts.speechToText().open(request, onMailbox(++generation));
    }

    /** A recognizer may call on any thread. */
    private SpeechToText.Listener onMailbox(int ofGeneration) {
        return new SpeechToText.Listener() {
            @Override
            public void onInterim(String words) {
                onMailbox(() -> Hearing.this.onInterim(words));
            }

            @Override
            public void onFinal(Words words) {
                onMailbox(() -> Hearing.this.onFinal(words));
            }

            @Override
            public void onFailure(VoiceCallException failure) {
                onMailbox(() -> Hearing.this.onFailure(failure));
            }

            @Override
            public void onUsage(Usage usage) { // also for what nobody wants to know any more
                mailbox.execute(() -> listener.onUsage(usage));
            }

            private void onMailbox(Runnable event) {
                mailbox.execute(() -> {
                    if (generation == ofGeneration) {
                        event.run();
                    }
                });
            }
        };
    }

    /** Another line begins to count at 0 again. */
    void onOpen() {
        heardSamples = -1;
    }

    /** Whether a turn is under way: somebody speaks, or has just spoken. */
    boolean inTurn() {
        return inTurn;
    }

    /** Sound of the line. */
    void audio(long positionSamples, byte[] muLaw) {
        if (closed) {
            return;
        }
        lastAudioNanos = scheduler.nanoTime();
        if (heardSamples < 0) {
            heardSamples = positionSamples;
        }
        long missing = Math.min(positionSamples - heardSamples, LONGEST_GAP);
        heardSamples = Math.max(heardSamples, positionSamples) + muLaw.length;
        try {
            hearNothing(missing);
            hear(muLaw);
        } catch (RuntimeException e) {
            broken(e);
        }
    }

    /** The detector or the recognizer has thrown what it should not: nothing can be heard any more. */
    private void broken(RuntimeException cause) {
        close();
        listener.onHearingFailed(
                new ProviderException(Stage.HEARING, "A part that hears has failed: " + cause, false, cause));
    }

    private void hear(byte[] muLaw) {
        int at = 0;
        while (at < muLaw.length) {
            int length = Math.min(FRAME - inFrame, muLaw.length - at);
            System.arraycopy(muLaw, at, frame, inFrame, length);
            at += length;
            inFrame += length;
            if (inFrame == FRAME) {
                inFrame = 0;
                hearFrame();
            }
        }
    }

    private void hearNothing(long length) {
        for (long left = length; left > 0 && !closed; left -= FRAME) {
            hear(left >= FRAME ? SILENCE : Arrays.copyOf(SILENCE, (int) left));
        }
    }

    private void hearFrame() {
        G711.decodeMulaw(frame, 0, FRAME, samples, 0);
        boolean speech = detection.isSpeech(samples, 0);
        boolean before = detector.isSpeaking();
        TurnDetector.Change change = detector.frame(speech);
        if (change == TurnDetector.Change.UTTERANCE_BEGAN) {
            beginUtterance();
        } else if (before) {
            transcribe(frame);
        } else {
            remember();
        }
        if (speech) {
            speechEndedNanos = scheduler.nanoTime();
        }
        if (change == TurnDetector.Change.UTTERANCE_ENDED) {
            endUtterance();
        } else if (speech && detector.isSpeaking()) {
            listener.onSpeech(detector.speech(), wordsSoFar());
        }
        if (inTurn) {
            decide();
        }
    }

    private void remember() {
        System.arraycopy(frame, 0, preRoll[remembered++ % PRE_ROLL], 0, FRAME);
    }

    private void beginUtterance() {
        remember();
        interim = "";
        converter = newConverter();
        for (int i = Math.max(0, remembered - PRE_ROLL); i < remembered; i++) {
            transcribe(preRoll[i % PRE_ROLL]);
        }
        remembered = 0;
        if (!inTurn) {
            beginTurn();
        }
    }

    private void beginTurn() {
        inTurn = true;
        turnBeganNanos = scheduler.nanoTime();
        watchMedia();
        listener.onSpeechBegan();
    }

    private void transcribe(byte[] muLaw) {
        transcription.audio(converter.convert(muLaw, 0, muLaw.length));
    }

    private void endUtterance() {
        byte[] rest = converter.flush();
        if (rest.length > 0) {
            transcription.audio(rest);
        }
        if (untranscribed++ == 0) {
            waitingSinceNanos = scheduler.nanoTime();
        }
        interim = "";
        transcription.endUtterance();
    }

    /** Whether the turn is over by now. */
    private void decide() {
        long now = scheduler.nanoTime();
        Duration silence = detector.silence();
        if (untranscribed > 0 && now - waitingSinceNanos > TRANSCRIPTION_TIMEOUT.toNanos()) {
            giveUpTranscribing();
        } else if (untranscribedOfCut == 0 && detector.isSpeaking()) {
            if (tooLong(now)) {
                cutTurn(now);
            }
        } else if (untranscribed == 0 && (silence.compareTo(silenceNeeded) >= 0 || tooLong(now))) {
            endTurn(now, speechEndedNanos);
        }
    }

    private void cutTurn(long now) {
        detector.cut();
        endUtterance();
        untranscribedOfCut = untranscribed;
        cutNanos = now;
    }

    /** The words of a turn that was cut are known; who speaks by now has begun another one. */
    private void endCutTurn() {
        endTurn(scheduler.nanoTime(), cutNanos);
        if (detector.isSpeaking() || untranscribed > 0) {
            beginTurn();
        }
    }

    /** No more is heard: what was said so far is a turn, as soon as its words are known. */
    void finish() {
        if (closed || !inTurn) {
            return;
        }
        long now = scheduler.nanoTime();
        if (detector.isSpeaking()) {
            cutTurn(now);
        } else if (untranscribed > 0) {
            untranscribedOfCut = untranscribed;
            cutNanos = speechEndedNanos;
        } else {
            endTurn(now, speechEndedNanos);
        }
    }

    private void giveUpTranscribing() {
        untranscribed = 0;
        untranscribedOfCut = 0;
        transcription.close();
        transcription = newTranscription();
        fail(new ProviderException(
                Stage.HEARING,
                "The words of an utterance did not come for " + TRANSCRIPTION_TIMEOUT.toSeconds() + " s.",
                true,
                null));
    }

    private boolean tooLong(long now) {
        return now - turnBeganNanos >= parts.turnTaking().maxTurn().toNanos();
    }

    private void endTurn(long now, long speechEnded) {
        HeardTurn heard = new HeardTurn(words, confidence(), speechEnded, wordsKnownNanos, now);
        turn.clear();
        words = "";
        told = "";
        inTurn = false;
        check.cancel();
        if (heard.words.isEmpty()) {
            listener.onNoise();
        } else {
            listener.onTurn(heard);
        }
    }

    private OptionalDouble confidence() {
        return turn.stream()
                .map(Words::confidence)
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .min();
    }

    @Override
    public void onInterim(String words) {
        if (!closed && inTurn) {
            interim = words.strip();
            tellInterim();
        }
    }

    @Override
    public void onFinal(Words recognized) {
        if (closed || untranscribed == 0) {
            return;
        }
        untranscribed--;
        wordsKnownNanos = scheduler.nanoTime();
        waitingSinceNanos = wordsKnownNanos;
        if (!recognized.text().isBlank()) {
            turn.add(recognized);
            words = join(words, recognized.text().strip());
            listener.onUtterance(words);
        }
        silenceNeeded = words.isEmpty() ? parts.turnTaking().pause() : endOfTurn.silenceAfter(words);
        transcribed();
    }

    private void transcribed() {
        if (untranscribedOfCut > 0 && --untranscribedOfCut == 0) {
            endCutTurn();
        } else if (inTurn) {
            decide();
        }
        if (inTurn) {
            tellInterim();
        }
    }

    private void tellInterim() {
        String now = wordsSoFar();
        if (!now.equals(told)) {
            told = now;
            listener.onInterim(now);
        }
    }

    @Override
    public void onFailure(VoiceCallException failure) {
        if (!closed && untranscribed > 0) {
            untranscribed--;
            waitingSinceNanos = scheduler.nanoTime();
            fail(failure);
            transcribed();
        }
    }

    private void fail(VoiceCallException failure) {
        listener.onHearingFailed(
                failure instanceof ProviderException known
                        ? known
                        : new ProviderException(Stage.HEARING, String.valueOf(failure.getMessage()), true, failure));
    }

    private String wordsSoFar() {
        return interim.isEmpty() ? words : join(words, interim);
    }

    private static String join(String before, String more) {
        return before.isEmpty() ? more : before + " " + more;
    }

    private void watchMedia() {
        check = scheduler.schedule(CHECK, mailbox, () -> {
            if (closed || !inTurn) {
                return;
            }
            long missing = scheduler.nanoTime() - lastAudioNanos;
            if (missing >= MISSING.toNanos()) {
                long length = missing / 1_000_000 * SAMPLES_PER_MILLI;
                lastAudioNanos += missing;
                heardSamples += length;
                try {
                    hearNothing(length);
                } catch (RuntimeException e) {
                    broken(e);
                }
            }
            if (inTurn) {
                watchMedia();
            }
        });
    }

    void close() {
        if (!closed) {
            closed = true;
            check.cancel();
            transcription.close();
        }
    }

    private AudioConverter newConverter() {
        return AudioConverter.between(
                AudioFormat.TELEPHONE, parts.speechToText().format());
    }

    private static byte[] silence() {
        byte[] silence = new byte[FRAME];
        Arrays.fill(silence, AudioFormat.Encoding.MULAW.silence());
        return silence;
    }
}
