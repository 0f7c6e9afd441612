package dev.voicecall.twilio;

import com.twilio.http.HttpClient;
import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import com.twilio.http.Response;
import java.io.ByteArrayOutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP client under Twilio's SDK, with time-outs fit for a phone call (5 s to connect, 15 s in all), and with
 * another base URL where one is set: the SDK has {@code twilio.com} built in. Safe for use by many threads.
 */
final class JdkHttpClient extends HttpClient {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    static final Duration WHOLE_REQUEST = Duration.ofSeconds(15);
    private static final int MAX_RESPONSE_BYTES = 1 << 20;

    private final java.net.http.HttpClient http;
    private final @Nullable URI baseUrl;
    private final Duration timeout;

    /** @param timeout for a whole request, from its begin to the last byte of the answer */
    JdkHttpClient(@Nullable URI baseUrl, Executor executor, Duration timeout) {
        this.timeout = timeout;
        this.baseUrl = baseUrl;
        this.http = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .executor(executor)
                .build();
    }

    @Override
    public Response makeRequest(Request request) {
        HttpRequest.Builder http = HttpRequest.newBuilder(url(request)).header("Accept", "application/json");
        request.getHeaderParams().forEach((name, values) -> values.forEach(value -> http.header(name, value)));
        if (request.requiresAuthentication()) {
            http.header("Authorization", request.getAuthString());
        }
        if (request.getMethod() == HttpMethod.POST) {
            http.header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(request.encodeFormBody()));
        } else {
            http.method(request.getMethod().toString(), BodyPublishers.noBody());
        }
        return send(http.build());
    }

    private Response send(HttpRequest request) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        CompletableFuture<HttpResponse<Void>> answer = http.sendAsync(
                request, BodyHandlers.ofByteArrayConsumer(part -> part.ifPresent(bytes -> add(bytes, body))));
        try {
            HttpResponse<Void> response = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Response(body.toString(StandardCharsets.UTF_8), response.statusCode(), headers(response));
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw RestFailure.noAnswer(
                    cause, cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException);
        } catch (TimeoutException e) {
            throw RestFailure.noAnswer(e, false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RestFailure.noAnswer(e, false);
        } finally {
            answer.cancel(true);
        }
    }

    private static void add(byte[] bytes, ByteArrayOutputStream body) {
        if (body.size() + bytes.length > MAX_RESPONSE_BYTES) {
            throw new IllegalStateException("Twilio's answer is longer than " + MAX_RESPONSE_BYTES + " bytes.");
        }
        body.writeBytes(bytes);
    }

    private URI url(Request request) {
        String url = request.constructURL().toString();
        if (baseUrl == null) {
            return URI.create(url);
        }
        String base = baseUrl.toString().replaceAll("/+$", "");
        return URI.create(base + url.substring(url.indexOf('/', "https://".length())));
    }

    private static Header[] headers(HttpResponse<?> response) {
        return response.headers().map().entrySet().stream()
                .flatMap(header -> header.getValue().stream().map(value -> new BasicHeader(header.getKey(), value)))
                .toArray(Header[]::new);
    }
}
