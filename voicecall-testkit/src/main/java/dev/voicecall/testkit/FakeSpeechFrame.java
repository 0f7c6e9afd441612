package dev.voicecall.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * 20 ms of {@link FakeSpeech}. The first of its 160 bytes, and only this, has μ-law's loudest segment: that is how a
 * listener finds the beginning. Each other byte has segment 5 and carries four bits: number, index, frames and length of the
 * word, the word, and in the end a checksum. Immutable.
 *
 * @param word the word it belongs to
 * @param number which word of the text that is, modulo 256
 * @param index which of its frames, from 0
 * @param frames how many it has, at most 255
 */
record FakeSpeechFrame(String word, int number, int index, int frames) {
    /** The longest word, in bytes of UTF-8: one of 60 characters lasts 195 frames. */
    static final int MAX_WORD_BYTES = 60;

    private static final int SEGMENT = 0x70;
    private static final int LOUDEST = 0x70;
    private static final int LOUD = 0x50;
    /** A sample's sign changes at 200 Hz. */
    private static final int HALF_PERIOD = 20;

    /** Bytes before the word. */
    static final int HEADER = 4;

    private static final int CHECKSUM = 4;
    /** Where the checksum is, in bytes that are carried. */
    private static final int CHECKSUM_AT = (FakeSpeech.FRAME - 1) / 2 - CHECKSUM;

    /** A frame whose bits are all 0; a bit is carried by its complement. */
    private static final byte[] BLANK = new byte[FakeSpeech.FRAME];

    static {
        for (int i = 0; i < BLANK.length; i++) {
            int sign = i / HALF_PERIOD % 2 == 0 ? 0 : 0x80;
            BLANK[i] = (byte) ~(sign | (i == 0 ? LOUDEST : LOUD));
        }
    }

    /** Cuts a word into parts of at most so many bytes in UTF-8; none if it is empty. */
    static List<String> parts(String word, int maxBytes) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int bytes = 0;
        for (int c : word.codePoints().toArray()) {
            int size = Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
            if (bytes + size > maxBytes) {
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

    /** What a frame carries, beside the checksum: number, index, frames and length of the word, the word. */
    byte[] content() {
        byte[] text = word.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(HEADER + text.length)
                .put((byte) number)
                .put((byte) index)
                .put((byte) frames)
                .put((byte) text.length)
                .put(text)
                .array();
    }

    /** The frame that carries this. */
    static FakeSpeechFrame of(byte[] content) {
        String word = new String(content, HEADER, content.length - HEADER, StandardCharsets.UTF_8);
        return new FakeSpeechFrame(word, content[0] & 0xFF, content[1] & 0xFF, content[2] & 0xFF);
    }

    byte[] encode() {
        byte[] content = content();
        byte[] sound = BLANK.clone();
        write(content, 0, sound);
        write(checksum(content), CHECKSUM_AT, sound);
        return sound;
    }

    private static void write(byte[] content, int at, byte[] sound) {
        for (int i = 0; i < content.length; i++) {
            int first = 1 + 2 * (at + i);
            sound[first] ^= (byte) ((content[i] >> 4) & 0x0F);
            sound[first + 1] ^= (byte) (content[i] & 0x0F);
        }
    }

    /** Whether a frame may begin with this byte. */
    static boolean begins(byte muLaw) {
        return (~muLaw & SEGMENT) == LOUDEST;
    }

    /** The frame that begins there, of which all bytes must be there; null if it is none. */
    static @Nullable FakeSpeechFrame decode(byte[] sound, int offset) {
        int length = read(sound, offset, HEADER - 1, 1)[0];
        if (length < 0 || length > MAX_WORD_BYTES) {
            return null;
        }
        byte[] content = read(sound, offset, 0, HEADER + length);
        if (!Arrays.equals(checksum(content), read(sound, offset, CHECKSUM_AT, CHECKSUM))) {
            return null;
        }
        return of(content);
    }

    private static byte[] read(byte[] sound, int offset, int at, int length) {
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            int first = offset + 1 + 2 * (at + i);
            content[i] = (byte) (((~sound[first] & 0x0F) << 4) | (~sound[first + 1] & 0x0F));
        }
        return content;
    }

    static byte[] checksum(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        int sum = (int) crc.getValue();
        return new byte[] {(byte) (sum >> 24), (byte) (sum >> 16), (byte) (sum >> 8), (byte) sum};
    }
}
