package dev.voicecall.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.CallOptions;
import dev.voicecall.spi.BadRequestException;
import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.Speech;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The fields of a JSON object or a form that a client sent; one that is null counts as not there. Immutable. */
final class RequestFields {
    private static final int LONGEST_TEXT = 1_000;

    private final JsonNode json;

    private RequestFields(JsonNode json) {
        this.json = json;
    }

    /** @throws BadRequestException if it isn't an object, or has others than these fields */
    static RequestFields of(byte[] body, String... names) {
        JsonNode json = Json.object(body);
        json.fieldNames().forEachRemaining(name -> {
            if (!List.of(names).contains(name)) {
                throw new BadRequestException(
                        "There is an unknown field; there may be " + String.join(", ", names) + ".");
            }
        });
        return new RequestFields(json);
    }

    /**
     * The fields of a form ({@code application/x-www-form-urlencoded}) or a JSON object, whichever it looks like: curl calls both of
     * them a form.
     *
     * @throws BadRequestException as {@link #of}, or if a field is there twice
     */
    static RequestFields ofForm(byte[] body, String... names) {
        String text = new String(body, StandardCharsets.UTF_8).strip();
        if (text.startsWith("{")) {
            return of(body, names);
        }
        ObjectNode json = Json.object();
        FormParameters.parse(text).values().forEach((name, values) -> {
            if (values.size() > 1) {
                throw new BadRequestException("A field is there more than once.");
            }
            json.put(name, values.get(0).replaceFirst("^ (?=[0-9])", "+")); // a number's plus sign that was not escaped
        });
        return of(json.toString().getBytes(StandardCharsets.UTF_8), names);
    }

    /** @throws BadRequestException if it isn't there, or not a string */
    String phoneNumber(String name) {
        return optionalPhoneNumber(name).orElseThrow(() -> notANumber(name));
    }

    /** @throws BadRequestException if it is there, but not a string */
    Optional<String> optionalPhoneNumber(String name) {
        return field(name).map(number -> {
            if (!number.isTextual()) {
                throw notANumber(name);
            }
            return number.textValue();
        });
    }

    /**
     * Something to say. Checked here, because a call with a text that can't be spoken would fail only when somebody has picked
     * up.
     *
     * @throws BadRequestException if it is not a string of 1 to 1,000 characters that can be spoken
     */
    Optional<String> speakable(String name) {
        return field(name).map(text -> {
            if (!text.isTextual() || text.textValue().length() > LONGEST_TEXT) {
                throw new BadRequestException(name + " has to be a string of at most " + LONGEST_TEXT + " characters.");
            }
            try {
                return new Speech(text.textValue(), CallOptions.DEFAULT.language(), Optional.empty()).text();
            } catch (IllegalArgumentException e) {
                throw new BadRequestException(name + " can't be spoken: " + e.getMessage());
            }
        });
    }

    /** @throws BadRequestException if it isn't there, or not a string of 1 to so many characters */
    String text(String name, int most) {
        return field(name)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> !text.isBlank() && text.length() <= most)
                .orElseThrow(
                        () -> new BadRequestException(name + " has to be a string of 1 to " + most + " characters."));
    }

    /** @throws BadRequestException if it is not a whole number within these bounds */
    int wholeNumber(String name, int least, int most, int otherwise) {
        return field(name)
                .map(number -> {
                    if (!number.isInt() || number.intValue() < least || number.intValue() > most) {
                        throw new BadRequestException(
                                name + " has to be a whole number from " + least + " to " + most + ".");
                    }
                    return number.intValue();
                })
                .orElse(otherwise);
    }

    private Optional<JsonNode> field(String name) {
        return Optional.of(json.path(name)).filter(field -> !field.isMissingNode() && !field.isNull());
    }

    private static BadRequestException notANumber(String name) {
        return new BadRequestException(
                name + " has to be a string with a phone number in E.164, like \"+14155550123\".");
    }
}
