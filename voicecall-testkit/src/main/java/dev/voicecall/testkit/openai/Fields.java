package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Reads the fields of an object as OpenAI does, with its errors. A field that is null is not there. Immutable.
 *
 * @param object to be read
 * @param path where it is, with a dot at the end; empty for the body
 */
record Fields(ObjectNode object, String path) {
    /** @throws ApiError if there is another field */
    void allow(Set<String> names) {
        object.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw ApiError.invalid("Unknown parameter: '" + path + name + "'.", path + name, "unknown_parameter");
            }
        });
    }

    /** @throws ApiError if it is not there, or no text */
    String text(String name) {
        return optionalText(name).orElseThrow(() -> ApiError.missing(path + name));
    }

    /** @throws ApiError if it is no text */
    Optional<String> optionalText(String name) {
        JsonNode value = object.path(name);
        if (value.isNull() || value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw ApiError.wrongType(path + name, "a string", Json.kind(value));
        }
        return Optional.of(value.textValue());
    }

    /** @throws ApiError if it is none of these */
    String choice(String name, String usual, List<String> choices) {
        String value = optionalText(name).orElse(usual);
        if (!choices.contains(value)) {
            throw ApiError.wrongValue(path + name, value, quoted(choices));
        }
        return value;
    }

    static String quoted(List<String> choices) {
        List<String> quoted = choices.stream().map(choice -> "'" + choice + "'").toList();
        int last = quoted.size() - 1;
        return last == 0 ? quoted.get(0) : String.join(", ", quoted.subList(0, last)) + ", and " + quoted.get(last);
    }

    /** @throws ApiError if it is no flag */
    boolean flag(String name, boolean usual) {
        JsonNode value = object.path(name);
        if (value.isNull() || value.isMissingNode()) {
            return usual;
        }
        if (!value.isBoolean()) {
            throw ApiError.wrongType(path + name, "a boolean", Json.kind(value));
        }
        return value.booleanValue();
    }

    /** @throws ApiError if it is no number, or out of its bounds */
    OptionalDouble number(String name, double least, double most) {
        JsonNode value = object.path(name);
        if (value.isNull() || value.isMissingNode()) {
            return OptionalDouble.empty();
        }
        if (!value.isNumber()) {
            throw ApiError.wrongType(path + name, "a decimal", Json.kind(value));
        }
        double number = value.doubleValue();
        if (number < least) {
            throw bound(name, "below minimum", ">= " + plain(least), number);
        }
        if (number > most) {
            throw bound(name, "above maximum", "<= " + plain(most), number);
        }
        return OptionalDouble.of(number);
    }

    private ApiError bound(String name, String side, String bound, double number) {
        return ApiError.invalid(
                "Invalid '" + path + name + "': decimal " + side + " value. Expected a value " + bound + ", but got "
                        + plain(number) + " instead.",
                path + name,
                "decimal_" + side.replace(' ', '_') + "_value");
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }
}
