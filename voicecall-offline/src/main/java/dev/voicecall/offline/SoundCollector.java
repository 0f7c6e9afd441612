package dev.voicecall.offline;

import com.sun.speech.freetts.audio.AudioPlayer;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import javax.sound.sampled.AudioFormat;

/**
 * Takes what FreeTTS plays, until the thread is interrupted. FreeTTS writes 16-bit samples, the higher byte first. Called by
 * one thread at a time.
 */
final class SoundCollector implements AudioPlayer {
    /** Of full scale, 32,768: about -50 dB. */
    private static final int SILENCE = 100;
    /** 20 ms, so that the first consonant is not cut. */
    private static final int FADE = 320;

    private final ByteArrayOutputStream sound = new ByteArrayOutputStream();
    private AudioFormat format = new AudioFormat(8_000, 16, 1, true, true);
    private float volume = 1;

    /** What was played, the lower byte first, without the 200 ms of silence that FreeTTS puts before it. */
    byte[] littleEndian() {
        byte[] bytes = fromFirstSound(sound.toByteArray());
        for (int i = 0; i + 1 < bytes.length; i += 2) {
            byte higher = bytes[i];
            bytes[i] = bytes[i + 1];
            bytes[i + 1] = higher;
        }
        return bytes;
    }

    private static byte[] fromFirstSound(byte[] bytes) {
        int first = 0;
        while (first + 1 < bytes.length && isSilent(bytes, first)) {
            first += 2;
        }
        return Arrays.copyOfRange(bytes, Math.max(0, first - FADE), bytes.length);
    }

    private static boolean isSilent(byte[] bytes, int at) {
        return Math.abs((bytes[at] << 8) | (bytes[at + 1] & 0xFF)) < SILENCE;
    }

    @Override
    public boolean write(byte[] audioData) {
        return write(audioData, 0, audioData.length);
    }

    @Override
    public boolean write(byte[] audioData, int offset, int size) {
        sound.write(audioData, offset, size);
        return !Thread.currentThread().isInterrupted();
    }

    @Override
    public AudioFormat getAudioFormat() {
        return format;
    }

    @Override
    public void setAudioFormat(AudioFormat format) {
        this.format = format;
    }

    @Override
    public float getVolume() {
        return volume;
    }

    @Override
    public void setVolume(float volume) {
        this.volume = volume;
    }

    @Override
    public boolean end() {
        return true;
    }

    @Override
    public boolean drain() {
        return true;
    }

    @Override
    public long getTime() {
        return 0;
    }

    @Override
    public void begin(int size) {}

    @Override
    public void reset() {}

    @Override
    public void cancel() {}

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void resetTime() {}

    @Override
    public void startFirstSampleTimer() {}

    @Override
    public void showMetrics() {}

    @Override
    public void close() {}
}
