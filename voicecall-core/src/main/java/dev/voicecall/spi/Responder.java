package dev.voicecall.spi;

import dev.voicecall.ToolUse;
import dev.voicecall.Usage;
import java.util.List;

/**
 * The brain of an agent: decides what to say next.
 *
 * <pre>{@code
 * Responder parrot = conversation -> "You said: " + conversation.latest();
 * }</pre>
 *
 * <p>Safe for use by many threads: it serves all calls of an agent.
 */
@FunctionalInterface
public interface Responder {
    /**
     * What to say to the conversation so far. Called on a thread that may block, and interrupted when nobody wants to hear
     * the answer any more.
     *
     * @return plain text or markdown, of which the words are spoken; blank to say nothing
     * @throws InterruptedException if nobody wants to hear it any more
     * @throws Exception if it fails; a {@link dev.voicecall.ProviderException} says whether trying again may help
     */
    String respond(Conversation conversation) throws Exception;

    /**
     * As {@link #respond(Conversation)}, piece by piece: each sentence is spoken while the next one is still being thought of.
     * This is what is called; by default it says what the other method returns.
     *
     * <p>If it fails before there is a word, it is called once more, with the tools that were used by then in the conversation.
     */
    default void respond(Conversation conversation, Response response) throws Exception {
        response.say(respond(conversation));
    }

    /** An answer in the making. Used by the thread that makes it. */
    interface Response {
        /**
         * Says more.
         *
         * @param piece of any length, down to a single character
         * @throws InterruptedException if nobody wants to hear it any more
         */
        void say(String piece) throws InterruptedException;

        /**
         * Hangs up when the answer has been heard to its end. If the caller interrupts it, the call goes on and this is
         * forgotten.
         */
        void endCall();

        /**
         * Waits until it is certain that the caller has finished and this answer is wanted. An agent with
         * preemptive replies asks for answers before that; what has effects beyond words waits for this first. Returns at once otherwise.
         *
         * @throws InterruptedException if it is not wanted
         */
        void awaitCommitted() throws InterruptedException;

        /**
         * Has tools used, all at the same time, once it is certain that the answer is wanted. Blocks until each of them has
         * ended, be it by its time-out. What was said before is taken for a whole sentence and is heard meanwhile; if it takes
         * long after that, something is said to pass the time.
         *
         * <p>If the answer is interrupted, tools go on unless they are {@link Tool#isCancelledByInterruption()}, and what becomes
         * of them comes with a later {@link Conversation}. A tool that ends the conversation ({@link Tool#hangUp()},
         * {@link Tool#transfer}) does so when all of the answer was heard; it returns at once, with a result that tells of that.
         *
         * @param tools those that there are
         * @param calls what the model asks for; calls of a tool that there is not fail
         * @return what the model is to be told, in the order of the calls
         * @throws InterruptedException if the answer is not wanted any more
         */
        List<ToolUse> use(List<Tool> tools, List<ToolCall> calls) throws InterruptedException;

        /** Tells what was used of a provider for this answer, once that is known, for the call's record. May be called several times. */
        default void used(Usage usage) {}
    }
}
