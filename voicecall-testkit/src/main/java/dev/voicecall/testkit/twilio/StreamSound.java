package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.FakeSpeech;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes media messages of sound, with the losses that befall it, each track for itself. Timestamps count what is lost, chunks don't.
 * Where messages are late, now one track comes first and now the other.
 */
final class StreamSound {
    private static final int FRAME_MILLIS = 20;
    private static final int LOSS_FRAMES = 10;
    private static final int HOLE_FRAMES = 150;
    private static final int PAUSE_FRAMES = 25;

    private final List<String> tracks;
    private final StreamMessages messages;
    private final StreamFaults faults;
    private final SplittableRandom random;
    private long frames;
    private int silentFrames = PAUSE_FRAMES;
    /** How many frames of each track are still to be lost. */
    private final int[] toLose;

    StreamSound(List<String> tracks, StreamMessages messages, StreamFaults faults, SplittableRandom random) {
        this.tracks = tracks;
        this.messages = messages;
        this.faults = faults;
        this.random = random;
        this.toLose = new int[tracks.size()];
    }

    /** The next 20 ms of both sides. */
    void frame(byte[] inbound, byte[] outbound, StreamOutbox outbox) {
        long timestampMillis = frames++ * FRAME_MILLIS;
        boolean reversed = tracks.size() > 1 && !faults.jitter().isZero() && random.nextBoolean();
        for (int i = 0; i < tracks.size(); i++) {
            int track = reversed ? tracks.size() - 1 - i : i;
            String name = tracks.get(track);
            byte[] sound = name.equals("inbound") ? inbound : outbound;
            if (!lost(track, name.equals("inbound") && beginsToSpeak(inbound))) {
                outbox.add("media", messages.media(name, timestampMillis, sound));
            }
        }
    }

    /** Whether the callee speaks, or did so in the last half second. */
    boolean isSpeaking() {
        return silentFrames < PAUSE_FRAMES;
    }

    private boolean lost(int track, boolean beginsToSpeak) {
        if (beginsToSpeak && random.nextDouble() < faults.holes()) {
            toLose[track] = HOLE_FRAMES;
        } else if (toLose[track] == 0 && random.nextDouble() < faults.losses()) {
            toLose[track] = LOSS_FRAMES;
        }
        return toLose[track] > 0 && toLose[track]-- > 0;
    }

    private boolean beginsToSpeak(byte[] inbound) {
        if (FakeSpeech.isSilent(inbound)) {
            silentFrames++;
            return false;
        }
        boolean begins = silentFrames >= PAUSE_FRAMES;
        silentFrames = 0;
        return begins;
    }
}
