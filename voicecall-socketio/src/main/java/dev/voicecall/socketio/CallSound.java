package dev.voicecall.socketio;

import dev.voicecall.Utterance.Speaker;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.BufferedTapListener;
import org.jspecify.annotations.Nullable;

/**
 * The sound of a call on its way to the hub: from the call's mailbox to a worker, where it is converted and encoded, and not at all while
 * nobody wants it. Called on the call's mailbox, but for {@link #wanted} and {@link #encoded}.
 */
final class CallSound implements AudioTap.Listener {
    private final String callId;
    private final RelayHub hub;
    /** Until the hub has said otherwise, so that those who are there already miss nothing of the beginning. */
    private volatile boolean wanted = true;

    private volatile boolean over;
    private @Nullable BufferedTapListener worker;
    private long lostSamples;

    CallSound(String callId, RelayHub hub) {
        this.callId = callId;
        this.hub = hub;
    }

    String callId() {
        return callId;
    }

    /** Whether somebody wants it, from now on. */
    void wanted(boolean wanted) {
        this.wanted = wanted;
    }

    @Override
    public void onAudio(Speaker speaker, long positionSamples, byte[] muLaw) {
        if (!wanted) {
            stop();
            return;
        }
        if (worker == null) {
            worker = new BufferedTapListener(new EncodedSound(this, hub), hub.scheduler());
            lostSamples = 0;
        }
        worker.onAudio(speaker, positionSamples, muLaw);
        countLoss(worker.droppedSamples(Speaker.THEM) + worker.droppedSamples(Speaker.US));
    }

    private void countLoss(long samples) {
        if (samples > lostSamples) {
            hub.lostSamples(samples - lostSamples);
            lostSamples = samples;
        }
    }

    @Override
    public void onEnded() {
        over = true;
        if (worker == null) {
            hub.soundEnded(this);
        }
        stop();
    }

    private void stop() {
        if (worker != null) {
            worker.onEnded();
            worker = null;
        }
    }

    /** All that was wanted of it so far is with the hub. */
    void encoded() {
        if (over) {
            hub.soundEnded(this);
        }
    }
}
