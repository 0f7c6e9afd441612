package dev.voicecall.vosk;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the one field that we want of what Vosk answers: {@code {"text" : "two people"}}. */
final class VoskJson {
    private VoskJson() {}

    /** The words in a field; empty if it is not there. Vosk's words have letters, digits and apostrophes, and no escapes. */
    static String words(String field, String json) {
        Matcher value = Pattern.compile("\"" + Pattern.quote(field) + "\"\\s*:\\s*\"([^\"\\\\]*)\"")
                .matcher(json);
        return value.find() ? value.group(1).strip() : "";
    }
}
