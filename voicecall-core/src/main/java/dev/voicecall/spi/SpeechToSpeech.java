package dev.voicecall.spi;

import dev.voicecall.CallInfo;
import dev.voicecall.ProviderException;
import dev.voicecall.ToolUse;
import dev.voicecall.Usage;
import dev.voicecall.VoiceCallException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A model that hears and speaks by itself: it decides when the other side has finished, and what to say.
 *
 * <p>Its speech comes in <em>items</em>, faster than it is played. Which part of it was heard is known here, and told to the
 * model when it is interrupted, so that it remembers nothing that nobody has heard.
 *
 * <p>Safe for use by many threads: it serves all calls of an agent.
 */
public interface SpeechToSpeech {
    /** The tools that the model may ask for; none by default. Their {@link Tool#filler} is not said: the model speaks for itself. */
    default List<Tool> tools() {
        return List.of();
    }

    /**
     * Begins to listen and to speak. Returns at once; what is said before the model is there is kept for it, within bounds.
     *
     * @param listener called on {@code request.mailbox()}, once this has returned
     */
    Session open(Request request, Listener listener);

    /**
     * For which call. Immutable.
     *
     * @param call which call this is
     * @param language that is expected to be spoken, a BCP 47 tag
     * @param scheduler time and threads
     * @param mailbox where all of this happens, one thing at a time
     */
    record Request(CallInfo call, String language, Scheduler scheduler, Executor mailbox) {}

    /** A model on a call. Belongs to one call; called on its mailbox. Nothing blocks; after it is closed all methods do nothing. */
    interface Session extends AutoCloseable {
        /**
         * The other side's sound, without gaps: silence where there was none.
         *
         * @param muLaw μ-law, 8,000 samples per second, one byte each; any number of them; belongs to the session
         */
        void audio(byte[] muLaw);

        /** The other side said or keyed in something that the sound does not tell. The model answers. */
        void text(String words);

        /**
         * Has the model say something by itself.
         *
         * @param instructions what, for example "Ask whether the caller is still there."
         */
        void prompt(String instructions);

        /**
         * Something was not heard to its end: the other side has interrupted. Nothing more of the item is delivered then,
         * nor of the answer to which it belongs, its {@link Listener#onAnswered} included.
         *
         * @param item which; of several that were queued each one is told of, in their order
         * @param heard how much of it was played; zero for what was still behind another one
         */
        void cut(String item, Duration heard);

        /**
         * A tool has come to its end. Each {@link Listener#onToolCalls} is answered by exactly one of these for each call. When
         * all that were asked for together have ended, the model goes on, unless all of them were cancelled.
         */
        void toolSettled(ToolUse use);

        /** Ends it; the listener is not called any more. */
        @Override
        void close();
    }

    /** Hears of what the model hears and says. Called on the call's mailbox. */
    interface Listener {
        /** The model is there. Comes again when it had to be connected anew. */
        void onOpen();

        /** The other side begins to speak: whatever is being said is to stop. */
        void onSpeechBegan();

        /**
         * The other side has finished.
         *
         * @param item of its words; they come later, with {@link #onCallerWords}, or never
         */
        void onSpeechEnded(String item);

        /**
         * What the other side says sounds like this so far; replaces what was told of the item before, until {@link #onCallerWords}.
         * Models need not tell.
         */
        default void onCallerInterim(String item, String words) {}

        /**
         * What the other side has said, as far as it is understood.
         *
         * @param item of {@link #onSpeechEnded}; one that is not known if the order was lost
         * @param words empty if it could not be understood
         */
        void onCallerWords(String item, String words);

        /**
         * A piece of the model's speech. Another item follows when the one before is complete.
         *
         * @param item which; unique within the call
         * @param muLaw μ-law, 8,000 samples per second, one byte each; not changed afterwards
         */
        void onAudio(String item, byte[] muLaw);

        /** A piece of the text of an item; may come before or after its sound. */
        void onWords(String item, String piece);

        /** Nothing more comes of the item. */
        void onItemEnded(String item);

        /** The model wants to have tools used, at the same time. */
        void onToolCalls(List<ToolCall> calls);

        /**
         * The model has come to the end of an answer, and of asking for tools with it; perhaps it says nothing. More follows only
         * if somebody says something, it is prompted, or a tool has settled.
         */
        void onAnswered();

        /** Something went wrong that was survived. */
        void onWarning(VoiceCallException problem);

        /** Something of a provider was used. */
        default void onUsage(Usage usage) {}

        /** The model is gone for good. Comes last. */
        void onFailure(ProviderException failure);
    }
}
