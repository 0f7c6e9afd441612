package dev.voicecall.examples;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.CallOptions;
import dev.voicecall.spi.BadRequestException;
import dev.voicecall.spi.Speech;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
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
        if (!prompt.isTextual() || prompt.textValue().length() > LONGEST_PROMPT) {
            throw new BadRequestException("prompt has to be a string of at most " + LONGEST_PROMPT + " characters.");
        }
        return speakable(prompt.textValue());
    }

    /** Checked here, because a call with a prompt that can't be spoken would fail only when somebody has picked up. */
    private static String speakable(String prompt) {
        try {
            return new Speech(prompt, CallOptions.DEFAULT.language(), Optional.empty()).text();
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("prompt can't be spoken: " + e.getMessage());
        }
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
