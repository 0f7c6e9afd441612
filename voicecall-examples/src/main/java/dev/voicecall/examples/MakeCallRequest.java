package dev.voicecall.examples;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.spi.BadRequestException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Set;

/**
 * What is asked for at {@code /make-call}. Immutable.
 *
 * @param number whom to call
 * @param prompt what to ask, 1 to 1,000 characters; {@value #DEFAULT_PROMPT} by default
 * @param timeout how long it may take, 5 s to 10 min; a minute by default
 */
record MakeCallRequest(String number, String prompt, Duration timeout) {
    static final String DEFAULT_PROMPT = "What is your name?";
    private static final Set<String> FIELDS = Set.of("number", "prompt", "timeout_seconds");
    private static final int LONGEST_PROMPT = 1_000;

    /** @throws BadRequestException if it can't be understood */
    static MakeCallRequest parse(byte[] body) {
        JsonNode json = Json.object(body);
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            if (!FIELDS.contains(names.next())) {
                throw new BadRequestException(
                        "There is an unknown field; there may be number, prompt and timeout_seconds.");
            }
        }
        return new MakeCallRequest(number(json.path("number")), prompt(json.path("prompt")), timeout(json));
    }

    private static String number(JsonNode number) {
        if (!number.isTextual()) {
            throw new BadRequestException(
                    "number has to be a string with a phone number in E.164, like \"+14155550123\".");
        }
        return number.textValue();
    }

    private static String prompt(JsonNode prompt) {
        if (prompt.isMissingNode() || prompt.isNull()) {
            return DEFAULT_PROMPT;
        }
        boolean fits = prompt.isTextual()
                && !prompt.textValue().isBlank()
                && prompt.textValue().length() <= LONGEST_PROMPT;
        if (!fits || prompt.textValue().chars().anyMatch(MakeCallRequest::isUnspeakable)) {
            throw new BadRequestException(
                    "prompt has to be a string of 1 to " + LONGEST_PROMPT + " characters, without control characters.");
        }
        return prompt.textValue();
    }

    private static boolean isUnspeakable(int c) {
        return Character.isISOControl(c) && !Character.isWhitespace(c);
    }

    private static Duration timeout(JsonNode json) {
        JsonNode seconds = json.path("timeout_seconds");
        if (seconds.isMissingNode() || seconds.isNull()) {
            return Duration.ofMinutes(1);
        }
        if (!seconds.isInt() || seconds.intValue() < 5 || seconds.intValue() > 600) {
            throw new BadRequestException("timeout_seconds has to be a whole number from 5 to 600.");
        }
        return Duration.ofSeconds(seconds.intValue());
    }
}
