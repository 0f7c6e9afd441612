package dev.voicecall.audio;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;

/**
 * Writes a WAV file as the samples come: PCM with 16 bits, A-law or μ-law; one channel, or two for both sides of a call.
 *
 * <p>A file can be read at any time, after a crash too: its header says at first that the samples go on to the end, is
 * brought up to date every five seconds of audio, and is right when it is closed. In a stream, and beyond 4 GiB, it stays at
 * what it said first. Blocks as the file or stream does. Called by one thread at a time.
 */
public final class WavWriter implements Closeable {
    private static final int UPDATE_SECONDS = 5;

    /** What does the header over again; nothing in a stream. */
    private interface HeaderUpdate {
        void write(byte[] header) throws IOException;
    }

    private final OutputStream out;
    private final HeaderUpdate update;
    private final WavHeader header;
    private final byte[] block;
    private long dataBytes;
    private long nextUpdateBytes;
    private boolean closed;

    private WavWriter(OutputStream out, HeaderUpdate update, AudioFormat format, int channels) throws IOException {
        this.out = out;
        this.update = update;
        this.header = new WavHeader(format, channels, WavHeader.TO_THE_END);
        this.block = new byte[header.blockBytes()];
        this.nextUpdateBytes = updateBytes();
        out.write(header.bytes());
        out.flush();
    }

    /**
     * Begins a file; one that is there is replaced.
     *
     * @param channels 1 or 2
     * @throws IllegalArgumentException if there are more or fewer channels
     * @throws IOException if the file can't be written
     */
    public static WavWriter open(Path file, AudioFormat format, int channels) throws IOException {
        requireChannels(channels);
        FileChannel target = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(target));
        HeaderUpdate update = header -> {
            out.flush();
            ByteBuffer bytes = ByteBuffer.wrap(header);
            while (bytes.hasRemaining()) {
                target.write(bytes, bytes.position());
            }
        };
        return new WavWriter(out, update, format, channels);
    }

    /**
     * Begins a stream, whose header can't be changed any more.
     *
     * @param channels 1 or 2
     * @throws IllegalArgumentException if there are more or fewer channels
     * @throws IOException if the stream can't be written
     */
    public static WavWriter open(OutputStream out, AudioFormat format, int channels) throws IOException {
        requireChannels(channels);
        return new WavWriter(out, header -> {}, format, channels);
    }

    /** What stands in a file with one channel before so many bytes of samples. If they are an odd number, a zero follows them. */
    public static byte[] header(AudioFormat format, long dataBytes) {
        return new WavHeader(format, 1, dataBytes).bytes();
    }

    /** A file with one channel, whole and in memory: {@code samples} with a header before them. */
    public static byte[] file(AudioFormat format, byte[] samples) {
        byte[] header = new WavHeader(format, 1, samples.length).bytes();
        byte[] file = Arrays.copyOf(header, header.length + samples.length + samples.length % 2);
        System.arraycopy(samples, 0, file, header.length, samples.length);
        return file;
    }

    /**
     * Writes bytes of the writer's format; with two channels, left and right samples take turns.
     *
     * @throws IndexOutOfBoundsException if they are not within {@code samples}
     * @throws IllegalStateException if the writer is closed
     * @throws IOException if they can't be written
     */
    public void write(byte[] samples, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, samples.length);
        requireOpen();
        out.write(samples, offset, length);
        count(length);
    }

    /**
     * Writes both sides, as many bytes of each.
     *
     * @param length in bytes, whole samples
     * @throws IllegalArgumentException if the writer has one channel, or {@code length} is not in whole samples
     * @throws IndexOutOfBoundsException if they are not within their arrays
     * @throws IllegalStateException if the writer is closed
     * @throws IOException if they can't be written
     */
    public void write(byte[] left, int leftOffset, byte[] right, int rightOffset, int length) throws IOException {
        Objects.checkFromIndexSize(leftOffset, length, left.length);
        Objects.checkFromIndexSize(rightOffset, length, right.length);
        int size = header.format().bytesPerSample();
        if (header.channels() != 2 || length % size != 0) {
            throw new IllegalArgumentException("length is " + length + " and there are " + header.channels()
                    + " channels; there must be 2, and whole samples of " + size + " bytes.");
        }
        requireOpen();
        for (int i = 0; i < length; i += size) {
            System.arraycopy(left, leftOffset + i, block, 0, size);
            System.arraycopy(right, rightOffset + i, block, size, size);
            out.write(block);
        }
        count(2L * length);
    }

    /** Brings the header up to date and closes what is below. Does nothing the second time. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (out) {
            if (dataBytes % 2 != 0) {
                out.write(0);
            }
            update.write(header.withDataBytes(dataBytes).bytes());
        }
    }

    private void count(long bytes) throws IOException {
        dataBytes += bytes;
        if (dataBytes >= nextUpdateBytes) {
            update.write(header.withDataBytes(dataBytes).bytes());
            nextUpdateBytes = dataBytes + updateBytes();
        }
    }

    private long updateBytes() {
        return (long) UPDATE_SECONDS * header.format().sampleRateHz() * header.blockBytes();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The WAV file is closed already; open another one.");
        }
    }

    private static void requireChannels(int channels) {
        if (channels != 1 && channels != 2) {
            throw new IllegalArgumentException("channels is " + channels + "; it must be 1 or 2.");
        }
    }
}
