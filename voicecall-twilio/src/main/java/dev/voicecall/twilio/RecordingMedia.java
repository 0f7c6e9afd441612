package dev.voicecall.twilio;

import dev.voicecall.CarrierException;
import dev.voicecall.spi.Scheduler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Fetches the sound of recordings, as a stream: Twilio's SDK reads answers as a whole.
 *
 * <p>The credentials go to the API's own scheme, host and port, always, and never anywhere else. Where Twilio redirects to, only its
 * own hosts are followed to: those below {@code twilio.com} and {@code twiliocdn.com}, by https at port 443, without credentials;
 * {@value #MAX_REDIRECTS} times at most. Safe for use by many threads.
 */
final class RecordingMedia {
    static final int MAX_REDIRECTS = 3;

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int MAX_ERROR_BYTES = 1 << 16;
    private static final int RIFF_HEADER_BYTES = 12;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final HttpClient http;
    private final URI base;
    private final String authorization;
    private final Predicate<URI> storage;
    private final Scheduler scheduler;
    private final Duration patience;

    RecordingMedia(URI base, String authorization, Scheduler scheduler) {
        this(base, authorization, scheduler, RecordingMedia::isTwilios, JdkHttpClient.ANSWER);
    }

    /**
     * For tests.
     *
     * @param storage where else than at the API sound may be fetched
     * @param patience how long an answer may take to begin, and each piece of it to come
     */
    RecordingMedia(URI base, String authorization, Scheduler scheduler, Predicate<URI> storage, Duration patience) {
        this.base = base;
        this.authorization = authorization;
        this.storage = storage;
        this.scheduler = scheduler;
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(scheduler.executor())
                .build();
    }

    private static boolean isTwilios(URI url) {
        String host = String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
        return "https".equalsIgnoreCase(url.getScheme())
                && url.getRawUserInfo() == null
                && port(url) == 443
                && (host.endsWith(".twilio.com") || host.endsWith(".twiliocdn.com"));
    }

    /** Whether a URL leads to the API itself. */
    boolean isOurs(URI url) {
        return base.getScheme().equalsIgnoreCase(url.getScheme())
                && base.getHost().equalsIgnoreCase(url.getHost())
                && port(base) == port(url);
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    /**
     * Begins to fetch a WAV file.
     *
     * @param target path and query at the API
     * @throws RestFailure if it can't be had
     * @throws CarrierException if it is no WAV file, or is not at Twilio
     */
    InputStream open(String target, long maxBytes) {
        URI at = URI.create(base.toString().replaceAll("/+$", "") + target);
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            HttpResponse<InputStream> response = send(at);
            if (!REDIRECTS.contains(response.statusCode())) {
                return sound(response, maxBytes);
            }
            close(response.body());
            at = next(at, response);
        }
        throw new CarrierException(
                "Twilio redirected more than " + MAX_REDIRECTS + " times for a recording.", 0, false, null);
    }

    private URI next(URI from, HttpResponse<?> response) {
        String location = response.headers().firstValue("Location").orElse("");
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException notAUrl) {
            throw new CarrierException("Twilio redirects a recording to something that is no URL.", 0, false, notAUrl);
        }
        if (!isOurs(to) && !storage.test(to)) {
            throw new CarrierException(
                    "Twilio redirects a recording to the host \"" + to.getHost()
                            + "\", which is not one of Twilio's, so that it is not fetched. If your account keeps its"
                            + " recordings in storage of your own, fetch them from there.",
                    0,
                    false,
                    null);
        }
        return to;
    }

    private HttpResponse<InputStream> send(URI url) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(patience);
        if (isOurs(url)) {
            request.header("Authorization", authorization);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofInputStream());
        } catch (ConnectException | HttpConnectTimeoutException e) {
            throw RestFailure.noAnswer(e, true);
        } catch (IOException e) {
            throw RestFailure.noAnswer(e, false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RestFailure.noAnswer(e, false);
        }
    }

    private InputStream sound(HttpResponse<InputStream> response, long maxBytes) {
        boolean found = response.statusCode() == 200;
        InputStream body = new BoundedStream(response.body(), found ? maxBytes : MAX_ERROR_BYTES, patience, scheduler);
        try {
            if (!found) {
                String error = new String(body.readNBytes(MAX_ERROR_BYTES), StandardCharsets.UTF_8);
                throw RestFailure.answered(response.statusCode(), error, null);
            }
            byte[] header = body.readNBytes((int) Math.min(RIFF_HEADER_BYTES, maxBytes));
            if (!isWav(header)) {
                throw new CarrierException("What Twilio has sent for a recording is no WAV file.", 0, false, null);
            }
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(header), body);
            body = InputStream.nullInputStream();
            return whole;
        } catch (IOException e) {
            throw RestFailure.noAnswer(e, false);
        } finally {
            close(body);
        }
    }

    private static boolean isWav(byte[] header) {
        return header.length == RIFF_HEADER_BYTES
                && new String(header, StandardCharsets.ISO_8859_1).matches("(?s)RIFF.{4}WAVE");
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            throw RestFailure.noAnswer(e, false);
        }
    }
}
