package dev.voicecall.testkit.openai;

import dev.voicecall.VoiceCallException;
import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.SpeechToText;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The model's ear on one utterance. Called on the session's mailbox. */
final class Listening implements SpeechToText.Listener {
    private final AudioConverter toEar;
    private final Executor mailbox;
    private final Consumer<String> interim;
    private final SpeechToText.Transcription ear;
    private final CompletableFuture<String> words = new CompletableFuture<>();

    private Listening(Mind mind, AudioFormat format, Executor mailbox, Consumer<String> interim) {
        this.toEar = AudioConverter.between(format, mind.ear().format());
        this.mailbox = mailbox;
        this.interim = interim;
        this.ear = mind.ear().open(new SpeechToText.Request("en-US", List.of(), mind.time()), this);
    }

    /** Begins to listen. */
    static Listening to(Mind mind, AudioFormat format, Executor mailbox, Consumer<String> interim) {
        return new Listening(mind, format, mailbox, interim);
    }

    void hear(byte[] sound) {
        ear.audio(toEar.convert(sound, 0, sound.length));
    }

    /**
     * The utterance is over.
     *
     * @return completes on the mailbox with what was understood
     */
    CompletableFuture<String> end() {
        ear.audio(toEar.flush());
        ear.endUtterance();
        return words;
    }

    /** The utterance is to be forgotten. */
    void close() {
        ear.close();
    }

    @Override
    public void onInterim(String soFar) {
        mailbox.execute(() -> interim.accept(soFar));
    }

    @Override
    public void onFinal(SpeechToText.Words understood) {
        mailbox.execute(() -> {
            close();
            words.complete(understood.text());
        });
    }

    @Override
    public void onFailure(VoiceCallException failure) {
        mailbox.execute(() -> {
            close();
            words.completeExceptionally(failure);
        });
    }
}
