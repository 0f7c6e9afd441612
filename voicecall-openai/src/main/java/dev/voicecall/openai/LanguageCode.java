package dev.voicecall.openai;

import java.util.Locale;
import java.util.Optional;

/** The names of languages that models that write down speech know: ISO 639-1, and one name for Norwegian. */
final class LanguageCode {
    private LanguageCode() {}

    /**
     * For example {@code en} of {@code en-US}.
     *
     * @param tag BCP 47
     * @return empty if the language has no such name; then the model finds out itself
     */
    static Optional<String> of(String tag) {
        String code = Locale.forLanguageTag(tag).getLanguage();
        return switch (code) {
            case "nb" -> Optional.of("no"); // Bokmål, which Whisper knows by the name of the macrolanguage
            default -> Optional.of(code).filter(known -> known.length() == 2);
        };
    }
}
