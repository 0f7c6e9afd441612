package dev.voicecall.benchmarks.relay;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/** 20 ms of sound that say when they were sent. Belongs to one thread. */
final class Frame {
    static final int BYTES = 160;
    private static final byte MAGIC = 0x5A;
    /** What tells the time: nine bytes are twelve characters of Base64. */
    private static final int STAMP = 9;

    private static final Base64.Encoder ENCODER = Base64.getEncoder();
    private static final Base64.Decoder DECODER = Base64.getDecoder();
    private static final byte[] SOUND = new byte[BYTES];

    static {
        Arrays.fill(SOUND, (byte) 0x7E);
        SOUND[0] = MAGIC;
    }

    private static final byte[] BASE64 = ENCODER.encode(SOUND);
    private static final byte[] STAMP_BYTES = new byte[STAMP];
    private static final byte[] STAMP_BASE64 = new byte[STAMP / 3 * 4];

    private static final byte[] ENCODED = new byte[1 << 16];
    private static final byte[] DECODED = new byte[1 << 16];

    private Frame() {}

    /** A frame in Base64, sent now; overwritten by the next. */
    static byte[] now() {
        ByteBuffer.wrap(STAMP_BYTES).put(MAGIC).putLong(System.nanoTime());
        ENCODER.encode(STAMP_BYTES, STAMP_BASE64);
        System.arraycopy(STAMP_BASE64, 0, BASE64, 0, STAMP_BASE64.length);
        return BASE64;
    }

    /**
     * Notes how old the frames are that come in Base64, up to a quotation mark.
     *
     * @return how many bytes of sound there are, what somebody has put in between included
     */
    static int measure(byte[] message, int from, int to, Latencies latencies) {
        int end = from;
        while (end < to && message[end] != '"') {
            end++;
        }
        System.arraycopy(message, from, ENCODED, 0, end - from);
        int bytes =
                DECODER.decode(end - from == ENCODED.length ? ENCODED : Arrays.copyOf(ENCODED, end - from), DECODED);
        long now = System.nanoTime();
        ByteBuffer sound = ByteBuffer.wrap(DECODED, 0, bytes);
        for (int at = 0; at + BYTES <= bytes; at += BYTES) {
            if (sound.get(at) == MAGIC) {
                latencies.add(now - sound.getLong(at + 1));
            }
        }
        return bytes;
    }
}
