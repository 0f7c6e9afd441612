package dev.voicecall.testkit;

import dev.voicecall.audio.G711;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Frames of {@link FakeSpeech} as 4,000 symbols per second, with every other sample between them to spare: as pulses of a raised
 * cosine they fill no more than 3 kHz, so that whatever keeps the band of a telephone keeps them. What they carry is the same
 * as in {@link FakeSpeechFrame}, in fewer bytes.
 */
final class FakeSpeechSymbols {
    /** The longest word, in bytes of UTF-8. */
    static final int MAX_WORD_BYTES = 28;

    /** How many bytes at 8 kHz it takes from a frame's first symbol that is not silent to its last. */
    static final int BYTES = 145;

    /** Of a frame. */
    static final int SYMBOLS = FakeSpeech.FRAME / 2;

    /** Samples at 24 kHz for each symbol. */
    static final int SAMPLES_PER_SYMBOL = 6;

    /** Symbols of silence before the first one, so that its pulse has room. */
    private static final int GUARD = 3;

    private static final int CHECKSUM = 4;
    private static final int CHECKSUM_AT = 4 + MAX_WORD_BYTES;
    private static final int NIBBLES = 2 * (CHECKSUM_AT + CHECKSUM);
    private static final int HALF_PERIOD = 10;

    /** In the middle of μ-law's loudest segment's lower half. */
    private static final int MARK = 0x72;

    private static final int LOUD = 0x50;
    private static final double ROLL_OFF = 0.5;
    private static final int TAPS = 12;
    private static final double[][] PULSE = new double[SAMPLES_PER_SYMBOL][2 * TAPS];

    static {
        for (int phase = 0; phase < SAMPLES_PER_SYMBOL; phase++) {
            for (int tap = 0; tap < 2 * TAPS; tap++) {
                PULSE[phase][tap] = raisedCosine((double) phase / SAMPLES_PER_SYMBOL + TAPS - 1 - tap);
            }
        }
    }

    private FakeSpeechSymbols() {}

    private static double raisedCosine(double symbols) {
        double x = Math.PI * symbols;
        double edge = 2 * ROLL_OFF * symbols;
        if (symbols == 0) {
            return 1;
        }
        if (Math.abs(edge) == 1) {
            return Math.PI / 4 * Math.sin(x) / x;
        }
        return Math.sin(x) / x * Math.cos(ROLL_OFF * x) / (1 - edge * edge);
    }

    /** Writes a frame's {@link #SYMBOLS}, as linear samples. */
    static void write(FakeSpeechFrame frame, short[] symbols, int at) {
        byte[] content = frame.content();
        byte[] carried = Arrays.copyOf(content, CHECKSUM_AT + CHECKSUM);
        System.arraycopy(FakeSpeechFrame.checksum(content), 0, carried, CHECKSUM_AT, CHECKSUM);
        symbols[at + GUARD] = G711.decodeMulaw((byte) ~MARK);
        for (int i = 0; i < NIBBLES; i++) {
            int nibble = carried[i / 2] >> (i % 2 == 0 ? 4 : 0) & 0x0F;
            int sign = (i + 1) / HALF_PERIOD % 2 == 0 ? 0 : 0x80;
            symbols[at + GUARD + 1 + i] = G711.decodeMulaw((byte) ~(sign | LOUD | nibble));
        }
    }

    /** The frame whose first symbol is there, of which {@link #BYTES} must be there; null if it is none. */
    static @Nullable FakeSpeechFrame decode(byte[] muLaw, int offset) {
        byte[] carried = new byte[CHECKSUM_AT + CHECKSUM];
        for (int i = 0; i < NIBBLES; i++) {
            carried[i / 2] |= (byte) ((~muLaw[offset + 2 + 2 * i] & 0x0F) << (i % 2 == 0 ? 4 : 0));
        }
        int length = carried[FakeSpeechFrame.HEADER - 1];
        if (length < 0 || length > MAX_WORD_BYTES) {
            return null;
        }
        byte[] content = Arrays.copyOf(carried, FakeSpeechFrame.HEADER + length);
        byte[] checksum = Arrays.copyOfRange(carried, CHECKSUM_AT, CHECKSUM_AT + CHECKSUM);
        return Arrays.equals(FakeSpeechFrame.checksum(content), checksum) ? FakeSpeechFrame.of(content) : null;
    }

    /** The pulses of these symbols: 16 bits at 24 kHz, little endian. */
    static byte[] sound(short[] symbols) {
        byte[] sound = new byte[2 * SAMPLES_PER_SYMBOL * symbols.length];
        for (int i = 0; i < sound.length / 2; i++) {
            int first = i / SAMPLES_PER_SYMBOL - TAPS + 1;
            double[] pulse = PULSE[i % SAMPLES_PER_SYMBOL];
            double sum = 0;
            for (int tap = Math.max(0, -first); tap < Math.min(pulse.length, symbols.length - first); tap++) {
                sum += pulse[tap] * symbols[first + tap];
            }
            int sample = (int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sum)));
            sound[2 * i] = (byte) sample;
            sound[2 * i + 1] = (byte) (sample >> 8);
        }
        return sound;
    }
}
