package dev.voicecall.openai;

import dev.voicecall.audio.G711;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What the other side has said and the model has not answered, so that another session can be told it: up to 15 s, of which
 * the oldest is forgotten first. While nobody speaks it is the last 600 ms, as a server says that somebody speaks when they
 * have for a while.
 *
 * <p>In μ-law, 8 bytes per millisecond. Belongs to one call; called on its mailbox.
 */
final class KeptSound {
    private static final int MOST_BYTES = 15 * 8_000;
    private static final int PRE_ROLL_BYTES = 600 * 8;
    private static final int PIECE_BYTES = 8_000;

    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private int bytes;
    private boolean unanswered;

    /**
     * Keeps a piece.
     *
     * @param sent whether a session has heard it
     */
    void add(byte[] piece, boolean sent) {
        pieces.addLast(piece);
        bytes += piece.length;
        trim(sent && !unanswered ? PRE_ROLL_BYTES : MOST_BYTES);
    }

    /** Somebody speaks. */
    void speechBegan() {
        unanswered = true;
    }

    /** What was said until now need not be heard again. */
    void answered() {
        if (unanswered) {
            unanswered = false;
            trim(PRE_ROLL_BYTES);
        }
    }

    /** Whether there is speech in it. */
    boolean isSpeech() {
        return unanswered;
    }

    private void trim(int most) {
        while (bytes > most && pieces.size() > 1) {
            bytes -= pieces.removeFirst().length;
        }
    }

    /** How much of it can be heard. */
    Loudness loudness() {
        byte[] pcm = new byte[2 * bytes];
        int at = 0;
        for (byte[] piece : pieces) {
            for (byte code : piece) {
                short sample = G711.decodeMulaw(code);
                pcm[at++] = (byte) sample;
                pcm[at++] = (byte) (sample >> 8);
            }
        }
        return Loudness.of(pcm);
    }

    /** All that is kept, in pieces of about a second. It is still kept. */
    List<byte[]> inLargePieces() {
        List<byte[]> large = new ArrayList<>();
        ByteArrayOutputStream joined = new ByteArrayOutputStream(PIECE_BYTES);
        for (byte[] piece : pieces) {
            joined.writeBytes(piece);
            if (joined.size() >= PIECE_BYTES) {
                large.add(joined.toByteArray());
                joined.reset();
            }
        }
        if (joined.size() > 0) {
            large.add(joined.toByteArray());
        }
        return large;
    }
}
