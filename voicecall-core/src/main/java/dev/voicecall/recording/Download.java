package dev.voicecall.recording;

import dev.voicecall.CarrierException;
import dev.voicecall.Recording;
import dev.voicecall.spi.RecordingArchive;
import dev.voicecall.spi.Transcriber;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * The sound of a recording, in a temporary file that nobody else can read and that is gone when this is closed or the process
 * dies, however it dies. Safe for use by many threads.
 */
final class Download implements AutoCloseable {
    private static final int PIECE_BYTES = 64 << 10;

    private final FileChannel file;
    private final long lengthBytes;

    private Download(FileChannel file, long lengthBytes) {
        this.file = file;
        this.lengthBytes = lengthBytes;
    }

    /**
     * Fetches a recording. Blocks as the archive does.
     *
     * @param maxBytes how much at most
     * @throws CarrierException if the carrier does not give it, or if it is larger
     * @throws IOException if the connection breaks, or there is no room for it
     */
    static Download of(RecordingArchive archive, Recording recording, long maxBytes)
            throws IOException, InterruptedException {
        FileChannel file = temporaryFile();
        long tooMany = maxBytes == Long.MAX_VALUE ? maxBytes : maxBytes + 1;
        try (InputStream sound = archive.download(recording, tooMany)) {
            return new Download(file, copy(sound, file, recording, maxBytes));
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /** What says nothing to anybody who lists the directory. Unix removes its name at once, Windows with the last handle. */
    private static FileChannel temporaryFile() throws IOException {
        Path path = Files.createTempFile("voicecall", ".wav");
        try {
            return FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(path);
            throw e;
        }
    }

    private static long copy(InputStream sound, FileChannel file, Recording recording, long maxBytes)
            throws IOException, InterruptedException {
        byte[] piece = new byte[PIECE_BYTES];
        long length = 0;
        for (int read = sound.read(piece, 0, most(maxBytes - length));
                read >= 0;
                read = sound.read(piece, 0, most(maxBytes - length))) {
            if (Thread.interrupted()) {
                throw new InterruptedException("The download was interrupted.");
            }
            length += read;
            if (length > maxBytes) {
                throw new CarrierException(
                        "The recording " + recording.id() + " has more than " + maxBytes
                                + " bytes; allow more of them (TranscriptionOptions.maxBytes).",
                        0,
                        false,
                        null);
            }
            for (ByteBuffer buffer = ByteBuffer.wrap(piece, 0, read); buffer.hasRemaining(); ) {
                file.write(buffer);
            }
        }
        return length;
    }

    /** How much to read: one byte more than is allowed tells that it is too large, and beyond that the archive breaks off. */
    private static int most(long allowedBytes) {
        return (int) Math.min(PIECE_BYTES - 1, allowedBytes) + 1;
    }

    Transcriber.Audio audio() {
        return new Transcriber.Audio.Content("recording.wav", lengthBytes, Reader::new);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Reads it from its beginning, whoever else does too. Called by one thread at a time. */
    private final class Reader extends InputStream {
        private long position;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] out, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, out.length);
            int read = file.read(ByteBuffer.wrap(out, offset, length), position);
            position += Math.max(0, read);
            return read;
        }
    }
}
