package dev.voicecall.offline;

import com.sun.speech.freetts.audio.AudioPlayer;
import java.io.ByteArrayOutputStream;
import javax.sound.sampled.AudioFormat;

/**
 * Takes what FreeTTS plays, until the thread is interrupted. FreeTTS writes 16-bit samples, the higher byte first. Called by
 * one thread at a time.
 */
final class SoundCollector implements AudioPlayer {
    private final ByteArrayOutputStream sound = new ByteArrayOutputStream();
    private AudioFormat format = new AudioFormat(8_000, 16, 1, true, true);
    private float volume = 1;

    byte[] littleEndian() {
        byte[] bytes = sound.toByteArray();
        for (int i = 0; i + 1 < bytes.length; i += 2) {
            byte higher = bytes[i];
            bytes[i] = bytes[i + 1];
            bytes[i + 1] = higher;
        }
        return bytes;
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
