package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.PlayoutBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One of two who are connected by Dial: each hears bit by bit what the other says, 20 ms at a time. Belongs to its call; called on that
 * call's mailbox.
 */
final class BridgedParty implements CallSound.Partner {
    /** Silence that is sent on after sound: the pauses between words are not gaps. */
    private static final int AFTER_SOUND_FRAMES = 5;

    private final LiveCall call;
    private final PlayoutBuffer playout = new PlayoutBuffer(mark -> {}, dropped -> {});
    private @Nullable BridgedParty other;
    private int silentFrames = AFTER_SOUND_FRAMES;

    BridgedParty(LiveCall call) {
        this.call = call;
    }

    /** Is heard by another one from now on, and hears it as soon as that does the same. */
    void talkTo(BridgedParty partner) {
        other = partner;
        call.streams().sound().talk(this);
    }

    /** Hangs up, or is put through elsewhere. */
    void leave() {
        other = null;
        playout.clear();
        call.streams().sound().leave(this);
    }

    @Override
    public void sound(byte[] inbound, byte[] outbound, long atNanos) {
        BridgedParty hearer = other;
        silentFrames = FakeSpeech.isSilent(inbound) ? silentFrames + 1 : 0;
        if (hearer != null && silentFrames <= AFTER_SOUND_FRAMES) {
            hearer.call.mailbox().execute(() -> hearer.hear(inbound));
        }
    }

    private void hear(byte[] muLaw) {
        if (other != null) {
            if (playout.queuedBytes() == 0) {
                playout.clear();
            }
            playout.send(muLaw);
        }
    }

    @Override
    public void key(char key) {
        // the tones of keys are not simulated
    }

    @Override
    public PlayoutBuffer playout() {
        return playout;
    }
}
