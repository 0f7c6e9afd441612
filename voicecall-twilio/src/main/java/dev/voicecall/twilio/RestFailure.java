package dev.voicecall.twilio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.voicecall.CarrierException;
import dev.voicecall.Outcome;
import dev.voicecall.spi.CallLeg;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A REST request that did not succeed, with what has to be known to decide what to do about it. Immutable.
 *
 * <p>The one question that matters when a call was to be placed: can it be that the phone rings all the same? It can,
 * unless Twilio refused the request in so many words or never got it.
 */
final class RestFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TOO_MANY_REQUESTS = 429;
    /**
     * Twilio's ways to say that it does not connect calls to a number: 21211 invalid, 21214 unreachable, 21215 country not
     * permitted, 21216 block-listed, 21217 no valid number, 21219 not verified (trial accounts).
     */
    private static final Set<Integer> NUMBER_REFUSED = Set.of(21211, 21214, 21215, 21216, 21217, 21219);

    private final int httpStatus;
    private final int code;
    private final boolean neverArrived;
    private final @Nullable Duration retryAfter;

    private RestFailure(
            String message,
            int httpStatus,
            int code,
            boolean neverArrived,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(withoutNumbers(message), cause);
        this.httpStatus = httpStatus;
        this.code = code;
        this.neverArrived = neverArrived;
        this.retryAfter = retryAfter;
    }

    /** Twilio's texts quote the numbers of a request; ours go to logs. SIDs and codes stay readable. */
    private static String withoutNumbers(String message) {
        return message.replaceAll("(?<![0-9A-Za-z])\\+?[0-9]{7,15}(?![0-9A-Za-z])", "(number)");
    }

    /** An answer other than 2xx. Its body is Twilio's error document, or something else if a proxy made it. */
    static RestFailure answered(int httpStatus, String body, @Nullable Duration retryAfter) {
        String message = "Twilio answered with HTTP " + httpStatus;
        int code = 0;
        try {
            JsonNode error = JSON.readTree(body);
            code = error.path("code").asInt(0);
            message = error.path("message").asText(message + " without saying why");
        } catch (JsonProcessingException notJson) {
            message += " and something else than JSON";
        }
        String number = code == 0 ? "" : " (Twilio error " + code + ")";
        return new RestFailure(message + number, httpStatus, code, false, retryAfter, null);
    }

    /** No answer at all. */
    static RestFailure noAnswer(Throwable cause, boolean neverArrived) {
        String what = neverArrived ? "Twilio could not be reached: " : "Twilio did not answer: ";
        return new RestFailure(what + cause, 0, 0, neverArrived, null, cause);
    }

    /** The failure in what a stage that {@link TwilioRest} returned has failed with. */
    static RestFailure of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RestFailure known ? known : noAnswer(cause, false);
    }

    /** Whether the request was certainly not carried out. */
    boolean certainlyNotDone() {
        return neverArrived || (httpStatus >= 400 && httpStatus < 500);
    }

    /** Whether it may be sent again, with a chance, and without a danger of being carried out twice. */
    boolean safeToRepeat() {
        return neverArrived || httpStatus == TOO_MANY_REQUESTS;
    }

    /** Whether a request that may be carried out any number of times may succeed when sent again. */
    boolean worthRepeating() {
        return safeToRepeat() || httpStatus == 0 || httpStatus >= 500;
    }

    /** Whether there is no such thing at Twilio, or not yet. */
    boolean isNotFound() {
        return httpStatus == 404;
    }

    /** Twilio's code; 0 for none. */
    int code() {
        return code;
    }

    /** How long Twilio asks us to wait. */
    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Whether a call could not be ended because it has ended already: 21220 not in progress, 20404 not found. */
    boolean meansCallIsOver() {
        return code == 21220 || code == 20404;
    }

    /** How a call ended that could not be placed for this reason. */
    CallLeg.End asEndOfPlacing() {
        Outcome outcome = NUMBER_REFUSED.contains(code) ? Outcome.REJECTED : Outcome.FAILED;
        return new CallLeg.End(outcome, Optional.of(toCarrierException()));
    }

    /** The same as users see it. */
    CarrierException toCarrierException() {
        return new CarrierException(String.valueOf(getMessage()), code, worthRepeating(), this);
    }
}
