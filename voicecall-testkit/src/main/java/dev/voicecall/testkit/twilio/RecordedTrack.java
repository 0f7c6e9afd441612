package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.FakeSpeech;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * One channel of a recording: μ-law at 8 kHz in pieces of a second, of which those with silence take no room. What lies beyond an
 * hour, or finds no room, is silent. Safe for use by many threads.
 */
final class RecordedTrack {
    private static final int PIECE = 8_000;
    private static final int MAX_PIECES = 3_600;

    private final IntPredicate room;
    private final Map<Integer, byte[]> pieces = new TreeMap<>();

    /** @param room takes so many bytes, if there are as many left */
    RecordedTrack(IntPredicate room) {
        this.room = room;
    }

    /** @param at the place of the first sample; those before the begin are left out */
    synchronized void write(long at, byte[] muLaw) {
        for (int i = 0; i < muLaw.length; i++) {
            if (muLaw[i] != FakeSpeech.SILENCE && at + i >= 0) {
                write(at + i, muLaw[i]);
            }
        }
    }

    private void write(long at, byte sample) {
        int number = (int) (at / PIECE);
        byte[] piece = pieces.get(number);
        if (piece == null) {
            if (number >= MAX_PIECES || !room.test(PIECE)) {
                return;
            }
            piece = new byte[PIECE];
            Arrays.fill(piece, FakeSpeech.SILENCE);
            pieces.put(number, piece);
        }
        piece[(int) (at % PIECE)] = sample;
    }

    /** A part of it: μ-law, silence where there is nothing. */
    synchronized byte[] part(long from, int length) {
        byte[] part = new byte[length];
        Arrays.fill(part, FakeSpeech.SILENCE);
        pieces.forEach((number, piece) -> {
            long begin = (long) number * PIECE;
            long first = Math.max(begin, from);
            long end = Math.min(begin + PIECE, from + length);
            if (first < end) {
                System.arraycopy(piece, (int) (first - begin), part, (int) (first - from), (int) (end - first));
            }
        });
        return part;
    }

    /** How much room it takes, in bytes. */
    synchronized long bytes() {
        return (long) pieces.size() * PIECE;
    }

    /** Where the first sound is; {@link Long#MAX_VALUE} if there is none. */
    synchronized long firstSound() {
        return pieces.entrySet().stream()
                .mapToLong(entry -> (long) entry.getKey() * PIECE + firstSound(entry.getValue()))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Where the last sound ends; 0 if there is none. */
    synchronized long lastSound() {
        return pieces.entrySet().stream()
                .mapToLong(entry -> (long) entry.getKey() * PIECE + lastSound(entry.getValue()))
                .max()
                .orElse(0);
    }

    private static int firstSound(byte[] piece) {
        int i = 0;
        while (piece[i] == FakeSpeech.SILENCE) {
            i++;
        }
        return i;
    }

    private static int lastSound(byte[] piece) {
        int i = piece.length;
        while (piece[i - 1] == FakeSpeech.SILENCE) {
            i--;
        }
        return i;
    }
}
