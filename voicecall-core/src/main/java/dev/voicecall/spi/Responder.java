package dev.voicecall.spi;

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
    }
}
