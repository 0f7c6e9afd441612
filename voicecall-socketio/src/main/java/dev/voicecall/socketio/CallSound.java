package dev.voicecall.socketio;

import dev.voicecall.Utterance.Speaker;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.Mailbox;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The sound of a call on its way to the hub: from the call's mailbox to a worker, where it is converted and encoded, and not at all while
 * nobody wants it. Called on the call's mailbox, but for {@link #wanted}.
 */
final class CallSound implements AudioTap.Listener {
    private final String callId;
    private final RelayHub hub;
    private final Executor worker;
    private volatile boolean wanted;
    private @Nullable EncodedSound listener;

    CallSound(String callId, RelayHub hub) {
        this.callId = callId;
        this.hub = hub;
        this.worker = new Mailbox(hub.scheduler().worker());
    }

    String callId() {
        return callId;
    }

    /** Whether it is, from now on. */
    void wanted(boolean wanted) {
        this.wanted = wanted;
    }

    @Override
    public void onAudio(Speaker speaker, long positionSamples, byte[] muLaw) {
        if (!wanted) {
            stop(() -> {});
            return;
        }
        EncodedSound to = listener == null ? new EncodedSound(this, hub) : listener;
        listener = to;
        worker.execute(() -> to.onAudio(speaker, positionSamples, muLaw));
    }

    @Override
    public void onEnded() {
        stop(() -> hub.soundEnded(this));
    }

    /** What is on its way comes first. */
    private void stop(Runnable then) {
        EncodedSound last = listener;
        listener = null;
        if (last == null) {
            then.run();
        } else {
            worker.execute(() -> {
                last.onEnded();
                then.run();
            });
        }
    }
}
