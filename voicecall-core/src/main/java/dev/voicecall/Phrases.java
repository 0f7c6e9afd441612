package dev.voicecall;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds known phrases among the words of a reply. At each word the longest phrase counts, and its words count only once:
 * "dark red" is not also "red". Immutable.
 *
 * @param <T> what a phrase stands for
 */
final class Phrases<T> {
    private final Map<List<String>, T> meanings = new HashMap<>();
    private final int longest;

    /** @throws IllegalArgumentException if a phrase has no word in it, or two are the same to the ear */
    Phrases(Map<String, T> meanings) {
        meanings.forEach((phrase, meaning) -> {
            List<String> words = Words.of(phrase);
            if (words.isEmpty()) {
                throw new IllegalArgumentException("\"" + phrase + "\" has no word in it that could be said.");
            }
            if (this.meanings.put(words, meaning) != null) {
                throw new IllegalArgumentException("\"" + phrase + "\" is there twice.");
            }
        });
        this.longest =
                this.meanings.keySet().stream().mapToInt(List::size).max().orElse(0);
    }

    /** What the phrases among these words stand for, each once, in the order in which they were said. */
    Set<T> in(List<String> words) {
        Set<T> found = new LinkedHashSet<>();
        int at = 0;
        while (at < words.size()) {
            int length = lengthOfPhraseAt(words, at);
            if (length > 0) {
                found.add(meanings.get(words.subList(at, at + length)));
            }
            at += Math.max(1, length);
        }
        return found;
    }

    private int lengthOfPhraseAt(List<String> words, int at) {
        for (int length = Math.min(longest, words.size() - at); length > 0; length--) {
            if (meanings.containsKey(words.subList(at, at + length))) {
                return length;
            }
        }
        return 0;
    }
}
