package dev.voicecall.openai;

import java.util.Arrays;

/** Makes pieces of whole 16-bit samples out of pieces of any length, the first one of at least two. Called by one thread at a time. */
final class WholeSamples {
    /** By so many bytes a format is recognized. */
    private static final int FIRST_BYTES = 4;

    private byte[] rest = new byte[0];
    private boolean begun;

    /** The whole samples that there are now; empty if there is none. */
    byte[] add(byte[] piece) {
        byte[] all = Arrays.copyOf(rest, rest.length + piece.length);
        System.arraycopy(piece, 0, all, rest.length, piece.length);
        int whole = all.length < FIRST_BYTES && !begun ? 0 : all.length - all.length % 2;
        begun |= whole > 0;
        rest = Arrays.copyOfRange(all, whole, all.length);
        return Arrays.copyOf(all, whole);
    }

    /** Whether bytes are left that were never given. */
    boolean isCut() {
        return rest.length > 0;
    }
}
