package dev.voicecall.openai;

import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.SpeechToText;

/** Hears while somebody speaks, by a transcription session of the Realtime API. Safe for use by many threads. */
final class OpenAiSpeechToText implements SpeechToText {
    private final Account account;
    private final String model;

    OpenAiSpeechToText(Account account, String model) {
        this.account = account;
        this.model = model;
    }

    /** The telephone's own: nothing is transcoded. */
    @Override
    public AudioFormat format() {
        return AudioFormat.TELEPHONE;
    }

    /** The others write when an utterance is over. */
    @Override
    public boolean interimWords() {
        return model.startsWith("gpt-realtime-whisper") || model.startsWith("gpt-live-transcribe");
    }

    @Override
    public Transcription open(Request request, Listener listener) {
        RealtimeTranscription transcription =
                new RealtimeTranscription(account, model, interimWords(), request, listener);
        transcription.open();
        return transcription;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return model + " of " + account;
    }
}
