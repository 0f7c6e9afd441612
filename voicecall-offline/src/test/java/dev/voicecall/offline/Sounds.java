package dev.voicecall.offline;

import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Speech;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

final class Sounds {
    private static final OfflineTextToSpeech VOICE = new OfflineTextToSpeech();

    private static final Map<String, byte[]> SAID = new ConcurrentHashMap<>();

    private Sounds() {}

    static byte[] spoken(String text) throws Exception {
        ByteArrayOutputStream sound = new ByteArrayOutputStream();
        VOICE.synthesize(new Speech(text, "en-US", Optional.empty()), sound::writeBytes);
        return sound.toByteArray();
    }

    /** As it comes over the telephone: 8 kHz, μ-law; in the format of the recognizer. */
    static byte[] overTelephone(String text) throws Exception {
        byte[] line = converted(spoken(text), AudioFormat.PCM_8K, AudioFormat.TELEPHONE);
        return converted(line, AudioFormat.TELEPHONE, AudioFormat.PCM_16K);
    }

    /** The same, once for all tests. */
    static byte[] said(String text) {
        return SAID.computeIfAbsent(text, words -> {
            try {
                return overTelephone(words);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    static byte[] noise(int amplitude) {
        SplittableRandom random = new SplittableRandom(2);
        byte[] sound = new byte[32_000];
        for (int i = 0; i < sound.length; i += 2) {
            int sample = random.nextInt(-amplitude, amplitude + 1);
            sound[i] = (byte) sample;
            sound[i + 1] = (byte) (sample >> 8);
        }
        return sound;
    }

    private static byte[] converted(byte[] sound, AudioFormat from, AudioFormat to) {
        AudioConverter converter = AudioConverter.between(from, to);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(converter.convert(sound, 0, sound.length));
        out.writeBytes(converter.flush());
        return out.toByteArray();
    }
}
