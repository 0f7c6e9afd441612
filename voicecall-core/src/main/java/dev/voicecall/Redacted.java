package dev.voicecall;

import java.util.regex.Pattern;

/** What may be written down, in a log or on record, of what people and services have said: without numbers of people and without secrets. */
final class Redacted {
    private static final int MOST_CHARACTERS = 2_000;
    private static final String HIDDEN = "***";

    /** Digits, and what people write or pause by between them. */
    private static final String DIGITS = "\\p{Nd}(?:[\\s\\p{Z}\\p{Pd}().,/]{0,3}\\p{Nd})";

    /** The same as programs write them, who list numbers by commas. */
    private static final String WRITTEN_DIGITS = "\\p{Nd}(?:[\\s\\p{Z}\\p{Pd}().]{0,2}\\p{Nd})";

    /** Not within a word, but after what stands for a character in a URL or in JSON. */
    private static final String BEGIN = "(?:(?<!\\p{Alnum})\\+?|(?<=%2[Bb])|(?<=\\\\[bfnrt])|(?<=\\\\u\\p{XDigit}{4}))";

    /** Seven digits or more. */
    private static final Pattern NUMBER = Pattern.compile(BEGIN + DIGITS + "{6,}");

    private static final Pattern WRITTEN_NUMBER = Pattern.compile(BEGIN + WRITTEN_DIGITS + "{6,}");

    /** Digits at the end, to which more may come. */
    private static final Pattern NUMBER_SO_FAR = Pattern.compile("\\+?" + DIGITS + "*+[^\\p{Alnum}]*+$");

    /** Digits at the beginning, before which there may have been more. */
    private static final Pattern REST_OF_NUMBER = Pattern.compile("^[^\\p{Alnum}]*+" + DIGITS + "*+");

    /** Keys of a telephone, and nothing else. */
    private static final Pattern KEYS = Pattern.compile("(?<!\\S)(?=[A-D]*[0-9*#])[0-9A-D*#]+(?!\\S)");

    /** Bearer and Basic credentials, API keys, JSON Web Tokens, users in URLs, 128 bits and more in hexadecimal digits. */
    private static final Pattern SECRET = Pattern.compile("(?<=(?i:bearer|basic) )\\S+"
            + "|\\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{8,}"
            + "|\\beyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_.-]+"
            + "|(?<=://)[^/\\s@]+(?=@)"
            + "|\\b(?!(?:AC|CA|CF|MZ|RE|SM|MM|PN)[0-9a-f]{32}\\b)[0-9a-fA-F]{32,}\\b");

    private Redacted() {}

    /** A party of a call, of which only the country and the last digits can be read. */
    static String party(String party) {
        return party.length() <= 5
                ? "*".repeat(party.length())
                : party.substring(0, 3) + "*".repeat(party.length() - 5) + party.substring(party.length() - 2);
    }

    /** The message of a failure, of which 2,000 characters at most. */
    static String messageOf(Throwable failure) {
        String message = failure.getMessage();
        return text(message == null ? failure.getClass().getSimpleName() : message, WRITTEN_NUMBER);
    }

    /** A text, of which 2,000 characters at most. */
    static String text(String text) {
        return text(text, NUMBER);
    }

    private static String text(String text, Pattern number) {
        return text.length() <= MOST_CHARACTERS
                ? hidden(text, number)
                : withoutNumberSoFar(hidden(text.substring(0, MOST_CHARACTERS), number)) + "…";
    }

    /** A text to which more may come: what may become a number is hidden, too. */
    static String unfinished(String text) {
        return withoutNumberSoFar(text(text));
    }

    /** A text before which there was more: what may be the rest of a number is hidden, too. */
    static String continued(String text) {
        return REST_OF_NUMBER.matcher(text(text)).replaceAll(HIDDEN);
    }

    private static String hidden(String text, Pattern number) {
        return number.matcher(SECRET.matcher(text).replaceAll(HIDDEN)).replaceAll(HIDDEN);
    }

    private static String withoutNumberSoFar(String text) {
        return NUMBER_SO_FAR.matcher(text).replaceAll(HIDDEN);
    }

    /** A text in which keys that were pressed may stand as words of their own. */
    static String withoutKeys(String text) {
        return KEYS.matcher(text(text)).replaceAll(HIDDEN);
    }

    /** Whether a text may be keys that were pressed, since it is nothing else. */
    static boolean areKeys(String text) {
        return KEYS.matcher(text).matches();
    }
}
