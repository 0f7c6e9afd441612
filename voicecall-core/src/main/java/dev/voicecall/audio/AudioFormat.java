package dev.voicecall.audio;

import java.time.Duration;

/**
 * What the bytes of a mono audio stream are. Immutable.
 *
 * @param encoding how a sample is written
 * @param sampleRateHz samples per second, 1,000 to 192,000
 */
public record AudioFormat(Encoding encoding, int sampleRateHz) {
    /** What a telephone call sounds like: μ-law at 8 kHz, 64 kbit/s. */
    public static final AudioFormat TELEPHONE = new AudioFormat(Encoding.MULAW, 8_000);

    /** 16-bit linear at 8 kHz. */
    public static final AudioFormat PCM_8K = new AudioFormat(Encoding.PCM16, 8_000);

    /** 16-bit linear at 16 kHz, what most speech recognition takes. */
    public static final AudioFormat PCM_16K = new AudioFormat(Encoding.PCM16, 16_000);

    /** 16-bit linear at 24 kHz, what most speech synthesis gives. */
    public static final AudioFormat PCM_24K = new AudioFormat(Encoding.PCM16, 24_000);

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /** How a sample is written. Immutable. */
    public enum Encoding {
        /** Linear, 16 bits with a sign, little endian. */
        PCM16(2, 0x00),
        /** ITU-T G.711 μ-law: North America, Japan. */
        MULAW(1, 0xFF),
        /** ITU-T G.711 A-law: everywhere else. */
        ALAW(1, 0xD5);

        private final int bytesPerSample;
        private final byte silence;

        Encoding(int bytesPerSample, int silence) {
            this.bytesPerSample = bytesPerSample;
            this.silence = (byte) silence;
        }

        /** The bytes of one sample: 1 or 2. */
        public int bytesPerSample() {
            return bytesPerSample;
        }

        /** The byte that silence consists of: 0x00, for μ-law 0xFF, for A-law 0xD5. */
        public byte silence() {
            return silence;
        }
    }

    /** @throws IllegalArgumentException if the sample rate is out of its bounds */
    public AudioFormat {
        if (sampleRateHz < 1_000 || sampleRateHz > 192_000) {
            throw new IllegalArgumentException(
                    "sampleRateHz is " + sampleRateHz + "; it must be 1,000 to 192,000, on the telephone it is 8,000.");
        }
    }

    /** The bytes of one sample: 1 or 2. */
    public int bytesPerSample() {
        return encoding.bytesPerSample();
    }

    /** The bytes of one second. */
    public int bytesPerSecond() {
        return sampleRateHz * bytesPerSample();
    }

    /**
     * The bytes of so much time, in whole samples; what is left of a sample is not counted.
     *
     * @throws IllegalArgumentException if the time is negative, or its bytes are more than an array could hold
     */
    public int bytes(Duration time) {
        long mostSeconds = Integer.MAX_VALUE / bytesPerSecond();
        if (time.isNegative() || time.getSeconds() >= mostSeconds) {
            throw new IllegalArgumentException(
                    "time is " + time + "; it must be 0 to less than " + mostSeconds + " s in this format.");
        }
        long samples = time.getSeconds() * sampleRateHz + time.getNano() * (long) sampleRateHz / NANOS_PER_SECOND;
        return (int) samples * bytesPerSample();
    }

    /**
     * How long so many bytes sound, in whole samples and rounded down to a nanosecond.
     *
     * @throws IllegalArgumentException if there are fewer than 0 bytes
     */
    public Duration duration(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes is " + bytes + "; it must be 0 or more.");
        }
        long samples = bytes / bytesPerSample();
        long nanos = samples % sampleRateHz * NANOS_PER_SECOND / sampleRateHz;
        return Duration.ofSeconds(samples / sampleRateHz, nanos);
    }
}
