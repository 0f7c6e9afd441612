package dev.voicecall.examples;

import dev.voicecall.CallOptions;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.offline.OfflineTextToSpeech;
import dev.voicecall.spi.Speech;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What somebody says into a browser's microphone, from the moment in which the browser turns it on. */
final class Microphone {
    private final OfflineTextToSpeech voice = new OfflineTextToSpeech();
    private final ByteArrayOutputStream sound = new ByteArrayOutputStream();
    private final Path directory;

    private Microphone(Path directory) {
        this.directory = directory;
    }

    static Microphone file(Path directory) {
        return new Microphone(directory);
    }

    Microphone silence(Duration length) {
        sound.writeBytes(new byte[voice.format().bytes(length)]);
        return this;
    }

    Microphone says(String words) throws Exception {
        voice.synthesize(new Speech(words, CallOptions.DEFAULT.language(), Optional.empty()), sound::writeBytes);
        return this;
    }

    Path write() throws IOException {
        AudioFormat format = voice.format();
        byte[] samples = sound.toByteArray();
        ByteBuffer wav = ByteBuffer.allocate(44 + samples.length).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes())
                .putInt(36 + samples.length)
                .put("WAVEfmt ".getBytes())
                .putInt(16);
        wav.putShort((short) 1)
                .putShort((short) 1)
                .putInt(format.sampleRateHz())
                .putInt(2 * format.sampleRateHz());
        wav.putShort((short) 2)
                .putShort((short) 16)
                .put("data".getBytes())
                .putInt(samples.length)
                .put(samples);
        return Files.write(directory.resolve("microphone.wav"), wav.array());
    }
}
