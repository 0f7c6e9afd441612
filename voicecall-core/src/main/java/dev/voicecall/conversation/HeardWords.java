package dev.voicecall.conversation;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of a sentence was heard, when its audio was cut off. Speech engines don't tell when they speak which word, so the
 * time is shared out among the words by their lengths.
 */
final class HeardWords {
    private static final Pattern GRAPHEME = Pattern.compile("\\X");

    /** Scripts that have no spaces between words. */
    private static final Set<UnicodeScript> UNSPACED = Set.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    private static final String PAUSES = ".,;:!?…—،؛؟۔।॥。｡！？，、；：";

    /** How long it takes to speak, measured in letters. */
    private static final int LETTER = 1;

    /** "7" is "seven", and a Chinese character is a syllable. */
    private static final int DIGIT_OR_SYLLABLE = 3;

    private static final int PAUSE = 2;

    /** A word with the marks behind it; in scripts without spaces, a character. */
    private record Word(int end, int weight) {}

    private HeardWords() {}

    /**
     * The words of which more than half was played. Where words have no spaces between them, characters stand for words.
     *
     * @param playedSamples how much of the audio was played
     * @param totalSamples how much audio there was in all, in the same unit
     * @return the beginning of the text; all of it if all of the audio was played, and nothing if none was
     */
    static String prefix(String text, long playedSamples, long totalSamples) {
        if (playedSamples <= 0) {
            return "";
        }
        if (playedSamples >= totalSamples) {
            return text;
        }
        List<Word> words = words(text);
        double played = (double) playedSamples
                / totalSamples
                * words.stream().mapToInt(Word::weight).sum();
        int end = 0;
        double start = 0;
        for (Word word : words) {
            if (start + word.weight() / 2.0 >= played) {
                break;
            }
            start += word.weight();
            end = word.end();
        }
        return text.substring(0, end);
    }

    /** How much of {@code totalSamples} the first so many characters of the text take: the reverse of {@link #prefix}. */
    static long length(String text, int characters, long totalSamples) {
        long all = 0;
        long before = 0;
        for (Word word : words(text)) {
            all += word.weight();
            before += word.end() <= characters ? word.weight() : 0;
        }
        return all == 0 ? 0 : totalSamples * before / all;
    }

    private static List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        int weight = 0;
        boolean complete = false;
        Matcher graphemes = GRAPHEME.matcher(text);
        while (graphemes.find()) {
            int first = text.codePointAt(graphemes.start());
            boolean space = Character.isWhitespace(first) || Character.isSpaceChar(first);
            boolean unspaced = UNSPACED.contains(UnicodeScript.of(first));
            boolean mark = !space && !Character.isLetterOrDigit(first);
            if (weight > 0 && (space || unspaced || (complete && !mark))) {
                words.add(new Word(graphemes.start(), weight));
                weight = 0;
            }
            if (!space) {
                weight += weight(first, unspaced);
            }
            complete = unspaced || (complete && mark);
        }
        if (weight > 0) {
            words.add(new Word(text.length(), weight));
        }
        return words;
    }

    private static int weight(int c, boolean unspaced) {
        if (unspaced || Character.isDigit(c)) {
            return DIGIT_OR_SYLLABLE;
        }
        return Character.isLetter(c) ? LETTER : PAUSES.indexOf(c) >= 0 ? PAUSE : 0;
    }
}
