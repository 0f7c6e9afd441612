package dev.voicecall.testkit;

import dev.voicecall.audio.G711;

/**
 * Finds out by its loudness where speech begins and ends, and understands it if it is {@link FakeSpeech}. Goes by the sound it is
 * given, not by the clock. Belongs to one call; called on its mailbox.
 */
final class FakeEndpointer {
    private static final int FRAME = FakeSpeech.FRAME;
    private static final int FRAMES_TO_BEGIN = 3;
    private static final int FRAMES_TO_END = 25;
    /** About -34 dB of full scale. */
    private static final int LOUD = 650;

    private final Listener listener;
    private final FakeSpeechEar ear = new FakeSpeechEar();
    private final byte[] frame = new byte[FRAME];
    private int inFrame;
    private int loud;
    private int silent;
    private boolean speaking;

    /** Hears of speech. */
    interface Listener {
        /** Somebody has begun to speak. */
        void onBegan();

        /** Somebody has finished. */
        void onEnded(String words);
    }

    FakeEndpointer(Listener listener) {
        this.listener = listener;
    }

    void hear(byte[] muLaw) {
        for (byte sample : muLaw) {
            frame[inFrame++] = sample;
            if (inFrame == FRAME) {
                inFrame = 0;
                hearFrame();
            }
        }
    }

    private void hearFrame() {
        ear.hear(frame.clone());
        if (isLoud()) {
            loud++;
            silent = 0;
        } else {
            loud = speaking ? loud : 0;
            silent++;
        }
        if (!speaking && loud >= FRAMES_TO_BEGIN) {
            speaking = true;
            listener.onBegan();
        } else if (speaking && silent >= FRAMES_TO_END) {
            speaking = false;
            loud = 0;
            String words = ear.text();
            ear.reset();
            listener.onEnded(words);
        }
    }

    private boolean isLoud() {
        long sum = 0;
        for (byte sample : frame) {
            sum += Math.abs(G711.decodeMulaw(sample));
        }
        return sum > (long) LOUD * FRAME;
    }
}
