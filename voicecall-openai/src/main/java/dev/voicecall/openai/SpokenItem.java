package dev.voicecall.openai;

import java.time.Duration;

/** A message of the model's, as it is being spoken. Belongs to one call; called on its mailbox. */
final class SpokenItem {
    private static final int BYTES_PER_MILLI = 8;

    final String id;
    /** To which answer it belongs. */
    final String response;
    /** Which of several connections it came by. */
    final int session;

    private final StringBuilder words = new StringBuilder();
    private int contentIndex;
    private long receivedMillis;
    private long receivedBytes;
    private long heardMillis = Long.MAX_VALUE;
    private boolean ended;

    SpokenItem(String id, String response, int session) {
        this.id = id;
        this.response = response;
        this.session = session;
    }

    void sound(RealtimeEvent.Audio audio) {
        contentIndex = audio.contentIndex();
        receivedBytes += audio.sound().length;
        receivedMillis = receivedBytes / BYTES_PER_MILLI;
    }

    void words(String piece) {
        words.append(piece);
    }

    /**
     * Ends it.
     *
     * @return whether it had not ended before
     */
    boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    /** It was heard up to there, and will not be any further. */
    void cut(Duration heard) {
        heardMillis = Math.min(heard.toMillis(), receivedMillis);
    }

    /** Which part of the message has the sound. */
    int contentIndex() {
        return contentIndex;
    }

    /** How much of it was heard, no more than there was, in milliseconds. */
    long heardMillis() {
        return Math.min(heardMillis, receivedMillis);
    }

    boolean hasSound() {
        return receivedBytes > 0;
    }

    /** Whether all that the model has said of it was heard. */
    boolean isHeardToItsEnd() {
        return ended && heardMillis() == receivedMillis;
    }

    /** The words that were heard, as far as can be told by the time that they took. */
    String heardWords() {
        boolean cut = heardMillis != Long.MAX_VALUE;
        if (!cut || (hasSound() && heardMillis >= receivedMillis)) {
            return words.toString();
        }
        if (!hasSound()) {
            return "";
        }
        int end = (int) (words.length() * heardMillis / receivedMillis);
        while (end > 0 && end < words.length() && !Character.isWhitespace(words.charAt(end))) {
            end--;
        }
        return words.substring(0, end);
    }
}
