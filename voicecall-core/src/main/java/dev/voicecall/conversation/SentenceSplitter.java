package dev.voicecall.conversation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts the text of a language model into sentences while it comes in. Sentences have single spaces in them, and none at
 * their ends; else all of them together are the text. Where the text was cut into pieces makes no difference.
 *
 * <p>When in doubt ("Plan B. Then"), a sentence goes on: two sentences spoken as one sound better than one torn apart.
 * Called by one thread at a time.
 */
final class SentenceSplitter {
    /** A text without an end is cut after this many characters at most. */
    static final int MAX_LENGTH = 300;

    /** A clause shorter than this is not worth a cut. */
    private static final int MIN_CLAUSE_LENGTH = MAX_LENGTH / 3;

    private static final String LINE_BREAKS = "\n\r\u000B\f\u0085\u2028\u2029";
    /** End a sentence where they stand, since no space follows. */
    private static final String IDEOGRAPHIC_TERMINATORS = "。｡！？";
    /** End a sentence if a space follows. */
    private static final String TERMINATORS = "!?؟۔।॥";
    /** End a sentence if the next one begins like a sentence. */
    private static final String PERIODS = ".…";

    private static final String CLAUSE_ENDS = ",;:،؛—–";
    private static final String IDEOGRAPHIC_CLAUSE_ENDS = "，、；：";
    private static final String OPENING_QUOTES = "「『（《【“";
    private static final String CLOSING_QUOTES = "」』）》】”";
    private static final String CLOSERS = ")]}\"'’»›*_`~" + CLOSING_QUOTES;

    private static final Pattern GRAPHEME = Pattern.compile("\\X");

    private final StringBuilder pending = new StringBuilder();

    /**
     * Takes the next piece of the text.
     *
     * @param piece of any size; a character may be cut in two
     * @return the sentences that are known to be complete by now, often none
     */
    List<String> add(String piece) {
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < piece.length(); i++) {
            take(piece.charAt(i), sentences);
        }
        return sentences;
    }

    /** The text is over: its last sentence, if there is one that was not returned yet. */
    Optional<String> flush() {
        List<String> last = new ArrayList<>(1);
        release(pending.length(), last);
        return last.stream().findFirst();
    }

    /** Whether there is nothing that was not returned. */
    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Nothing more has come for a while: what there is, if it can be a whole sentence. */
    Optional<String> pause() {
        int length = pending.length();
        if (length > 0 && !endsWith(" ")) {
            pending.append(' ');
        }
        if (length > 0 && endsBefore('A')) {
            return flush();
        }
        pending.setLength(length);
        return Optional.empty();
    }

    /** Character by character, so that it can make no difference how the text was cut. */
    private void take(char c, List<String> sentences) {
        if (LINE_BREAKS.indexOf(c) >= 0) {
            release(pending.length(), sentences);
        } else if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
            takeSpace(sentences);
        } else {
            if (endsWith(" ") && endsBefore(c)) {
                release(pending.length(), sentences);
            }
            pending.append(c);
            releaseWhatIsTooLong(sentences);
            if (endsIdeographically()) {
                release(pending.length(), sentences);
            }
        }
        releaseWhatIsTooLong(sentences);
    }

    private void releaseWhatIsTooLong(List<String> sentences) {
        if (pending.length() > MAX_LENGTH) {
            release(cut(), sentences);
        }
    }

    private void takeSpace(List<String> sentences) {
        if (endsWith(TERMINATORS)) {
            release(pending.length(), sentences);
        } else if (!pending.isEmpty() && !endsWith(" ")) {
            pending.append(' ');
        }
    }

    private void release(int end, List<String> sentences) {
        String sentence = pending.substring(0, end).strip();
        if (!sentence.isEmpty()) {
            sentences.add(sentence);
        }
        pending.delete(0, end);
        if (!pending.isEmpty() && pending.charAt(0) == ' ') {
            pending.deleteCharAt(0);
        }
    }

    private boolean endsWith(String anyOf) {
        return !pending.isEmpty() && anyOf.indexOf(pending.charAt(pending.length() - 1)) >= 0;
    }

    /** 「行く。」 is not over before its closing quote. */
    private boolean endsIdeographically() {
        int length = pending.length();
        boolean closed = length > 1
                && endsWith(CLOSING_QUOTES)
                && IDEOGRAPHIC_TERMINATORS.indexOf(pending.charAt(length - 2)) >= 0;
        return (closed || endsWith(IDEOGRAPHIC_TERMINATORS)) && !isQuoteOpen();
    }

    private boolean isQuoteOpen() {
        int depth = 0;
        for (int i = 0; i < pending.length(); i++) {
            if (OPENING_QUOTES.indexOf(pending.charAt(i)) >= 0) {
                depth++;
            } else if (CLOSING_QUOTES.indexOf(pending.charAt(i)) >= 0) {
                depth = Math.max(0, depth - 1);
            }
        }
        return depth > 0;
    }

    /** Whether what is pending, which ends with a space, is a sentence if this is the next character. */
    private boolean endsBefore(char next) {
        int end = pending.length() - 1;
        while (end > 0 && CLOSERS.indexOf(pending.charAt(end - 1)) >= 0) {
            end--;
        }
        boolean goesOn = Character.isLowerCase(next) || (PERIODS + TERMINATORS + CLAUSE_ENDS).indexOf(next) >= 0;
        if (end == 0 || goesOn) {
            return false;
        }
        char last = pending.charAt(end - 1);
        return TERMINATORS.indexOf(last) >= 0
                || (PERIODS.indexOf(last) >= 0 && !Abbreviations.endsWithOne(pending.substring(0, end - 1), next));
    }

    /** Where to cut what is too long: after its last clause, else its last word, else wherever no character is cut. */
    private int cut() {
        for (int i = MAX_LENGTH; i > MIN_CLAUSE_LENGTH; i--) {
            char last = pending.charAt(i - 1);
            if (IDEOGRAPHIC_CLAUSE_ENDS.indexOf(last) >= 0
                    || (CLAUSE_ENDS.indexOf(last) >= 0 && pending.charAt(i) == ' ')) {
                return i;
            }
        }
        int space = pending.lastIndexOf(" ", MAX_LENGTH);
        return space > 0 ? space : lastGrapheme();
    }

    private int lastGrapheme() {
        int end = 0;
        Matcher graphemes = GRAPHEME.matcher(pending);
        while (graphemes.find() && graphemes.end() <= MAX_LENGTH) {
            end = graphemes.end();
        }
        return end > 0 ? end : MAX_LENGTH;
    }
}
