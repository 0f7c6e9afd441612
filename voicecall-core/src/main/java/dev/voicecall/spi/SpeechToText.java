package dev.voicecall.spi;

import dev.voicecall.Usage;
import dev.voicecall.VoiceCallException;
import dev.voicecall.audio.AudioFormat;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Turns speech into words.
 *
 * <p>An adapter for a recognizer that takes whole utterances is a function: {@link #ofUtterances}. Safe for use by many
 * threads.
 */
public interface SpeechToText {
    /** In which format {@link Transcription#audio} takes sound. */
    AudioFormat format();

    /**
     * Whether words come while somebody speaks ({@link Listener#onInterim}), so that they can count when it is decided
     * whether an interruption is one; false by default.
     */
    default boolean interimWords() {
        return false;
    }

    /**
     * Begins to listen to one side of one call. Returns at once; what takes time happens on {@code request.scheduler()}.
     *
     * @param listener may be called on any thread, but by one at a time
     */
    Transcription open(Request request, Listener listener);

    /**
     * A recognizer that takes whole utterances, by a function that blocks. It is called on a worker thread; the utterances of
     * one call one after the other, those of several calls at once. When it fails in a way that may not come again, it is called
     * once more.
     */
    static SpeechToText ofUtterances(AudioFormat format, UtteranceRecognizer recognizer) {
        return new UtteranceSpeechToText(format, recognizer);
    }

    /**
     * What is to be heard. Immutable.
     *
     * @param language a BCP 47 tag
     * @param hints words and phrases that are likely
     * @param scheduler time and threads
     */
    record Request(String language, List<String> hints, Scheduler scheduler) {
        /** Copies the hints. */
        public Request {
            hints = List.copyOf(hints);
        }
    }

    /**
     * Words that were recognized. Immutable.
     *
     * @param text the words; empty if there were none
     * @param confidence how sure the recognizer is, 0 to 1; empty where it does not say
     */
    record Words(String text, OptionalDouble confidence) {
        /** Nothing but noise. */
        public static final Words NONE = new Words("", OptionalDouble.empty());
    }

    /**
     * Listens to one side of one call. It is given the stretches in which somebody speaks, with what was just before and
     * after; not the silence between them. Called by one thread at a time; nothing blocks.
     */
    interface Transcription extends AutoCloseable {
        /**
         * The next piece of an utterance.
         *
         * @param sound in the {@link SpeechToText#format() format}, whole samples of any number; belongs to the recognizer
         */
        void audio(byte[] sound);

        /**
         * The utterance is over. It is answered by exactly one {@link Listener#onFinal} or {@link Listener#onFailure}; in the
         * order of the utterances.
         */
        void endUtterance();

        /** Ends it; the listener is not called any more, or at most once, by what is just under way. */
        @Override
        void close();
    }

    /** Hears of the words. */
    interface Listener {
        /** What the utterance under way sounds like so far; replaces what was said of it before. */
        void onInterim(String words);

        /** What an utterance was; {@link Words#NONE} if it was not speech. */
        void onFinal(Words words);

        /** An utterance could not be recognized. The next one may be. */
        void onFailure(VoiceCallException failure);

        /** Something of a provider was used, perhaps for several utterances. */
        default void onUsage(Usage usage) {}
    }

    /** Turns an utterance into words. Safe for use by many threads. */
    @FunctionalInterface
    interface UtteranceRecognizer {
        /**
         * Blocks until the words are known. The thread is interrupted when nobody wants to know any more.
         *
         * @param utterance all of its sound, in the format that was agreed on
         * @throws Exception if that can't be; a {@link dev.voicecall.ProviderException} says whether trying again may help
         */
        Words recognize(Request request, byte[] utterance) throws Exception;

        /**
         * The same, and tells what was used of a provider for it. This is what is called; by default nothing is told.
         *
         * @param used takes it, on the thread that calls this
         */
        default Words recognize(Request request, byte[] utterance, Consumer<Usage> used) throws Exception {
            return recognize(request, utterance);
        }
    }
}
