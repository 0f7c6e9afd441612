package dev.voicecall.conversation;

import dev.voicecall.audio.AudioFormat;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Writes two sides to WAV files, next to each other by their positions, the other side on the left and ours on the right. What is
 * not there is silence. A side that is behind is waited for until it is {@link #PATIENCE} behind; what comes later than that is
 * left out.
 *
 * <p>Blocks as the file does. Called by one thread at a time.
 */
final class StereoSound implements Closeable {
    /** 500 ms. */
    static final int PATIENCE = 4_000;

    private static final int BLOCK = 4_000;

    private final CaptureFiles files;
    private final Side left = new Side();
    private final Side right = new Side();
    private long written;
    private long late;

    /** @param files where it is written; closed with this */
    StereoSound(CaptureFiles files) {
        this.files = files;
    }

    private record Piece(long at, byte[] muLaw) {
        long end() {
            return at + muLaw.length;
        }
    }

    private static final class Side {
        private final Deque<Piece> pieces = new ArrayDeque<>();
        private final byte[] block = new byte[BLOCK];
        private long end;

        void add(Piece piece) {
            pieces.add(piece);
            end = Math.max(end, piece.end());
        }

        void fillBlock(long from) {
            Arrays.fill(block, AudioFormat.Encoding.MULAW.silence());
            for (Piece piece : pieces) {
                long begin = Math.max(from, piece.at);
                int length = (int) (Math.min(piece.end(), from + BLOCK) - begin);
                if (length > 0) {
                    System.arraycopy(piece.muLaw, (int) (begin - piece.at), block, (int) (begin - from), length);
                }
            }
        }
    }

    /** There is sound of a side, from a position on. */
    void add(boolean theirs, long position, byte[] muLaw) throws IOException {
        late += Math.max(0, Math.min(position + muLaw.length, written) - position);
        (theirs ? left : right).add(new Piece(position, muLaw));
        writeTo(Math.max(Math.min(left.end, right.end), Math.max(left.end, right.end) - PATIENCE));
    }

    private void writeTo(long end) throws IOException {
        while (written < end) {
            int length = (int) Math.min(BLOCK, end - written);
            left.fillBlock(written);
            right.fillBlock(written);
            files.write(left.block, right.block, length);
            written += length;
        }
        left.pieces.removeIf(piece -> piece.end() <= written);
        right.pieces.removeIf(piece -> piece.end() <= written);
    }

    /** How many samples came too late. */
    long late() {
        return late;
    }

    /** Writes what is left of both. */
    @Override
    public void close() throws IOException {
        try (files) {
            writeTo(Math.max(left.end, right.end));
        }
    }
}
