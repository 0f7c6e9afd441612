package dev.voicecall.testkit.twilio;

import dev.voicecall.audio.G711;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes sound files. */
final class SoundFile {
    private static final int SAMPLE_RATE_HZ = 8_000;
    private static final int HEADER_BYTES = 44;
    /** MPEG-1 layer III, 32 kbit/s, 44.1 kHz, mono: 104 bytes make 1,152 samples. */
    private static final byte[] MP3_HEADER = {(byte) 0xFF, (byte) 0xFB, 0x10, (byte) 0xC4};

    private static final int MP3_FRAME_BYTES = 104;

    private SoundFile() {}

    /**
     * 8 kHz, 16 bits, little endian.
     *
     * @param channels the μ-law of each; all of the same length
     */
    static byte[] wav(List<byte[]> channels) {
        int samples = channels.get(0).length;
        int block = 2 * channels.size();
        int data = Math.multiplyExact(samples, block);
        ByteBuffer file = ByteBuffer.allocate(HEADER_BYTES + data).order(ByteOrder.LITTLE_ENDIAN);
        file.put(ascii("RIFF")).putInt(HEADER_BYTES - 8 + data).put(ascii("WAVEfmt "));
        file.putInt(16).putShort((short) 1).putShort((short) channels.size());
        file.putInt(SAMPLE_RATE_HZ).putInt(SAMPLE_RATE_HZ * block);
        file.putShort((short) block).putShort((short) 16);
        file.put(ascii("data")).putInt(data);
        for (int i = 0; i < samples; i++) {
            for (byte[] channel : channels) {
                file.putShort(G711.decodeMulaw(channel[i]));
            }
        }
        return file.array();
    }

    /** An MP3 file of the right length in which nothing is to be heard. */
    static byte[] silentMp3(long seconds) {
        int frames = Math.toIntExact((seconds * 44_100 + 1_151) / 1_152);
        ByteBuffer file = ByteBuffer.allocate(frames * MP3_FRAME_BYTES);
        for (int i = 0; i < frames; i++) {
            file.put(i * MP3_FRAME_BYTES, MP3_HEADER);
        }
        return file.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
