package dev.voicecall.testkit.openai;

import java.util.Optional;

/** What a client asked for can't be: an {@code error} event, after which the session lives on. Immutable. */
final class RealtimeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient Optional<String> param;

    RealtimeException(String code, String message, Optional<String> param) {
        super(message);
        this.code = code;
        this.param = param;
    }

    static RealtimeException of(String code, String message) {
        return new RealtimeException(code, message, Optional.empty());
    }

    static RealtimeException at(String param, String code, String message) {
        return new RealtimeException(code, message, Optional.of(param));
    }

    static RealtimeException missing(String param) {
        return at(param, "missing_required_parameter", "Missing required parameter: '" + param + "'.");
    }

    static RealtimeException unknown(String param) {
        return at(param, "unknown_parameter", "Unknown parameter: '" + param + "'.");
    }

    static RealtimeException invalidValue(String param, String value, String supported) {
        return at(param, "invalid_value", "Invalid value: '" + value + "'. Supported values are: " + supported + ".");
    }

    static RealtimeException invalidType(String param, String expected, String got) {
        return at(
                param,
                "invalid_type",
                "Invalid type for '" + param + "': expected " + expected + ", but got " + got + " instead.");
    }

    String code() {
        return code;
    }

    Optional<String> param() {
        return param;
    }
}
