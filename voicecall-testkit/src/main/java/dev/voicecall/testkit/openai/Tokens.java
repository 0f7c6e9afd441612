package dev.voicecall.testkit.openai;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Cuts texts into what looks like a model's tokens: words with the space before them, long ones in parts. */
final class Tokens {
    private static final Pattern TOKEN = Pattern.compile("\\s?[^\\s]{1,6}|\\s");

    private Tokens() {}

    /** The parts, which joined are the text; no character is cut. */
    static List<String> of(String text) {
        return TOKEN.matcher(text).results().map(MatchResult::group).toList();
    }

    static int count(String text) {
        return of(text).size();
    }
}
