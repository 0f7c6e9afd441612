package dev.voicecall.audio;

import java.util.Objects;

/**
 * The codec of telephony, ITU-T G.711: 14 bits (μ-law) or 13 bits (A-law) of a linear sample in a byte.
 *
 * <p>Exact, for all samples, to the reference implementation in ITU-T G.191, which takes the one's complement of negative
 * samples. Decoding and encoding again gives the same byte, but for μ-law's negative zero, 0x7F: it decodes to 0, which
 * encodes to 0xFF. By table, no allocation. Safe for use by many threads.
 */
public final class G711 {
    /** Indexed by the upper 14 bits of a sample. */
    private static final byte[] TO_MULAW = new byte[1 << 14];

    /** Indexed by the upper 12 bits of a sample. */
    private static final byte[] TO_ALAW = new byte[1 << 12];

    private static final short[] FROM_MULAW = new short[256];
    private static final short[] FROM_ALAW = new short[256];

    static {
        for (int i = 0; i < TO_MULAW.length; i++) {
            TO_MULAW[i] = mulaw((short) (i << 2) >> 2);
        }
        for (int i = 0; i < TO_ALAW.length; i++) {
            TO_ALAW[i] = alaw((short) (i << 4) >> 4);
        }
        for (int code = 0; code < 256; code++) {
            FROM_MULAW[code] = linearOfMulaw(code);
            FROM_ALAW[code] = linearOfAlaw(code);
        }
    }

    private G711() {}

    /** The μ-law code of a linear sample. */
    public static byte encodeMulaw(short sample) {
        return TO_MULAW[(sample & 0xFFFF) >> 2];
    }

    /** The A-law code of a linear sample. */
    public static byte encodeAlaw(short sample) {
        return TO_ALAW[(sample & 0xFFFF) >> 4];
    }

    /** The linear sample of a μ-law code, -32,124 to 32,124. */
    public static short decodeMulaw(byte code) {
        return FROM_MULAW[code & 0xFF];
    }

    /** The linear sample of an A-law code, -32,256 to 32,256. */
    public static short decodeAlaw(byte code) {
        return FROM_ALAW[code & 0xFF];
    }

    /**
     * Encodes {@code length} samples to as many bytes.
     *
     * @throws IndexOutOfBoundsException if they are not all within the arrays; nothing is written then
     */
    public static void encodeMulaw(short[] in, int inOffset, int length, byte[] out, int outOffset) {
        encode(TO_MULAW, 2, in, inOffset, length, out, outOffset);
    }

    /**
     * Encodes {@code length} samples to as many bytes.
     *
     * @throws IndexOutOfBoundsException if they are not all within the arrays; nothing is written then
     */
    public static void encodeAlaw(short[] in, int inOffset, int length, byte[] out, int outOffset) {
        encode(TO_ALAW, 4, in, inOffset, length, out, outOffset);
    }

    /**
     * Decodes {@code length} bytes to as many samples.
     *
     * @throws IndexOutOfBoundsException if they are not all within the arrays; nothing is written then
     */
    public static void decodeMulaw(byte[] in, int inOffset, int length, short[] out, int outOffset) {
        decode(FROM_MULAW, in, inOffset, length, out, outOffset);
    }

    /**
     * Decodes {@code length} bytes to as many samples.
     *
     * @throws IndexOutOfBoundsException if they are not all within the arrays; nothing is written then
     */
    public static void decodeAlaw(byte[] in, int inOffset, int length, short[] out, int outOffset) {
        decode(FROM_ALAW, in, inOffset, length, out, outOffset);
    }

    private static void encode(
            byte[] table, int shift, short[] in, int inOffset, int length, byte[] out, int outOffset) {
        Objects.checkFromIndexSize(inOffset, length, in.length);
        Objects.checkFromIndexSize(outOffset, length, out.length);
        for (int i = 0; i < length; i++) {
            out[outOffset + i] = table[(in[inOffset + i] & 0xFFFF) >> shift];
        }
    }

    private static void decode(short[] table, byte[] in, int inOffset, int length, short[] out, int outOffset) {
        Objects.checkFromIndexSize(inOffset, length, in.length);
        Objects.checkFromIndexSize(outOffset, length, out.length);
        for (int i = 0; i < length; i++) {
            out[outOffset + i] = table[in[inOffset + i] & 0xFF];
        }
    }

    /** Of a sample of 14 bits: the complement of sign, segment (3 bits) and what follows the leading one (4 bits). */
    private static byte mulaw(int sample) {
        int magnitude = Math.min((sample < 0 ? ~sample : sample) + 33, 0x1FFF);
        int segment = 26 - Integer.numberOfLeadingZeros(magnitude);
        int code = (segment << 4) | ((magnitude >> (segment + 1)) & 0x0F);
        return (byte) ~(sample < 0 ? code | 0x80 : code);
    }

    /** Of a sample of 12 bits: sign, segment (3 bits) and 4 bits, every other bit of them inverted. */
    private static byte alaw(int sample) {
        int magnitude = sample < 0 ? ~sample : sample;
        int segment = Math.max(0, 28 - Integer.numberOfLeadingZeros(magnitude));
        int code = (segment << 4) | ((magnitude >> Math.max(0, segment - 1)) & 0x0F);
        return (byte) ((sample < 0 ? code : code | 0x80) ^ 0x55);
    }

    private static short linearOfMulaw(int code) {
        int bits = ~code;
        int step = (bits & 0x0F) * 2 + 33;
        int magnitude = ((step << ((bits >> 4) & 0x07)) - 33) << 2;
        return (short) ((bits & 0x80) != 0 ? -magnitude : magnitude);
    }

    private static short linearOfAlaw(int code) {
        int bits = code ^ 0x55;
        int segment = (bits >> 4) & 0x07;
        int step = (bits & 0x0F) * 2 + (segment == 0 ? 1 : 33);
        int magnitude = step << (Math.max(0, segment - 1) + 3);
        return (short) ((bits & 0x80) != 0 ? magnitude : -magnitude);
    }
}
