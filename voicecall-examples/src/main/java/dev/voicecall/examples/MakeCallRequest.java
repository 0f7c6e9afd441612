package dev.voicecall.examples;

import dev.voicecall.spi.BadRequestException;
import java.time.Duration;

/**
 * What is asked for at {@code /make-call}. Immutable.
 *
 * @param number whom to call
 * @param prompt what to ask, 1 to 1,000 characters; {@value #DEFAULT_PROMPT} by default
 * @param timeout how long it may take, 5 s to 10 min; a minute by default
 */
record MakeCallRequest(String number, String prompt, Duration timeout) {
    static final String DEFAULT_PROMPT = "What is your name?";

    /** @throws BadRequestException if it can't be understood */
    static MakeCallRequest parse(byte[] body) {
        RequestFields fields = RequestFields.of(body, "number", "prompt", "timeout_seconds");
        return new MakeCallRequest(
                fields.phoneNumber("number"),
                fields.speakable("prompt").orElse(DEFAULT_PROMPT),
                Duration.ofSeconds(fields.wholeNumber("timeout_seconds", 5, 600, 60)));
    }
}
