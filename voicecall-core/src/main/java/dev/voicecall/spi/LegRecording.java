package dev.voicecall.spi;

import dev.voicecall.Recording;
import java.util.concurrent.CompletionStage;

/**
 * A recording that the carrier makes of a call under way. Each method completes when the carrier has done it, or exceptionally
 * with a {@link dev.voicecall.CarrierException}; once the recording is over they complete and do nothing. What becomes of it is
 * told to {@link CallGateway.Listener#onRecording}. Safe for use by many threads.
 */
public interface LegRecording {
    /** As it was when it began. */
    Recording info();

    /** Stands still. */
    CompletionStage<Void> pause();

    /** Goes on. */
    CompletionStage<Void> resume();

    /** Ends it; the call goes on. */
    CompletionStage<Void> stop();
}
