package dev.voicecall.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Two sides of a call, frame by frame, at most ten minutes of them. Safe for use by many threads. */
final class CallRecording {
    private static final int MAX_BYTES = 2 * PlayoutBuffer.CAPACITY;
    private static final int HEADER = 44;
    private static final short WAVE_FORMAT_MULAW = 7;
    private static final int RATE_HZ = 8_000;

    private final ByteArrayOutputStream samples = new ByteArrayOutputStream(0);

    synchronized void add(byte[] left, byte[] right) {
        if (samples.size() >= MAX_BYTES) {
            return;
        }
        for (int i = 0; i < left.length; i++) {
            samples.write(left[i]);
            samples.write(right[i]);
        }
    }

    /** A WAV file; no bytes if there is nothing. */
    synchronized byte[] wav() {
        if (samples.size() == 0) {
            return new byte[0];
        }
        return ByteBuffer.allocate(HEADER + samples.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii("RIFF"))
                .putInt(HEADER - 8 + samples.size())
                .put(ascii("WAVEfmt "))
                .putInt(16)
                .putShort(WAVE_FORMAT_MULAW)
                .putShort((short) 2)
                .putInt(RATE_HZ)
                .putInt(2 * RATE_HZ)
                .putShort((short) 2)
                .putShort((short) 8)
                .put(ascii("data"))
                .putInt(samples.size())
                .put(samples.toByteArray())
                .array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
