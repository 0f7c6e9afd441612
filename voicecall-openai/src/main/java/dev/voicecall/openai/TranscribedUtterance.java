package dev.voicecall.openai;

import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.SpeechToText.Listener;
import dev.voicecall.spi.SpeechToText.Words;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An utterance on its way through a transcription session. Its sound is kept until it is answered, the last 15 s of it,
 * in case another session has to hear it. Belongs to one call; called on the transcription's mailbox.
 */
final class TranscribedUtterance {
    /** A server takes no less than 100 ms. */
    private static final int LEAST_BYTES = 800;

    private static final int MOST_TRIES = 2;

    private final KeptSound sound = new KeptSound();
    private long bytes;
    private final StringBuilder interim = new StringBuilder();
    private boolean ended;
    private String commit = "";
    private String item = "";
    private int tries;
    private @Nullable Consumer<Listener> answer;

    void add(byte[] muLaw) {
        sound.add(muLaw, false);
        bytes += muLaw.length;
    }

    KeptSound sound() {
        return sound;
    }

    void end() {
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Whether there is anything that could be words. */
    boolean isLongEnough() {
        return bytes >= LEAST_BYTES;
    }

    /** The session was told that it is over. */
    void committed(String event) {
        commit = event;
    }

    /** Whether an answer of the server's is due. */
    boolean isAwaited() {
        return !commit.isEmpty() && answer == null;
    }

    boolean isOf(String event) {
        return !event.isEmpty() && commit.equals(event);
    }

    /** The server's name for it; empty until it has one. */
    String item() {
        return item;
    }

    void item(String id) {
        item = id;
    }

    /** More of what it sounds like. */
    String interim(String delta) {
        return interim.append(delta).toString();
    }

    void words(Words words) {
        answer(listener -> listener.onFinal(words));
    }

    void failure(VoiceCallException failure) {
        answer(listener -> listener.onFailure(failure));
    }

    private void answer(Consumer<Listener> first) {
        answer = answer == null ? first : answer;
    }

    boolean isAnswered() {
        return answer != null;
    }

    void tell(Listener listener) {
        if (answer != null) {
            answer.accept(listener);
        }
    }

    /**
     * The session that heard it is gone.
     *
     * @return whether another one is to hear it
     */
    boolean again() {
        tries += commit.isEmpty() ? 0 : 1;
        commit = "";
        item = "";
        interim.setLength(0);
        return tries < MOST_TRIES;
    }
}
