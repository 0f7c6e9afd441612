package dev.voicecall.assemblyai;

import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.SpeechToText;

/** Hears while somebody speaks, by a streaming session. Safe for use by many threads. */
final class AssemblyAiSpeechToText implements SpeechToText {
    private final Account account;
    private final StreamingSettings settings;

    AssemblyAiSpeechToText(Account account, StreamingSettings settings) {
        this.account = account;
        this.settings = settings;
    }

    /** The telephone's own: nothing is transcoded. */
    @Override
    public AudioFormat format() {
        return AudioFormat.TELEPHONE;
    }

    @Override
    public boolean interimWords() {
        return true;
    }

    @Override
    public Transcription open(Request request, Listener listener) {
        StreamingTranscription transcription = new StreamingTranscription(account, settings, request, listener);
        transcription.open();
        return transcription;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Streaming of " + account;
    }
}
