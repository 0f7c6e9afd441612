package dev.voicecall.testkit.openai;

import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.testkit.openai.SessionConfig.Detection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/**
 * What a client has appended and not committed, and who speaks in it. Its time is that of the sound: so many milliseconds were
 * appended since the session began. Called on the session's mailbox.
 *
 * <p>Somebody speaks in a frame of 20 ms if its RMS reaches the threshold's part of {@value #LOUD}; three such frames in a row
 * begin speech.
 */
final class InputAudio {
    private static final int FRAME_MILLIS = 20;
    private static final int LOUD = 1_000;
    private static final int ONSET_FRAMES = 3;
    /** Ten minutes: more than any turn needs. */
    private static final int MAX_FRAMES = 30_000;

    /** What is made of it. */
    interface Turns {
        /** Somebody begins to speak. */
        void began(Detection detection, int startMillis);

        /** A frame that belongs to an utterance. */
        void heard(byte[] frame, AudioFormat format);

        /** Somebody has finished. */
        void ended(Detection detection, int endMillis);
    }

    private final SessionConfig config;
    private final Turns turns;
    private final Deque<byte[]> frames = new ArrayDeque<>();
    private AudioFormat format = AudioFormat.PCM_24K;
    private AudioConverter toLinear = AudioConverter.between(format, format);
    private byte[] rest = new byte[0];
    private long heardFrames;
    private int loudFrames;
    private int quietFrames;
    private boolean speaking;

    InputAudio(SessionConfig config, Turns turns) {
        this.config = config;
        this.turns = turns;
    }

    void append(byte[] sound) {
        if (!config.inputFormat().equals(format)) {
            format = config.inputFormat();
            toLinear = AudioConverter.between(format, linear(format));
            rest = new byte[0];
            frames.clear();
        }
        byte[] all = Arrays.copyOf(rest, rest.length + sound.length);
        System.arraycopy(sound, 0, all, rest.length, sound.length);
        int frameBytes = format.bytes(Duration.ofMillis(FRAME_MILLIS));
        int at = 0;
        for (; at + frameBytes <= all.length; at += frameBytes) {
            hear(Arrays.copyOfRange(all, at, at + frameBytes));
        }
        rest = Arrays.copyOfRange(all, at, all.length);
    }

    private static AudioFormat linear(AudioFormat format) {
        return new AudioFormat(AudioFormat.Encoding.PCM16, format.sampleRateHz());
    }

    private void hear(byte[] frame) {
        frames.add(frame);
        heardFrames++;
        Optional<Detection> detection = config.detection();
        if (detection.isEmpty()) {
            speaking = false;
            turns.heard(frame, format);
            keepAtMost(MAX_FRAMES);
        } else if (speaking) {
            turns.heard(frame, format);
            awaitEnd(detection.get(), frame);
        } else {
            awaitBegin(detection.get(), frame);
        }
    }

    private void awaitBegin(Detection detection, byte[] frame) {
        loudFrames = isLoud(frame, detection.threshold()) ? loudFrames + 1 : 0;
        keepAtMost((int) (detection.padding().toMillis() / FRAME_MILLIS) + ONSET_FRAMES);
        if (loudFrames == ONSET_FRAMES) {
            speaking = true;
            quietFrames = 0;
            loudFrames = 0;
            turns.began(detection, Math.toIntExact((heardFrames - frames.size()) * FRAME_MILLIS));
            frames.forEach(kept -> turns.heard(kept, format));
        }
    }

    private void awaitEnd(Detection detection, byte[] frame) {
        quietFrames = isLoud(frame, detection.threshold()) ? 0 : quietFrames + 1;
        if ((long) quietFrames * FRAME_MILLIS >= detection.silence().toMillis()) {
            turns.ended(detection, millis());
        }
    }

    private boolean isLoud(byte[] frame, double threshold) {
        byte[] linear = toLinear.convert(frame, 0, frame.length);
        double energy = 0;
        for (int i = 0; i < linear.length; i += 2) {
            int sample = (linear[i] & 0xFF) | linear[i + 1] << 8;
            energy += (double) sample * sample;
        }
        return Math.sqrt(energy / (linear.length / 2.0)) >= threshold * LOUD;
    }

    private void keepAtMost(int most) {
        while (frames.size() > most) {
            frames.remove();
        }
    }

    /** How much was appended since the session began, in whole frames. */
    int millis() {
        return Math.toIntExact(heardFrames * FRAME_MILLIS);
    }

    /** How much is there to be committed. */
    Duration length() {
        return Duration.ofMillis((long) frames.size() * FRAME_MILLIS).plus(format.duration(rest.length));
    }

    boolean speaking() {
        return speaking;
    }

    /** Nothing of it is left. */
    void reset() {
        frames.clear();
        rest = new byte[0];
        loudFrames = 0;
        speaking = false;
    }
}
