package dev.voicecall.conversation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Takes from the sentences of one reply what is meant for the eye: Markdown, emoji, the paths of URLs. What is ordinary text
 * stays as it is; numbers and abbreviations are left to the speech engine. Called by one thread at a time.
 */
final class SpeakableText {
    /** Not of a script without spaces between words, which has markup in the middle of its text. */
    private static final String SPACED = "[^\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}]";

    private static final String WORD = "[\\p{L}\\p{N}&&" + SPACED + "]";
    private static final String LABEL = "[\\p{L}\\p{N}-&&" + SPACED + "]++";
    private static final String HOST = LABEL + "(?:\\." + LABEL + ")*+";

    /** In ASCII, with parentheses in pairs, and without the punctuation of the sentence at its end. */
    private static final String PATH =
            "(?:[/?#](?:[.,;:!?'\\]_]*+(?:\\([!-~&&[^()]]*+\\)|[!-~&&[^()<>\"`|*.,;:!?'\\]_]]))*+)?";

    private static final String EMOJI = "[\\x{1F000}-\\x{1FAFF}\\u2600-\\u266C\\u2670-\\u27BF\\u231A\\u231B\\u23CF"
            + "\\u23E9-\\u23FA\\u2B05-\\u2B07\\u2B1B\\u2B1C\\u2B50\\u2B55\\u3030&&[^\\p{N}]]";
    private static final String PICTURE =
            "(?:" + EMOJI + "|[\\p{So}\\p{Sm}\\u2139]\\uFE0F)[\\u200D\\uFE0E\\uFE0F\\x{E0020}-\\x{E007F}]*+";

    private static final String PLAIN_MARKS = " .,!?'’";
    private static final Pattern FENCE = Pattern.compile("`{3,}");
    private static final Pattern HAS_WORDS = Pattern.compile("[\\p{L}\\p{N}]");

    /** What Speech can't carry, and what has no sound: private use, directions of writing, zero-width spaces. */
    private static final Rule INVISIBLE = new Rule(
            "[\\p{Cc}\\p{Cs}\\p{Co}\\uFFFE\\uFFFF&&[^\\s]]|[\\u00AD\\u200B\\u200E\\u200F\\u202A-\\u202E\\u2060-\\u206F\\uFEFF]",
            "");

    private static final List<Rule> RULES = List.of(
            // Lines
            new Rule("^\\s*(?:>\\s+)++", ""),
            new Rule("^\\s*#{1,6}\\s+(.*?)(?:\\s+#+)?\\s*$", "$1"),
            new Rule("^\\s*[-*+•‣◦▪]\\s+(?:\\[[ xX]]\\s+)?", ""),
            new Rule("^\\s*\\[[^\\[\\]]+]:\\s+\\S+$", ""),
            // Tables
            new Rule("^[\\s|:-]*-[\\s|:-]*$", ""),
            new Rule("^\\s*\\|+\\s*|(?<!\\|)\\|\\s*$", ""),
            // Links, and what they are made of
            new Rule("!?\\[([^\\[\\]]*+)]\\((?:[^()\\s]|\\([^()\\s]*\\))*+(?:\\s+[\"'][^\"']*[\"'])?\\)", "$1"),
            new Rule("\\[([^\\[\\]]+)]\\[[^\\[\\]]*]", "$1"),
            new Rule("\\[\\^[^\\[\\]]+]", ""),
            new Rule("<((?:https?://|mailto:)[^<>\\s]+)>", "$1"),
            new Rule("(?i)<br\\s*/?>", " "),
            new Rule("(?i)\\bmailto:(?=\\S+@)", ""),
            new Rule(
                    "(?i)(?<!" + WORD + ")(?:https?://(?:www\\.)?|www\\.)(?:[!-~&&[^/?#@]]++@)?(" + HOST
                            + ")(?::\\d++)?" + PATH,
                    "$1"),
            // Emphasis and code
            new Rule("(?<![\\p{N}*\\\\])\\*\\*(\\*?)(?![\\s*])([^*]+)(?<!\\s)\\1\\*\\*(?![\\p{N}*])", "$2"),
            new Rule(
                    "(?<!" + WORD + "|[*\\\\])\\*(?![\\s*])(?=[^*]*\\p{L})([^*]+)(?<!\\s)\\*(?!" + WORD + "|\\*)",
                    "$1"),
            new Rule("(?<!" + WORD + "|[_\\\\])(_{1,3})(?![\\s_])(.{1,300}?)(?<![\\s_])\\1(?!" + WORD + "|_)", "$2"),
            new Rule("~~(?![\\s~])([^~]+)(?<!\\s)~~", "$1"),
            // The beginning or the end of an emphasis that spans sentences
            new Rule(
                    "^\\*{2,3}(?=\\S)|(?<=[\\s(\"'])\\*{2,3}(?=\\p{L})|(?<=[\\p{L}.!?,;:])\\*{2,3}(?=[\\s.!?,;:]|$)",
                    ""),
            new Rule("`{1,2}", ""),
            new Rule("\\\\([\\\\`*_{}\\[\\]()#+.!|~>-])", "$1"),
            // Pictures; the key of a keycap is to be spoken
            new Rule("([0-9#*])\\uFE0F?\\u20E3", "$1"),
            new Rule("\\s*(?:" + PICTURE + "\\s*)++(?=[.,;:!?)]|$)", ""),
            new Rule("(?:" + PICTURE + ")++", " "),
            new Rule("[\\uFE0E\\uFE0F\\x{E0020}-\\x{E007F}]", ""));

    private static final Rule TABLE_CELL = new Rule("\\s*\\|+\\s*", ", ");
    private static final Rule WHITE_SPACE = new Rule("[\\s\\h]+", " ");

    /** Whether the sentences at hand are code, which is not spoken. */
    private boolean inCode;

    private record Rule(Pattern pattern, String replacement) {
        Rule(String regex, String replacement) {
            this(Pattern.compile(regex, Pattern.MULTILINE), replacement);
        }

        String apply(String text) {
            return pattern.matcher(text).replaceAll(replacement);
        }
    }

    /** The sentences of a whole text, as they are spoken. */
    static List<String> sentences(String text) {
        SentenceSplitter splitter = new SentenceSplitter();
        SpeakableText speakable = new SpeakableText();
        List<String> sentences = new ArrayList<>(splitter.add(text));
        splitter.flush().ifPresent(sentences::add);
        return sentences.stream()
                .map(speakable::speakable)
                .filter(sentence -> !sentence.isBlank())
                .toList();
    }

    /**
     * What of the next sentence can be spoken.
     *
     * @return plain text on one line, fit for {@link dev.voicecall.spi.Speech}; empty if there is nothing to speak
     */
    String speakable(String sentence) {
        List<String> spoken = new ArrayList<>();
        String[] parts = FENCE.split(INVISIBLE.apply(sentence), -1);
        for (int i = 0; i < parts.length; i++) {
            if (i > 0) {
                inCode = !inCode;
            }
            if (!inCode) {
                spoken.add(withoutMarkup(parts[i]));
            }
        }
        String text = WHITE_SPACE.apply(String.join(" ", spoken)).strip();
        return HAS_WORDS.matcher(text).find() ? text : "";
    }

    /** Most sentences have nothing in them that a rule could change. */
    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> Character.isLetterOrDigit(c) || PLAIN_MARKS.indexOf(c) >= 0)
                && !text.toLowerCase(Locale.ROOT).contains("www.");
    }

    private static String withoutMarkup(String text) {
        if (isPlain(text)) {
            return text;
        }
        String trimmed = text.strip();
        boolean isTableRow = trimmed.startsWith("|") || trimmed.endsWith("|");
        String plain = text;
        for (Rule rule : RULES) {
            plain = rule.apply(plain);
        }
        return isTableRow ? TABLE_CELL.apply(plain) : plain;
    }
}
