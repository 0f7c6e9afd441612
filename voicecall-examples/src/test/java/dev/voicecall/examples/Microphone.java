package dev.voicecall.examples;

import dev.voicecall.CallOptions;
import dev.voicecall.audio.WavWriter;
import dev.voicecall.offline.OfflineTextToSpeech;
import dev.voicecall.spi.Speech;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What somebody says into a browser's microphone, from the moment in which the browser turns it on. */
final class Microphone {
    private final OfflineTextToSpeech voice = new OfflineTextToSpeech();
    private final ByteArrayOutputStream sound = new ByteArrayOutputStream();

    private Microphone() {}

    static Microphone recording() {
        return new Microphone();
    }

    Microphone silence(Duration length) {
        sound.writeBytes(new byte[voice.format().bytes(length)]);
        return this;
    }

    Microphone says(String words) {
        try {
            voice.synthesize(new Speech(words, CallOptions.DEFAULT.language(), Optional.empty()), sound::writeBytes);
        } catch (Exception e) {
            throw new AssertionError("The voice has failed.", e);
        }
        return this;
    }

    /** As a WAV file. */
    Path write(Path file) {
        try {
            return Files.write(file, WavWriter.file(voice.format(), sound.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
