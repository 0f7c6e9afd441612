package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.FakeSpeech;
import java.util.List;
import java.util.SplittableRandom;

/** Makes media messages of sound, with the losses that befall it. Timestamps count what is lost, chunks don't. */
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
    private int toLose;

    StreamSound(List<String> tracks, StreamMessages messages, StreamFaults faults, SplittableRandom random) {
        this.tracks = tracks;
        this.messages = messages;
        this.faults = faults;
        this.random = random;
    }

    /** The next 20 ms of both sides. */
    void frame(byte[] inbound, byte[] outbound, StreamOutbox outbox) {
        long timestampMillis = frames++ * FRAME_MILLIS;
        if (lost(inbound)) {
            return;
        }
        for (String track : tracks) {
            byte[] sound = track.equals("inbound") ? inbound : outbound;
            outbox.add("media", messages.media(track, timestampMillis, sound));
        }
    }

    /** Whether the callee speaks, or did so in the last half second. */
    boolean isSpeaking() {
        return silentFrames < PAUSE_FRAMES;
    }

    private boolean lost(byte[] inbound) {
        if (beginsToSpeak(inbound) && random.nextDouble() < faults.holes()) {
            toLose = HOLE_FRAMES;
        } else if (toLose == 0 && random.nextDouble() < faults.losses()) {
            toLose = LOSS_FRAMES;
        }
        return toLose > 0 && toLose-- > 0;
    }

    private boolean beginsToSpeak(byte[] inbound) {
        if (isSilent(inbound)) {
            silentFrames++;
            return false;
        }
        boolean begins = silentFrames >= PAUSE_FRAMES;
        silentFrames = 0;
        return begins;
    }

    private static boolean isSilent(byte[] muLaw) {
        for (byte sample : muLaw) {
            if (sample != FakeSpeech.SILENCE) {
                return false;
            }
        }
        return true;
    }
}
