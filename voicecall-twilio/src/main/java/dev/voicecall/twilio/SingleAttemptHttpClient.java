package dev.voicecall.twilio;

import com.twilio.exception.TwilioException;
import com.twilio.http.HttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import java.time.Duration;
import java.util.Arrays;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;

/**
 * Sends each request of Twilio's SDK once, and fails with a {@link RestFailure} on any answer that isn't 2xx.
 *
 * <p>The SDK by itself repeats every request up to three times after a 5xx, also the one that places a call, so that three
 * phones ring; and it takes a redirect for success. Safe for use by many threads, if the other client is.
 */
final class SingleAttemptHttpClient extends HttpClient {
    private final HttpClient http;

    SingleAttemptHttpClient(HttpClient http) {
        this.http = http;
    }

    @Override
    public Response reliableRequest(Request request) {
        return makeRequest(request);
    }

    @Override
    public Response reliableRequest(Request request, int[] retryCodes, int retries, long delayMillis) {
        return makeRequest(request);
    }

    @Override
    public Response makeRequest(Request request) {
        Response response;
        try {
            response = http.makeRequest(request);
        } catch (TwilioException e) {
            throw RestFailure.noAnswer(e.getCause() == null ? e : e.getCause(), false);
        }
        if (response.getStatusCode() / 100 != 2) {
            throw RestFailure.answered(response.getStatusCode(), response.getContent(), retryAfter(response));
        }
        return response;
    }

    private static @Nullable Duration retryAfter(Response response) {
        Header[] headers = response.getHeaders();
        return headers == null
                ? null
                : Arrays.stream(headers)
                        .filter(header -> header.getName().equalsIgnoreCase("Retry-After"))
                        .filter(header -> header.getValue().matches("[0-9]{1,4}"))
                        .map(header -> Duration.ofSeconds(Long.parseLong(header.getValue())))
                        .findFirst()
                        .orElse(null);
    }
}
