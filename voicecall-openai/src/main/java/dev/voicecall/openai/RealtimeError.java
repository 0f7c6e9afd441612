package dev.voicecall.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error that a Realtime server tells of, by an event or in an answer that failed. Most of them a session survives. Immutable.
 *
 * @param code what is wrong, or the kind of error where there is no code
 * @param message the same in words, for logs; without the key, of which OpenAI repeats a part
 * @param parameter which field was wrong; empty if none was
 * @param event by the id that {@link RealtimeOutput} gave it, what brought it about; empty if that is not known
 */
record RealtimeError(String code, String message, String parameter, String event) {
    private static final int MOST_CHARACTERS = 300;
    private static final Pattern KEY = Pattern.compile("sk-[A-Za-z0-9_*.-]+");
    private static final Pattern DELAY = Pattern.compile("try again in ([0-9]{1,6}(?:\\.[0-9]{1,6})?)(ms|s)\\b");
    private static final Duration USUAL_DELAY = Duration.ofMillis(500);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

    /** What is to be done about an error. */
    enum Kind {
        /** Nothing: it is the loser of a race. */
        HARMLESS,
        /** The answer that was asked for has to wait for one that is under way. */
        BUSY,
        /** The session has lasted as long as one may; another one has to be opened. */
        EXPIRED,
        /** The same may work in a moment. */
        PASSING,
        /** Nothing will ever work. */
        FATAL,
        /** It is told of. */
        OTHER
    }

    /**
     * Reads an error.
     *
     * @param error the object that tells of it
     * @param account whose key is not to be told
     */
    static RealtimeError of(JsonNode error, Account account) {
        String type = error.path("type").asText("");
        String code = error.path("code").asText("");
        String told = error.path("message").asText("").replace(account.key(), "***");
        String message = KEY.matcher(told).replaceAll("***");
        return new RealtimeError(
                code.isEmpty() || code.equals("null") ? type : code,
                message.length() <= MOST_CHARACTERS ? message : message.substring(0, MOST_CHARACTERS) + "…",
                error.path("param").asText("").replace("null", ""),
                error.path("event_id").asText(""));
    }

    /** Whether an event of this type of ours brought it about. */
    boolean isOf(String type) {
        return event.startsWith(type + "#");
    }

    Kind kind() {
        return switch (code) {
            case "response_cancel_not_active", "input_audio_buffer_commit_empty" -> Kind.HARMLESS;
            case "conversation_already_has_active_response" -> Kind.BUSY;
            case "session_expired" -> Kind.EXPIRED;
            case "rate_limit_exceeded", "server_error", "internal_error", "service_unavailable", "timeout" ->
                Kind.PASSING;
            case "invalid_api_key",
                    "insufficient_quota",
                    "account_deactivated",
                    "billing_hard_limit_reached",
                    "model_not_found",
                    "beta_api_shape_disabled" -> Kind.FATAL;
            default -> isShorterAlready() ? Kind.HARMLESS : isOf("session.update") ? Kind.FATAL : Kind.OTHER;
        };
    }

    /** What was to be cut off was not there: it had less sound. */
    private boolean isShorterAlready() {
        return message.toLowerCase(Locale.ROOT).contains("already shorter than");
    }

    /** After how long it may work, as the message says; half a second if it doesn't, 5 s at most. */
    Duration retryAfter() {
        Matcher delay = DELAY.matcher(message);
        if (!delay.find()) {
            return USUAL_DELAY;
        }
        double millis = Double.parseDouble(delay.group(1)) * (delay.group(2).equals("s") ? 1_000 : 1);
        Duration wait = Duration.ofMillis((long) Math.ceil(millis));
        return wait.compareTo(LONGEST_DELAY) < 0 ? wait : LONGEST_DELAY;
    }

    /** For logs and exceptions. */
    @Override
    public String toString() {
        return code + (parameter.isEmpty() ? "" : " (" + parameter + ")") + (message.isEmpty() ? "" : ": " + message);
    }
}
