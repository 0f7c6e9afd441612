package dev.voicecall.conversation;

import dev.voicecall.HeardText;
import dev.voicecall.HeardText.Certainty;
import dev.voicecall.audio.AudioFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Which text belongs to which stretch of a reply's sound. A text may still grow while its sound is played, and so may the sound.
 * Positions are in samples at 8 kHz since the reply began. Belongs to one call; called on its mailbox.
 */
final class Ledger {
    /** What a character takes to be spoken, until it is known better: 15 characters a second. */
    private static final long SAMPLES_PER_CHARACTER = 8_000 / 15;

    private final List<Passage> passages = new ArrayList<>();

    /** A text and where its sound is. */
    static final class Passage {
        private final StringBuilder text;
        private final boolean counts;
        private final long begin;
        private long end;
        private boolean complete;

        Passage(String text, boolean counts, long begin) {
            this.text = new StringBuilder(text);
            this.counts = counts;
            this.begin = begin;
            this.end = begin;
        }

        /** There is more of the text. */
        void append(String piece) {
            text.append(piece);
        }

        /** How long it is, or will be. */
        long length() {
            return complete ? end - begin : Math.max(end - begin, text.length() * SAMPLES_PER_CHARACTER);
        }

        String heard(long position) {
            return complete && end == begin ? "" : HeardWords.prefix(text.toString(), position - begin, length());
        }

        /** What comes behind what is heard. */
        private String behind(String heard) {
            return text.substring(heard.length()).strip();
        }

        /** What is heard of it if the sound of the reply is played up to a position. */
        HeardText heard(long position, Certainty certainty) {
            boolean all = complete && position >= end;
            long played = Math.max(0, Math.min(position, end) - begin);
            String words = all ? text.toString() : HeardWords.prefix(text.toString(), played, length());
            return new HeardText(words.strip(), behind(words), AudioFormat.TELEPHONE.duration(played), all, certainty);
        }
    }

    /**
     * From a position on, the sound is of another text.
     *
     * @param counts whether the text is part of what is said; a filler ("one moment") is not
     */
    Passage begin(String text, boolean counts, long position) {
        Passage passage = new Passage(text, counts, position);
        passages.add(passage);
        return passage;
    }

    /** The text's sound goes on. */
    void add(int samples) {
        last().end += samples;
    }

    /** The text's sound is complete. */
    void complete() {
        last().complete = true;
    }

    private Passage last() {
        return passages.get(passages.size() - 1);
    }

    /** What is heard if the sound is played up to a position. */
    HeardText heard(long position, boolean everything, Certainty certainty) {
        StringJoiner text = new StringJoiner(" ");
        StringJoiner unheard = new StringJoiner(" ");
        for (Passage passage : passages) {
            if (passage.counts) {
                String heard = everything ? passage.text.toString() : passage.heard(position);
                add(heard.strip(), text);
                add(passage.behind(heard), unheard);
            }
        }
        return new HeardText(
                text.toString(), unheard.toString(), AudioFormat.TELEPHONE.duration(position), everything, certainty);
    }

    private static void add(String words, StringJoiner to) {
        if (!words.isEmpty()) {
            to.add(words);
        }
    }

    /** Where the word begins that is cut at a position. */
    long wordBefore(long position) {
        for (Passage passage : passages) {
            if (passage.begin <= position && position < passage.begin + passage.length()) {
                String heard = passage.heard(position);
                long begin =
                        passage.begin + HeardWords.length(passage.text.toString(), heard.length(), passage.length());
                return Math.min(begin, position);
            }
        }
        return position;
    }
}
