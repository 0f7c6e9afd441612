package dev.voicecall.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Finds the format and the samples of a WAV file among its chunks. Belongs to one stream. */
final class WavHeaderReader {
    /** Pictures and other ballast before the samples are skipped up to here. */
    private static final long MOST_BYTES = 16 << 20;

    private static final int MOST_FORMAT_BYTES = 1_024;

    private final InputStream in;
    private long position;

    WavHeaderReader(InputStream in) {
        this.in = in;
    }

    /**
     * Reads up to the first sample.
     *
     * @throws WavFormatException if this is not a WAV file, is damaged, or not of a kind that is read here
     */
    WavHeader read() throws IOException {
        requireId("RIFF");
        take(4);
        requireId("WAVE");
        WavHeader header = null;
        while (true) {
            String id = id(take(4));
            long length = Integer.toUnsignedLong(take(4).getInt(0));
            if (id.equals("data")) {
                return requireFormat(header).withDataBytes(length == 0 ? WavHeader.TO_THE_END : length);
            }
            if (id.equals("fmt ") && header == null) {
                header = WavHeader.ofFormatChunk(formatChunk(length));
            } else {
                skip(id, length + length % 2);
            }
        }
    }

    private static WavHeader requireFormat(@Nullable WavHeader header) {
        if (header == null) {
            throw new WavFormatException("The file has no format chunk before its samples.");
        }
        return header;
    }

    private ByteBuffer formatChunk(long length) throws IOException {
        if (length < 16 || length > MOST_FORMAT_BYTES) {
            throw new WavFormatException(
                    "The file has a format chunk of " + length + " bytes; usual are 16, 18 or 40.");
        }
        ByteBuffer chunk = take((int) length);
        take((int) length % 2);
        return chunk;
    }

    private void requireId(String expected) throws IOException {
        String found = id(take(4));
        if (!found.equals(expected)) {
            throw new WavFormatException("This is not a WAV file: it has \"" + found.replaceAll("[^ -~]", "?")
                    + "\" where " + expected + " belongs.");
        }
    }

    private void skip(String id, long bytes) throws IOException {
        position += bytes;
        if (position > MOST_BYTES) {
            throw new WavFormatException("The file has no samples in its first " + MOST_BYTES + " bytes; chunk \""
                    + id.replaceAll("[^ -~]", "?") + "\" says that it has " + bytes + ".");
        }
        for (long left = bytes; left > 0; ) {
            long skipped = in.skip(left);
            if (skipped <= 0) {
                requireMore(in.read() >= 0);
                skipped = 1;
            }
            left -= skipped;
        }
    }

    private ByteBuffer take(int bytes) throws IOException {
        byte[] taken = in.readNBytes(bytes);
        requireMore(taken.length == bytes);
        position += bytes;
        return ByteBuffer.wrap(taken).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void requireMore(boolean more) {
        if (!more) {
            throw new WavFormatException("The file ends before its samples begin.");
        }
    }

    private static String id(ByteBuffer four) {
        return StandardCharsets.ISO_8859_1.decode(four).toString();
    }
}
