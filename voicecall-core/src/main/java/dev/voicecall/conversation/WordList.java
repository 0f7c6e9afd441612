package dev.voicecall.conversation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Phrases of one kind in one language, from a text file: one phrase a line, comments begin with {@code #}. A phrase behind
 * a {@code !} is an exception: "goodbye" is on the list, "!say goodbye" is not. The longest phrase that fits decides.
 * Case, punctuation, apostrophes and accents make no difference; umlauts do. Immutable.
 */
final class WordList {
    private static final Pattern APOSTROPHE = Pattern.compile("['’`]");
    private static final Pattern ACCENT = Pattern.compile("[\\u0300-\\u036F\\u093C&&[^\\u0308]]");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}\\u200C\\u200D]+");
    private static final char CHANDRABINDU = '\u0901';
    private static final char ANUSVARA = '\u0902';

    /** Whether a phrase is on the list (true) or an exception (false). */
    private final Map<List<String>, Boolean> phrases = new HashMap<>();

    private final int longest;

    /** @param lines of the file */
    WordList(List<String> lines) {
        for (String line : lines) {
            String phrase = line.strip();
            if (!phrase.isEmpty() && !phrase.startsWith("#")) {
                phrases.put(words(phrase), !phrase.startsWith("!"));
            }
        }
        longest = phrases.keySet().stream().mapToInt(List::size).max().orElse(0);
    }

    /**
     * Reads a list.
     *
     * @param language an ISO 639 code
     * @param kind the name of the file
     * @throws IllegalArgumentException if there is no such list
     */
    static WordList of(String language, String kind) {
        String path = "words/" + language + "/" + kind + ".txt";
        InputStream file = WordList.class.getResourceAsStream(path);
        if (file == null) {
            throw new IllegalArgumentException("There is no list of words at " + path + ".");
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return new WordList(reader.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words of a text: "C'est ça, René!" is cest, ca, rene. */
    static List<String> words(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
        plain = APOSTROPHE.matcher(plain).replaceAll("");
        plain = ACCENT.matcher(plain)
                .replaceAll("")
                .replace(CHANDRABINDU, ANUSVARA)
                .replace("ß", "ss");
        return Arrays.stream(BETWEEN_WORDS.split(plain))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Whether the words end with a phrase of the list. */
    boolean endsWith(List<String> words) {
        for (int length = Math.min(longest, words.size()); length > 0; length--) {
            Boolean listed = phrases.get(words.subList(words.size() - length, words.size()));
            if (listed != null) {
                return listed;
            }
        }
        return false;
    }

    /** Whether the words are phrases of the list and nothing else, and at least one. */
    boolean consistsOf(List<String> words) {
        boolean[] made = new boolean[words.size() + 1];
        made[0] = true;
        for (int end = 1; end <= words.size(); end++) {
            for (int start = Math.max(0, end - longest); start < end && !made[end]; start++) {
                made[end] = made[start] && Boolean.TRUE.equals(phrases.get(words.subList(start, end)));
            }
        }
        return !words.isEmpty() && made[words.size()];
    }
}
