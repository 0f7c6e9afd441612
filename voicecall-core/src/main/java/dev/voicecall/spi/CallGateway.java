package dev.voicecall.spi;

import dev.voicecall.Recording;
import java.util.Optional;

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
     * @param listener hears of calls that come in, and of recordings
     * @throws dev.voicecall.VoiceCallException if the doors can't be opened
     */
    void start(Scheduler scheduler, Listener listener);

    /**
     * Prepares a call. Nothing rings before {@link CallLeg#start}. Returns at once.
     *
     * @throws dev.voicecall.VoiceCallException if the carrier can't do what is asked, whatever the number
     */
    CallLeg dial(OutboundCall call);

    /** Closes the doors. Called when all legs have ended, or at the end of patience with those that have not. */
    @Override
    void close();

    /** The recordings that the carrier keeps; empty if it keeps none. Known once it has {@linkplain #start started}. */
    default Optional<RecordingArchive> recordings() {
        return Optional.empty();
    }

    /** Hears of what concerns no call that is under way already. Safe for use by many threads. */
    @FunctionalInterface
    interface Listener {
        /**
         * A call has come in and is not answered yet. The taker calls {@link CallLeg#start} before it returns.
         *
         * @param leg our end of it
         */
        void onIncoming(CallLeg leg);

        /**
         * The carrier tells of a recording: that it began, that its sound is there, that there is none. It may come in any order,
         * twice, and long after the call. Must not block.
         */
        default void onRecording(Recording recording) {}
    }
}
