package dev.voicecall.assemblyai;

import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.SpeechToText.Listener;
import dev.voicecall.spi.SpeechToText.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An utterance on its way through a streaming session. Its sound is kept until it is answered, the last 15 s of it, in case another
 * session has to hear it. Belongs to one call; called on the transcription's mailbox.
 */
final class StreamedUtterance {
    /** 100 ms; AssemblyAI takes 50 to 1,000 in a message. */
    static final int CHUNK_BYTES = 800;

    private static final byte SILENCE = (byte) 0xFF;
    private static final int MOST_KEPT_BYTES = 120_000;
    private static final int MOST_TRIES = 2;

    private byte[] sound = {};
    private int length;
    private int sentBytes;
    private boolean ended;
    private boolean forced;
    private int tries;
    private long beginMillis = Long.MAX_VALUE;
    private final List<Turn> over = new ArrayList<>();
    private @Nullable Turn underWay;
    private boolean noticed;
    private @Nullable Consumer<Listener> answer;

    void add(byte[] muLaw) {
        if (length + muLaw.length > sound.length) {
            sound = Arrays.copyOf(sound, Math.max(2 * sound.length, length + muLaw.length));
        }
        System.arraycopy(muLaw, 0, sound, length, muLaw.length);
        length += muLaw.length;
        forget(length - MOST_KEPT_BYTES);
    }

    private void forget(int bytes) {
        if (bytes > 0) {
            System.arraycopy(sound, bytes, sound, 0, length - bytes);
            length -= bytes;
            sentBytes = Math.max(0, sentBytes - bytes);
        }
    }

    void end() {
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Whether there is anything that could be words. */
    boolean isLongEnough() {
        return length >= CHUNK_BYTES;
    }

    /** Whether a chunk can be sent; the last one may be filled up with silence. */
    boolean hasChunk() {
        return length - sentBytes >= CHUNK_BYTES || (ended && length > sentBytes);
    }

    /** The next chunk, which begins there in the session's sound. */
    byte[] chunk(long atMillis) {
        beginMillis = Math.min(beginMillis, atMillis);
        byte[] chunk = new byte[CHUNK_BYTES];
        Arrays.fill(chunk, SILENCE);
        int count = Math.min(CHUNK_BYTES, length - sentBytes);
        System.arraycopy(sound, sentBytes, chunk, 0, count);
        sentBytes += count;
        return chunk;
    }

    /** Whether the server is to be told that it is over. */
    boolean isToBeForced() {
        return ended && !forced && answer == null && !hasChunk();
    }

    void forced() {
        forced = true;
    }

    boolean isForced() {
        return forced;
    }

    /** How many sessions have heard it in vain. */
    int tries() {
        return tries;
    }

    /** Whether it began there in the session's sound, or before. */
    boolean beganBy(long millis) {
        return beginMillis <= millis;
    }

    /** Whether anything of it was sent in this session. */
    boolean isBegun() {
        return beginMillis != Long.MAX_VALUE;
    }

    void heard(Turn turn) {
        if (turn.isOver()) {
            over.add(turn);
            underWay = null;
        } else {
            underWay = turn;
        }
    }

    /** Whether the server said anything since it began. */
    boolean isNoticed() {
        return noticed;
    }

    void noticed() {
        noticed = true;
    }

    /** Whether there are words of which the server has not said that they are final. */
    boolean isPending() {
        return underWay != null && !underWay.text().isEmpty();
    }

    boolean isHeard() {
        return !text().isEmpty();
    }

    /** What it sounds like so far. */
    String text() {
        List<String> texts = over.stream().map(Turn::text).collect(Collectors.toCollection(ArrayList::new));
        if (underWay != null) {
            texts.add(underWay.text());
        }
        return texts.stream().filter(text -> !text.isEmpty()).collect(Collectors.joining(" "));
    }

    /** It is what was heard. */
    void settle() {
        String text = text();
        OptionalDouble confidence = over.stream()
                .flatMapToDouble(turn -> turn.confidence().stream())
                .average();
        words(text.isEmpty() ? Words.NONE : new Words(text, confidence));
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

    /** Whether it is over, and known what it was. */
    boolean canBeTold() {
        return ended && answer != null;
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
        tries += isBegun() ? 1 : 0;
        sentBytes = 0;
        beginMillis = Long.MAX_VALUE;
        forced = false;
        noticed = false;
        over.clear();
        underWay = null;
        return tries < MOST_TRIES;
    }
}
