package dev.voicecall.testkit;

import java.util.Arrays;

/**
 * Evens out sound that comes by another clock, in pieces of any size: μ-law at 8 kHz goes in as it comes, and out in frames of 20
 * ms. It begins to give when it holds {@value #START} bytes, or has waited as long as that takes; when it is dry, that begins
 * anew. When it would hold more than {@value #MOST}, the oldest are dropped until it holds {@value #START}.
 *
 * <p>Safe for use by many threads.
 */
final class JitterBuffer {
    /** 60 ms. */
    static final int START = 480;
    /** 120 ms. */
    static final int MOST = 960;

    private final byte[] held = new byte[MOST];
    private int length;
    private int waited;
    private boolean giving;
    private int underruns;
    private long dropped;

    synchronized void put(byte[] muLaw) {
        int excess = length + muLaw.length - MOST;
        int from = 0;
        if (excess > 0) {
            int drop = length + muLaw.length - START;
            int old = Math.min(drop, length);
            remove(old);
            from = drop - old;
            dropped += drop;
        }
        System.arraycopy(muLaw, from, held, length, muLaw.length - from);
        length += muLaw.length - from;
    }

    /** The next 20 ms: 160 bytes, silence where nothing has come. */
    synchronized byte[] take() {
        byte[] frame = new byte[FakeSpeech.FRAME];
        giving = giving || length >= START || waited >= START;
        int part = giving ? Math.min(frame.length, length) : 0;
        System.arraycopy(held, 0, frame, 0, part);
        Arrays.fill(frame, part, frame.length, FakeSpeech.SILENCE);
        remove(part);
        if (!giving) {
            waited += length > 0 ? frame.length : 0;
        } else if (part < frame.length) {
            giving = false;
            waited = 0;
            underruns++;
        }
        return frame;
    }

    private void remove(int bytes) {
        length -= bytes;
        System.arraycopy(held, bytes, held, 0, length);
    }

    synchronized void clear() {
        length = 0;
        waited = 0;
        giving = false;
    }

    /** How often it was dry. */
    synchronized int underruns() {
        return underruns;
    }

    synchronized long droppedBytes() {
        return dropped;
    }
}
