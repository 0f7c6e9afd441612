package dev.voicecall;

import dev.voicecall.spi.LegRecording;

/**
 * A recording that the carrier is making of a {@link Call}. Each method returns when the carrier has done it; once the recording is
 * over it does nothing.
 *
 * <p>Like those of {@link Call}, they throw {@link CallEndedException} if the thread is interrupted, and a {@link CarrierException} if
 * the carrier fails. Belongs to one call; not safe for use by several threads.
 */
public final class CallRecording {
    private final Call call;
    private final LegRecording recording;

    CallRecording(Call call, LegRecording recording) {
        this.call = call;
        this.recording = recording;
    }

    /** The carrier's name for it, as in {@link Recording#id()}. */
    public String id() {
        return recording.info().id();
    }

    /** Records silence from now on, so that what is said stays off it: the number of a card, for example. */
    public void pause() {
        call.await(recording.pause().toCompletableFuture());
    }

    /** Records what is said again. */
    public void resume() {
        call.await(recording.resume().toCompletableFuture());
    }

    /** Ends it; the call goes on. */
    public void stop() {
        call.await(recording.stop().toCompletableFuture());
    }
}
