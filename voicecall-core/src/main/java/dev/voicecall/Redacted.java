package dev.voicecall;

import java.util.regex.Pattern;

/** What may be written down of a message that somebody else has made: without numbers of people and without secrets. */
final class Redacted {
    private static final int MOST_CHARACTERS = 2_000;

    /** Seven digits or more, as people write numbers, or after the plus sign of a URL; not within a word. */
    private static final Pattern NUMBER =
            Pattern.compile("(?:(?<![\\p{Alnum}])\\+?|(?<=%2[Bb]))\\d(?:[ ().-]{0,2}\\d){6,}");

    /** Bearer and Basic credentials, API keys, JSON Web Tokens, users in URLs, 128 bits and more in hexadecimal digits. */
    private static final Pattern SECRET = Pattern.compile("(?<=(?i:bearer|basic) )\\S+"
            + "|\\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{8,}"
            + "|\\beyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_.-]+"
            + "|(?<=://)[^/\\s@]+(?=@)"
            + "|\\b(?!(?:AC|CA|CF|MZ|RE|SM|MM|PN)[0-9a-f]{32}\\b)[0-9a-fA-F]{32,}\\b");

    private Redacted() {}

    /** The message of a failure, of which 2,000 characters at most. */
    static String messageOf(Throwable failure) {
        String message = failure.getMessage();
        return of(message == null ? failure.getClass().getSimpleName() : message);
    }

    private static String of(String text) {
        String bounded = text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…";
        String withoutSecrets = SECRET.matcher(bounded).replaceAll("***");
        return NUMBER.matcher(withoutSecrets).replaceAll("***");
    }
}
