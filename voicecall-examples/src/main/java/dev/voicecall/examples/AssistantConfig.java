package dev.voicecall.examples;

import dev.voicecall.TurnTaking;
import dev.voicecall.openai.OpenAi;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the assistant has to know, from variables of the environment: those of {@link ServiceConfig}, where {@code PORT} is
 * 8000 by default, and its own. Immutable.
 *
 * @param service the server and the account
 * @param endSilence {@code SILENCE_THRESHOLD_SECONDS}: how much silence ends the other side's turn, 0.3 to 5; 0.7 by default
 * @param openAi by {@code OPENAI_API_KEY}, and if need be {@code OPENAI_BASE_URL}; empty if there is no key
 */
record AssistantConfig(ServiceConfig service, Duration endSilence, Optional<OpenAi> openAi) {
    /**
     * The configuration that is in some variables. Those that are blank count as not set.
     *
     * @throws ConfigException if something is missing or wrong
     */
    static AssistantConfig of(Map<String, String> environment) {
        Map<String, String> set = ServiceConfig.merge(Map.of("PORT", "8000"), environment);
        return new AssistantConfig(
                ServiceConfig.of(set),
                silence(set.getOrDefault("SILENCE_THRESHOLD_SECONDS", "0.7")),
                Optional.ofNullable(set.get("OPENAI_API_KEY")).map(key -> ServiceConfig.openAi(set)));
    }

    private static Duration silence(String seconds) {
        String text = seconds.strip();
        if (text.matches("[0-5](\\.[0-9]{1,3})?")) {
            Duration silence = Duration.ofMillis(Math.round(1_000 * Double.parseDouble(text)));
            if (silence.toMillis() >= 300 && silence.toMillis() <= 5_000) {
                return silence;
            }
        }
        throw new ConfigException("SILENCE_THRESHOLD_SECONDS has to be a number from 0.3 to 5, like 0.7.");
    }

    /** The usual, but with this silence; for what is plainly complete no longer than that, for what isn't no shorter. */
    TurnTaking turnTaking() {
        TurnTaking usual = TurnTaking.DEFAULT;
        boolean longer = endSilence.compareTo(usual.hangingSilence()) > 0;
        boolean shorter = endSilence.compareTo(usual.completeSilence()) < 0;
        return TurnTaking.builder()
                .endSilence(endSilence)
                .completeSilence(shorter ? endSilence : usual.completeSilence())
                .hangingSilence(longer ? endSilence : usual.hangingSilence())
                .build();
    }
}
