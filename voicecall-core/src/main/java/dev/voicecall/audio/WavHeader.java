package dev.voicecall.audio;

import dev.voicecall.audio.AudioFormat.Encoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What stands before the samples of a WAV file. Immutable.
 *
 * @param channels 1 or 2
 * @param dataBytes how many bytes of samples there are; {@link #TO_THE_END} if that is not known
 */
record WavHeader(AudioFormat format, int channels, long dataBytes) {
    /** The length that whoever writes a stream puts, not knowing it. */
    static final long TO_THE_END = 0xFFFF_FFFFL;

    /** How messages about other kinds of files end. */
    static final String WHAT_IS_READ = "; 16-bit PCM, A-law and μ-law with one or two channels are read.";

    private static final int PCM = 1;
    private static final int ALAW = 6;
    private static final int MULAW = 7;
    private static final int EXTENSIBLE = 0xFFFE;

    /** What follows the format tag in the GUID of an extensible format. */
    private static final byte[] GUID_TAIL = HexFormat.of().parseHex("000000001000800000AA00389B71");

    WavHeader {
        if (channels < 1 || channels > 2) {
            throw new IllegalArgumentException("channels is " + channels + "; it must be 1 or 2.");
        }
    }

    /** The bytes of one sample of each channel. */
    int blockBytes() {
        return channels * format.bytesPerSample();
    }

    /** The header as it stands in a file. Only PCM goes without the extension's size and a fact chunk. */
    byte[] bytes() {
        boolean pcm = format.encoding() == Encoding.PCM16;
        int fmtBytes = pcm ? 16 : 18;
        int length = pcm ? 44 : 58;
        long riffBytes = length - 8 + dataBytes + dataBytes % 2;
        boolean known = riffBytes < TO_THE_END;
        ByteBuffer header = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        put(header, "RIFF").putInt((int) (known ? riffBytes : TO_THE_END));
        put(put(header, "WAVE"), "fmt ")
                .putInt(fmtBytes)
                .putShort((short) tag())
                .putShort((short) channels);
        header.putInt(format.sampleRateHz()).putInt(format.sampleRateHz() * blockBytes());
        header.putShort((short) blockBytes()).putShort((short) (8 * format.bytesPerSample()));
        if (!pcm) {
            header.putShort((short) 0);
            put(header, "fact").putInt(4).putInt((int) (known ? dataBytes / blockBytes() : TO_THE_END));
        }
        put(header, "data").putInt((int) (known ? dataBytes : TO_THE_END));
        return header.array();
    }

    /**
     * Reads a format chunk.
     *
     * @param chunk at least 16 bytes, little endian
     * @throws WavFormatException if the format is not one that is read here, or contradicts itself
     */
    static WavHeader ofFormatChunk(ByteBuffer chunk) {
        int tag = tag(chunk);
        int channels = Short.toUnsignedInt(chunk.getShort(2));
        int blockBytes = Short.toUnsignedInt(chunk.getShort(12));
        int bits = Short.toUnsignedInt(chunk.getShort(14));
        require(channels == 1 || channels == 2, channels + " channels");
        Encoding encoding = encoding(tag);
        require(bits == 8 * encoding.bytesPerSample(), bits + " bits per sample as format " + tag);
        require(blockBytes == channels * encoding.bytesPerSample(), blockBytes + " bytes per block");
        long rateHz = Integer.toUnsignedLong(chunk.getInt(4));
        require(rateHz >= 1_000 && rateHz <= 192_000, rateHz + " samples per second");
        return new WavHeader(new AudioFormat(encoding, (int) rateHz), channels, TO_THE_END);
    }

    WavHeader withDataBytes(long bytes) {
        return new WavHeader(format, channels, bytes);
    }

    private static int tag(ByteBuffer chunk) {
        int tag = Short.toUnsignedInt(chunk.getShort(0));
        if (tag != EXTENSIBLE) {
            return tag;
        }
        require(chunk.limit() >= 40, "an extensible format of " + chunk.limit() + " bytes");
        byte[] guidTail = new byte[GUID_TAIL.length];
        chunk.get(26, guidTail);
        require(Arrays.equals(guidTail, GUID_TAIL), "an extensible format with a GUID of its own");
        return Short.toUnsignedInt(chunk.getShort(24));
    }

    private static Encoding encoding(int tag) {
        return switch (tag) {
            case PCM -> Encoding.PCM16;
            case ALAW -> Encoding.ALAW;
            case MULAW -> Encoding.MULAW;
            default -> throw new WavFormatException("The file has format " + tag + WHAT_IS_READ);
        };
    }

    private int tag() {
        return switch (format.encoding()) {
            case PCM16 -> PCM;
            case ALAW -> ALAW;
            case MULAW -> MULAW;
        };
    }

    private static void require(boolean right, String found) {
        if (!right) {
            throw new WavFormatException("The file has " + found + WHAT_IS_READ);
        }
    }

    private static ByteBuffer put(ByteBuffer header, String id) {
        return header.put(id.getBytes(StandardCharsets.US_ASCII));
    }
}
