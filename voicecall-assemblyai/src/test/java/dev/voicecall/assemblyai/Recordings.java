package dev.voicecall.assemblyai;

import dev.voicecall.spi.Transcriber.Audio;
import dev.voicecall.testkit.FakeSpeech;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** WAV files in which fake speech is spoken. */
final class Recordings {
    private Recordings() {}

    /** One or two channels, in μ-law. */
    static byte[] wav(byte[]... channels) {
        int samples = Arrays.stream(channels)
                .mapToInt(channel -> channel.length)
                .max()
                .orElse(0);
        int bytes = samples * channels.length;
        ByteBuffer file = ByteBuffer.allocate(46 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.put(ascii("RIFF")).putInt(38 + bytes).put(ascii("WAVEfmt ")).putInt(18);
        file.putShort((short) 7).putShort((short) channels.length).putInt(8_000).putInt(8_000 * channels.length);
        file.putShort((short) channels.length).putShort((short) 8).putShort((short) 0);
        file.put(ascii("data")).putInt(bytes);
        for (int i = 0; i < samples; i++) {
            for (byte[] channel : channels) {
                file.put(i < channel.length ? channel[i] : FakeSpeech.SILENCE);
            }
        }
        return file.array();
    }

    /** Says something after so much silence. */
    static byte[] after(int millis, String words) {
        byte[] speech = FakeSpeech.say(words);
        byte[] sound = new byte[8 * millis + speech.length];
        Arrays.fill(sound, FakeSpeech.SILENCE);
        System.arraycopy(speech, 0, sound, 8 * millis, speech.length);
        return sound;
    }

    /** Both, one after the other. */
    static byte[] then(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    static Audio.Content content(byte[] file) {
        return new Audio.Content("RE123.wav", file.length, () -> new ByteArrayInputStream(file));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
