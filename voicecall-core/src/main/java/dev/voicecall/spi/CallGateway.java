package dev.voicecall.spi;

/**
 * A carrier: places calls and takes them.
 *
 * <p>Safe for use by many threads.
 */
public interface CallGateway extends AutoCloseable {
    /**
     * Begins to work: opens the doors by which the carrier reaches us. Called once, before any other method.
     *
     * @param scheduler the threads and the time to use; it outlives the gateway
     * @param incoming is offered each call that comes in
     * @throws dev.voicecall.VoiceCallException if the doors can't be opened
     */
    void start(Scheduler scheduler, IncomingCalls incoming);

    /**
     * Prepares a call. Nothing rings before {@link CallLeg#start}. Returns at once.
     *
     * @throws dev.voicecall.VoiceCallException if the carrier can't do what is asked, whatever the number
     */
    CallLeg dial(OutboundCall call);

    /** Closes the doors. Called when all legs have ended, or at the end of patience with those that have not. */
    @Override
    void close();

    /** Who takes the calls that come in. Safe for use by many threads. */
    @FunctionalInterface
    interface IncomingCalls {
        /**
         * Offers a call that has come in and is not answered yet. The taker calls {@link CallLeg#start} before it
         * returns.
         *
         * @param leg our end of it
         */
        void offer(CallLeg leg);
    }
}
