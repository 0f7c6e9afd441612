package dev.voicecall.assemblyai;

import java.util.Locale;
import java.util.Optional;

/** AssemblyAI's names of languages: {@code de}, {@code en_us}, {@code en_uk}. */
final class Languages {
    private Languages() {}

    /**
     * Its name.
     *
     * @param tag BCP 47
     * @return empty if the tag names no language; then AssemblyAI finds out itself
     */
    static Optional<String> code(String tag) {
        Locale locale = Locale.forLanguageTag(tag);
        String language = locale.getLanguage();
        if (language.isEmpty() || language.equals("und")) {
            return Optional.empty();
        }
        return Optional.of(
                switch (language + "-" + locale.getCountry()) {
                    case "en-US" -> "en_us";
                    case "en-AU" -> "en_au";
                    case "en-GB" -> "en_uk";
                    case "nb-", "nb-NO" -> "no";
                    default -> language;
                });
    }

    /** The BCP 47 tag of such a name. */
    static String tag(String code) {
        return code.equals("en_uk")
                ? "en-GB"
                : Locale.forLanguageTag(code.replace('_', '-')).toLanguageTag();
    }
}
