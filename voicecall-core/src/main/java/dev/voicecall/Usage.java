package dev.voicecall;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was used of a provider. What the provider does not tell is absent, never 0. Immutable.
 *
 * @param provider for example {@code openai}
 * @param model for example {@code gpt-4.1-mini}
 * @param inputTokens tokens that went in, those that were cached included
 * @param outputTokens tokens that came out
 * @param characters characters that were spoken
 * @param audio sound that was heard or made
 */
public record Usage(
        String provider,
        String model,
        OptionalLong inputTokens,
        OptionalLong outputTokens,
        OptionalLong characters,
        Optional<Duration> audio) {

    /** Tokens of a model. */
    public static Usage tokens(String provider, String model, OptionalLong input, OptionalLong output) {
        return new Usage(provider, model, input, output, OptionalLong.empty(), Optional.empty());
    }

    /** Characters that were spoken. */
    public static Usage characters(String provider, String model, long characters) {
        return new Usage(
                provider,
                model,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.of(characters),
                Optional.empty());
    }

    /** Sound that was heard. */
    public static Usage audio(String provider, String model, Duration audio) {
        return new Usage(
                provider, model, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), Optional.of(audio));
    }

    /** Whether both are of the same provider and model, so that they can be added. */
    public boolean isOfSameModelAs(Usage other) {
        return provider.equals(other.provider) && model.equals(other.model);
    }

    /**
     * This and as much again. What only one of them tells is taken from that one.
     *
     * @throws IllegalArgumentException if they are not of the same provider and model
     */
    public Usage plus(Usage other) {
        if (!isOfSameModelAs(other)) {
            throw new IllegalArgumentException("The usage of " + other.provider + "/" + other.model
                    + " can't be added to that of " + provider + "/" + model + ".");
        }
        return new Usage(
                provider,
                model,
                sum(inputTokens, other.inputTokens),
                sum(outputTokens, other.outputTokens),
                sum(characters, other.characters),
                audio.map(mine -> mine.plus(other.audio.orElse(Duration.ZERO))).or(other::audio));
    }

    private static OptionalLong sum(OptionalLong one, OptionalLong other) {
        if (one.isEmpty()) {
            return other;
        }
        return OptionalLong.of(one.getAsLong() + other.orElse(0));
    }
}
