package dev.voicecall.twilio;

import com.twilio.http.HttpClient;
import com.twilio.http.HttpMethod;
import com.twilio.http.Request;
import com.twilio.http.Response;
import dev.voicecall.spi.Scheduler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's HTTP client under Twilio's SDK, with time-outs fit for a phone call (5 s to connect, 15 s for the answer to begin and 15 s for it to end), and with
 * another base URL where one is set: the SDK has {@code twilio.com} built in. Safe for use by many threads.
 */
final class JdkHttpClient extends HttpClient {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    static final Duration ANSWER = Duration.ofSeconds(15);
    private static final int MAX_RESPONSE_BYTES = 1 << 20;

    private final java.net.http.HttpClient http;
    private final @Nullable URI baseUrl;
    private final Scheduler scheduler;
    private final Duration timeout;

    /** @param timeout for the answer to begin, and again for it to end */
    JdkHttpClient(@Nullable URI baseUrl, Scheduler scheduler, Duration timeout) {
        this.scheduler = scheduler;
        this.timeout = timeout;
        this.baseUrl = baseUrl;
        this.http = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .executor(scheduler.executor())
                .build();
    }

    @Override
    public Response makeRequest(Request request) {
        HttpRequest.Builder http =
                HttpRequest.newBuilder(url(request)).timeout(timeout).header("Accept", "application/json");
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
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            return new Response(read(response.body()), response.statusCode(), headers(response));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw RestFailure.noAnswer(e, true);
        } catch (IOException e) {
            throw RestFailure.noAnswer(e, false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RestFailure.noAnswer(e, false);
        }
    }

    /** The client's own time-out ends with the headers; a body that doesn't come to its end is closed under the reader. */
    private String read(InputStream body) throws IOException {
        Scheduler.Timer tooLong = scheduler.schedule(timeout, scheduler.worker(), () -> close(body));
        try (body) {
            byte[] bytes = body.readNBytes(MAX_RESPONSE_BYTES + 1);
            if (bytes.length > MAX_RESPONSE_BYTES) {
                throw new IOException("Twilio's answer is longer than " + MAX_RESPONSE_BYTES + " bytes.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } finally {
            tooLong.cancel();
        }
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
