package dev.voicecall.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * 20 ms of {@link FakeSpeech}. The first of its 160 bytes, and only this, has μ-law's loudest segment: that is how a
 * listener finds the beginning. Each other byte has segment 5 and carries four bits. Immutable.
 *
 * @param word the word it belongs to
 * @param number which word of the text that is, modulo 256
 * @param index which of its frames, from 0
 * @param frames how many it has, at most 255
 */
record FakeSpeechFrame(String word, int number, int index, int frames) {
    /** The longest word, in bytes of UTF-8: one of 60 characters lasts 195 frames. */
    static final int MAX_WORD_BYTES = 60;

    private static final int SIZE = FakeSpeech.FRAME;
    private static final int SEGMENTS = 0x70;
    private static final int LOUDEST = 0x70;
    private static final int LOUD = 0x50;
    /** A sample's sign changes at 200 Hz. */
    private static final int HALF_PERIOD = 20;

    private static final int HEADER = 4;
    private static final int CHECKSUM = 4;
    private static final int PAYLOAD = (SIZE - 2) / 2;

    /** Cuts a word into parts of at most {@link #MAX_WORD_BYTES}; none if it is empty. */
    static List<String> parts(String word) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int bytes = 0;
        for (int c : word.codePoints().toArray()) {
            int size = Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
            if (bytes + size > MAX_WORD_BYTES) {
                parts.add(part.toString());
                part.setLength(0);
                bytes = 0;
            }
            part.appendCodePoint(c);
            bytes += size;
        }
        if (bytes > 0) {
            parts.add(part.toString());
        }
        return parts;
    }

    /** @param bytes the word in UTF-8 */
    byte[] encode(byte[] bytes) {
        byte[] payload = new byte[PAYLOAD];
        payload[0] = (byte) number;
        payload[1] = (byte) index;
        payload[2] = (byte) frames;
        payload[3] = (byte) bytes.length;
        System.arraycopy(bytes, 0, payload, HEADER, bytes.length);
        int sum = checksum(payload);
        for (int i = 0; i < CHECKSUM; i++) {
            payload[PAYLOAD - CHECKSUM + i] = (byte) (sum >> (8 * i));
        }
        byte[] sound = new byte[SIZE];
        sound[0] = sample(0, LOUDEST, 0);
        for (int i = 1; i < SIZE; i++) {
            int nibble = i == SIZE - 1 ? 0 : payload[(i - 1) / 2] >> (i % 2 == 1 ? 4 : 0) & 0x0F;
            sound[i] = sample(i, LOUD, nibble);
        }
        return sound;
    }

    private static byte sample(int position, int segment, int nibble) {
        int sign = position / HALF_PERIOD % 2 == 0 ? 0 : 0x80;
        return (byte) ~(sign | segment | nibble);
    }

    /** Whether a frame may begin with this byte. */
    static boolean begins(byte muLaw) {
        return (~muLaw & SEGMENTS) == LOUDEST;
    }

    /** The frame that begins there, of which all bytes must be there; null if it is none. */
    static @Nullable FakeSpeechFrame decode(byte[] sound, int offset) {
        byte[] payload = new byte[PAYLOAD];
        for (int i = 1; i < SIZE - 1; i++) {
            int bits = ~sound[offset + i];
            if ((bits & SEGMENTS) != LOUD) {
                return null;
            }
            payload[(i - 1) / 2] |= (byte) ((bits & 0x0F) << (i % 2 == 1 ? 4 : 0));
        }
        int sum = checksum(payload);
        for (int i = 0; i < CHECKSUM; i++) {
            if (payload[PAYLOAD - CHECKSUM + i] != (byte) (sum >> (8 * i))) {
                return null;
            }
        }
        String word = new String(payload, HEADER, payload[3] & 0xFF, StandardCharsets.UTF_8);
        return new FakeSpeechFrame(word, payload[0] & 0xFF, payload[1] & 0xFF, payload[2] & 0xFF);
    }

    private static int checksum(byte[] payload) {
        CRC32C sum = new CRC32C();
        sum.update(payload, 0, PAYLOAD - CHECKSUM);
        return (int) sum.getValue();
    }
}
