package dev.voicecall.audio;

import java.time.Duration;

/**
 * How sound is written down: one channel, so many samples per second. Immutable.
 *
 * @param encoding how a sample is written
 * @param sampleRateHz samples per second
 */
public record AudioFormat(Encoding encoding, int sampleRateHz) {
    /** The telephone's: μ-law, 8 kHz. */
    public static final AudioFormat TELEPHONE = new AudioFormat(Encoding.MULAW, 8_000);
    /** 16-bit linear, 8 kHz. */
    public static final AudioFormat PCM_8K = new AudioFormat(Encoding.PCM16, 8_000);
    /** 16-bit linear, 16 kHz. */
    public static final AudioFormat PCM_16K = new AudioFormat(Encoding.PCM16, 16_000);
    /** 16-bit linear, 24 kHz. */
    public static final AudioFormat PCM_24K = new AudioFormat(Encoding.PCM16, 24_000);

    /** Ways to write a sample. */
    public enum Encoding {
        /** 16 bits, two's complement, the lower byte first. */
        PCM16,
        /** ITU-T G.711 μ-law, 8 bits. */
        MULAW,
        /** ITU-T G.711 A-law, 8 bits. */
        ALAW
    }

    /** 2 for PCM16, else 1. */
    public int bytesPerSample() {
        return encoding == Encoding.PCM16 ? 2 : 1;
    }

    /** How many bytes so much sound has, in whole samples, rounded down. */
    public int bytes(Duration length) {
        return (int) (length.toNanos() * sampleRateHz / 1_000_000_000L) * bytesPerSample();
    }

    /** How long so many bytes of sound last. */
    public Duration duration(long bytes) {
        return Duration.ofNanos(bytes / bytesPerSample() * 1_000_000_000L / sampleRateHz);
    }
}
