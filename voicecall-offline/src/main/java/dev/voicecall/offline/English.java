package dev.voicecall.offline;

import java.util.Locale;

/** The only language of voice and recognizer. */
final class English {
    private English() {}

    /** Whether a BCP 47 tag means English of any country. */
    static boolean is(String language) {
        return Locale.forLanguageTag(language).getLanguage().equals("en");
    }
}
