package dev.voicecall.assemblyai;

import dev.voicecall.spi.SpeechToText;
import java.time.Duration;
import java.util.Optional;

/**
 * How calls are to be heard. Immutable.
 *
 * @param speechModel by name; if there is none, {@code universal-streaming-english} for English and
 *     {@code universal-streaming-multilingual} for the rest
 * @param idleTimeout for how long nobody must have spoken until a session, which costs by its length, is ended; the next words begin
 *     another one, some hundred milliseconds late. 2 min by default
 */
public record StreamingSettings(Optional<String> speechModel, Duration idleTimeout) {
    /** What most agents want. */
    public static final StreamingSettings DEFAULT = new StreamingSettings(Optional.empty(), Duration.ofMinutes(2));

    /** @throws IllegalArgumentException if the model is blank, or the time is not positive */
    public StreamingSettings {
        if (speechModel.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("speechModel is blank; name one, for example u3-rt-pro.");
        }
        if (idleTimeout.isNegative() || idleTimeout.isZero()) {
            throw new IllegalArgumentException("idleTimeout is " + idleTimeout + "; it must be positive.");
        }
    }

    /** The same, but for {@link #speechModel()}. */
    public StreamingSettings withSpeechModel(String name) {
        return new StreamingSettings(Optional.of(name), idleTimeout);
    }

    /** The same, but for {@link #idleTimeout()}. */
    public StreamingSettings withIdleTimeout(Duration time) {
        return new StreamingSettings(speechModel, time);
    }

    String modelFor(SpeechToText.Request request) {
        boolean english = Languages.code(request.language()).orElse("").startsWith("en");
        return speechModel.orElse(english ? "universal-streaming-english" : "universal-streaming-multilingual");
    }
}
