package dev.voicecall.conversation;

import dev.voicecall.audio.AudioFormat;
import dev.voicecall.audio.WavWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of one recording: both sides side by side, and perhaps each by itself. Blocks as the files do. Called by one thread at a
 * time.
 */
final class CaptureFiles implements Closeable {
    /** Of both sides, and perhaps of the left and of the right one. */
    private final List<WavWriter> files = new ArrayList<>();

    private final Room room;

    /** What there is on the disk for it. */
    interface Room {
        /** As much as the disk has. */
        Room BOUNDLESS = bytes -> {};

        /** @throws IOException if there is not so much */
        void take(long bytes) throws IOException;

        /** No more is written. */
        default void close() {}
    }

    /**
     * Begins files, and replaces those that are there.
     *
     * @param paths of both sides; or of both, of the left and of the right one
     * @throws IOException if they can't be written
     */
    CaptureFiles(List<Path> paths, Room room) throws IOException {
        this.room = room;
        try {
            for (Path path : paths) {
                files.add(WavWriter.open(path, AudioFormat.TELEPHONE, files.isEmpty() ? 2 : 1));
            }
        } catch (IOException | RuntimeException e) {
            closeAfter(e);
            throw e;
        }
    }

    private void closeAfter(Exception failure) {
        try {
            close();
        } catch (IOException | RuntimeException another) {
            failure.addSuppressed(another);
        }
    }

    /** Writes so many samples of both. */
    void write(byte[] left, byte[] right, int samples) throws IOException {
        boolean sides = files.size() > 1;
        room.take((sides ? 4L : 2L) * samples);
        files.get(0).write(left, 0, right, 0, samples);
        if (sides) {
            files.get(1).write(left, 0, samples);
            files.get(2).write(right, 0, samples);
        }
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (WavWriter file : files) {
            failure = closed(file, failure);
        }
        room.close();
        if (failure != null) {
            throw failure;
        }
    }

    private static @Nullable IOException closed(WavWriter file, @Nullable IOException before) {
        try {
            file.close();
            return before;
        } catch (IOException e) {
            return before == null ? e : before;
        }
    }
}
