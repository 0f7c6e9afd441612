package dev.voicecall.testkit;

import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.audio.WavReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The voice of a recording: whatever it is to say, that is what is heard. Safe for use by many threads. */
final class Clip implements CalleeVoice {
    private final byte[] muLaw;

    Clip(byte[] muLaw) {
        this.muLaw = muLaw.clone();
    }

    /** The sound of a WAV file, as it travels on a telephone line. */
    static byte[] read(Path wav) {
        try (WavReader file = WavReader.open(Files.newInputStream(wav))) {
            AudioConverter toLine = AudioConverter.between(file.format(), AudioFormat.TELEPHONE);
            byte[] samples = file.readAllBytes();
            ByteArrayOutputStream muLaw = new ByteArrayOutputStream();
            muLaw.writeBytes(toLine.convert(samples, 0, samples.length));
            muLaw.writeBytes(toLine.flush());
            return muLaw.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + wav + " can't be played: " + e.getMessage(), e);
        }
    }

    @Override
    public byte[] say(String words) {
        return muLaw.clone();
    }

    @Override
    public Duration length(String words) {
        return AudioFormat.TELEPHONE.duration(muLaw.length);
    }
}
