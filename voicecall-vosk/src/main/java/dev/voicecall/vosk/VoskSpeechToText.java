package dev.voicecall.vosk;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.SpeechToText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.vosk.LibVosk;
import org.vosk.LogLevel;
import org.vosk.Model;

/**
 * Free dictation on this machine, by Vosk. Brings the native library for Linux, macOS and Windows on x86-64; the model you
 * bring yourself: download one of your language from alphacephei.com/vosk/models and unpack it.
 *
 * <p>The language is the model's; that of a request is not looked at, nor are its hints. The model is shared, and each
 * {@link #open} has a recognizer of its own. Words come while somebody speaks. Safe for use by many threads.
 */
public final class VoskSpeechToText implements SpeechToText, AutoCloseable {
    private final Model model;

    private VoskSpeechToText(Model model) {
        this.model = model;
    }

    /**
     * Loads a model; takes seconds, and from 100 MB for a small one to several gigabytes.
     *
     * @param directory where the model was unpacked; has the folders {@code am} and {@code conf}
     * @throws IllegalArgumentException if there is no model
     * @throws ProviderException if Vosk's native library can't be loaded on this machine
     */
    public static VoskSpeechToText withModel(Path directory) {
        if (!Files.isDirectory(directory.resolve("am")) || !Files.isDirectory(directory.resolve("conf"))) {
            throw noModel(directory, null);
        }
        try {
            LibVosk.setLogLevel(LogLevel.WARNINGS);
            return new VoskSpeechToText(new Model(directory.toString()));
        } catch (IOException e) {
            throw noModel(directory, e);
        } catch (LinkageError e) {
            throw new ProviderException(
                    Stage.HEARING,
                    "Vosk's native library can't be loaded on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch") + "; it is there for Linux, macOS and Windows on x86-64.",
                    false,
                    e);
        }
    }

    private static IllegalArgumentException noModel(Path directory, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "There is no Vosk model in " + directory.toAbsolutePath()
                        + ". Download one from alphacephei.com/vosk/models, unpack it, and give the folder that has 'am' and"
                        + " 'conf' in it.",
                cause);
    }

    @Override
    public AudioFormat format() {
        return AudioFormat.PCM_16K;
    }

    @Override
    public boolean interimWords() {
        return true;
    }

    @Override
    public Transcription open(Request request, Listener listener) {
        return new VoskTranscription(
                () -> NativeRecognizer.of(model, format().sampleRateHz()),
                request.scheduler().worker(),
                listener);
    }

    /** Frees the model. Call it after the last call's end: a recognizer that is still open must not outlive the model. */
    @Override
    public void close() {
        model.close();
    }
}
