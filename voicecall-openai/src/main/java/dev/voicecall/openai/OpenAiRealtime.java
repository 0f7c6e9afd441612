package dev.voicecall.openai;

import dev.voicecall.spi.SpeechToSpeech;
import dev.voicecall.spi.Tool;
import java.util.List;

/** OpenAI's Realtime models. Safe for use by many threads. */
final class OpenAiRealtime implements SpeechToSpeech {
    private final Account account;
    private final RealtimeSettings settings;

    OpenAiRealtime(Account account, RealtimeSettings settings) {
        this.account = account;
        this.settings = settings;
    }

    @Override
    public List<Tool> tools() {
        return settings.tools();
    }

    @Override
    public Session open(Request request, Listener listener) {
        RealtimeSession session = new RealtimeSession(account, settings, request, listener);
        session.open();
        return session;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return settings.model() + " of " + account;
    }
}
