package dev.voicecall.conversation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * What the words of the other side say about turns: whether they want one, whether theirs is over, whether the conversation
 * is. There are words in English, German, French, Hindi and Spanish. Immutable.
 */
final class TurnWords {
    private static final Set<String> LANGUAGES = Set.of("de", "en", "es", "fr", "hi");
    private static final Map<String, TurnWords> READ = new ConcurrentHashMap<>();

    /** A farewell is short; who talks for longer wants something else. */
    private static final int LONGEST_FAREWELL = 12;

    private static final String NO_MORE_WORDS = "[^\\p{L}\\p{N}]*+$";
    private static final Pattern QUESTION = Pattern.compile("[?？؟]" + NO_MORE_WORDS);
    private static final Pattern TRAILS_OFF = Pattern.compile("(?:\\.\\.|…)" + NO_MORE_WORDS);
    private static final Pattern SENTENCE_END = Pattern.compile("[.?!。｡！？؟۔।]" + NO_MORE_WORDS);

    private final WordList backchannels;
    private final WordList hanging;
    private final WordList goodbyes;
    private final WordList answers;

    private TurnWords(String language) {
        backchannels = WordList.of(language, "backchannels");
        hanging = WordList.of(language, "hanging");
        goodbyes = WordList.of(language, "goodbyes");
        answers = WordList.of(language, "answers");
    }

    /**
     * The words of a language; they are read once, which takes some milliseconds.
     *
     * @param language a BCP 47 tag; English if there are no words in it
     */
    static TurnWords in(String language) {
        String code = Locale.forLanguageTag(language).getLanguage();
        return READ.computeIfAbsent(LANGUAGES.contains(code) ? code : "en", TurnWords::new);
    }

    /** Whether a text ends as a question. */
    static boolean isQuestion(String text) {
        return QUESTION.matcher(text).find();
    }

    /** Whether they only show that they listen: "mm-hm", "okay, I see". */
    boolean isBackChannel(String words) {
        return backchannels.consistsOf(WordList.words(words));
    }

    /** Whether there must be more to come: "my number is", "and, um". A question is never hanging: "What is it for?" */
    boolean isHanging(String words) {
        return !QUESTION.matcher(words).find() && hanging.endsWith(WordList.words(words));
    }

    /**
     * Whether it is a farewell: at most 12 words, of which the last are a goodbye, and not a question. Exceptions like
     * "don't say goodbye" are in the list of goodbyes.
     */
    boolean isGoodbye(String words) {
        List<String> said = WordList.words(words);
        return said.size() <= LONGEST_FAREWELL && !QUESTION.matcher(words).find() && goodbyes.endsWith(said);
    }

    /**
     * Whether nothing is missing: it is punctuated as a sentence or a plain yes or no. What is hanging or trails off
     * ("well...") is never complete, however it is punctuated.
     */
    boolean isComplete(String words) {
        if (isHanging(words) || TRAILS_OFF.matcher(words).find()) {
            return false;
        }
        return SENTENCE_END.matcher(words).find() || answers.consistsOf(WordList.words(words));
    }
}
