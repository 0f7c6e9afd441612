package dev.voicecall.testkit.twilio;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An element of TwiML. Immutable.
 *
 * @param text all text in it, that of its children included
 */
record TwimlElement(String name, Map<String, String> attributes, List<TwimlElement> children, String text) {
    Optional<String> attribute(String attribute) {
        return Optional.ofNullable(attributes.get(attribute));
    }

    /** A whole number, or the default if there is none or it is below the least. */
    int number(String attribute, int otherwise, int least) {
        return attribute(attribute)
                .filter(value -> value.matches("\\d{1,6}"))
                .map(Integer::valueOf)
                .filter(value -> value >= least)
                .orElse(otherwise);
    }

    boolean flag(String attribute, boolean otherwise) {
        return attribute(attribute).map(Boolean::parseBoolean).orElse(otherwise);
    }
}
