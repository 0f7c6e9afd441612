package dev.voicecall.audio;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * The samples of a WAV file, as a stream of bytes in the {@link #format} that the file has: PCM with 16 bits, A-law or μ-law.
 * What comes out is mono; of two channels it is one, or both mixed.
 *
 * <p>Files are not trusted: what is damaged is refused, and what a header claims is never allocated. A file that ends early
 * gives what is there. Where the header gives no length of the samples (0 or 0xFFFFFFFF, as in a stream), they go on to the
 * end. Blocks as the stream below does. Called by one thread at a time.
 *
 * <pre>{@code
 * try (WavReader greeting = WavReader.open(Files.newInputStream(file))) {
 *     AudioConverter toLine = AudioConverter.between(greeting.format(), AudioFormat.TELEPHONE);
 *     ...
 * }
 * }</pre>
 */
public final class WavReader extends InputStream {
    private static final int BOTH = -1;
    private static final int BUFFER_BLOCKS = 2_048;

    private final InputStream in;
    private final WavHeader header;
    private final int channel;
    private final byte[] blocks;
    private final short[] linear = new short[2 * BUFFER_BLOCKS];
    private long unreadBytes;

    /** Mono bytes; those before {@code monoStart} have been given. */
    private final byte[] mono;

    private int monoStart;
    private int monoEnd;

    private WavReader(InputStream in, int channel) throws IOException {
        this.in = new BufferedInputStream(in);
        this.header = new WavHeaderReader(this.in).read();
        this.channel = header.channels() == 1 ? 0 : channel;
        this.blocks = new byte[BUFFER_BLOCKS * header.blockBytes()];
        this.mono = new byte[BUFFER_BLOCKS * header.format().bytesPerSample()];
        this.unreadBytes = header.dataBytes() == WavHeader.TO_THE_END ? Long.MAX_VALUE : header.dataBytes();
    }

    /**
     * Reads the header; a stream that is refused is closed. Two channels will be mixed to one, each at half its amplitude.
     *
     * @throws WavFormatException if this is not a WAV file, is damaged, or not of a kind that is read here
     * @throws IOException if the stream can't be read
     */
    public static WavReader open(InputStream in) throws IOException {
        return orClose(in, BOTH);
    }

    /**
     * Reads the header; a stream that is refused is closed. Of two channels only one will be read.
     *
     * @param channel 0 for the left one, 1 for the right one
     * @throws IllegalArgumentException if {@code channel} is another one
     * @throws WavFormatException if this is not a WAV file, is damaged, or not of a kind that is read here
     * @throws IOException if the stream can't be read
     */
    public static WavReader openChannel(InputStream in, int channel) throws IOException {
        if (channel != 0 && channel != 1) {
            throw new IllegalArgumentException("channel is " + channel + "; it must be 0 (left) or 1 (right).");
        }
        return orClose(in, channel);
    }

    private static WavReader orClose(InputStream in, int channel) throws IOException {
        try {
            return new WavReader(in, channel);
        } catch (IOException | RuntimeException refused) {
            in.close();
            throw refused;
        }
    }

    /** What the bytes are. */
    public AudioFormat format() {
        return header.format();
    }

    /** How many channels the file has: 1 or 2. */
    public int channels() {
        return header.channels();
    }

    @Override
    public int read() throws IOException {
        return monoStart < monoEnd || fill() ? mono[monoStart++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] out, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, out.length);
        if (length == 0) {
            return 0;
        }
        if (monoStart == monoEnd && !fill()) {
            return -1;
        }
        int given = Math.min(length, monoEnd - monoStart);
        System.arraycopy(mono, monoStart, out, offset, given);
        monoStart += given;
        return given;
    }

    /** Closes the stream below. */
    @Override
    public void close() throws IOException {
        in.close();
    }

    /** @return whether there is anything more; the rest of a block at the end is nothing */
    private boolean fill() throws IOException {
        int bytes = in.readNBytes(blocks, 0, (int) Math.min(blocks.length, unreadBytes));
        unreadBytes -= bytes;
        int count = bytes / header.blockBytes();
        if (count == 0) {
            return false;
        }
        SampleCodec.decode(format().encoding(), blocks, 0, count * channels(), linear, 0);
        if (channels() == 1) {
            System.arraycopy(blocks, 0, mono, 0, count * format().bytesPerSample());
        } else {
            for (int i = 0; i < count; i++) {
                linear[i] = sample(linear[2 * i], linear[2 * i + 1]);
            }
            SampleCodec.encode(format().encoding(), linear, 0, count, mono, 0);
        }
        monoStart = 0;
        monoEnd = count * format().bytesPerSample();
        return true;
    }

    private short sample(short left, short right) {
        return switch (channel) {
            case 0 -> left;
            case 1 -> right;
            default -> (short) ((left + right) / 2);
        };
    }
}
