package dev.voicecall.assemblyai;

import dev.voicecall.ProviderException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks AssemblyAI by REST and waits for the answer, on the thread that asks; interrupting that thread ends the request. A request
 * may take as long as it likes while something goes to and fro, but not stand still for the account's time-out.
 *
 * <p>Safe for use by many threads.
 */
final class Http {
    private static final Logger LOG = LoggerFactory.getLogger(Http.class);
    /** Of seconds to be waited; a date is not understood. */
    private static final String SECONDS = "[0-9]{1,9}";

    private final Account account;
    private final Failures failures;
    private final HttpClient client;

    /**
     * What came of a request. Immutable.
     *
     * @param body of the answer, if all is well
     * @param failure what went wrong, otherwise
     * @param notDone whether it was certainly not carried out
     * @param retryAfter when AssemblyAI wants to be asked again
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Answer(byte[] body, @Nullable ProviderException failure, boolean notDone, Optional<Duration> retryAfter) {
        static Answer failed(ProviderException failure, boolean notDone, Optional<Duration> retryAfter) {
            return new Answer(new byte[0], failure, notDone, retryAfter);
        }

        /** @throws ProviderException if something went wrong */
        byte[] bodyOrThrow() {
            if (failure != null) {
                throw failure;
            }
            return body;
        }
    }

    Http(Account account) {
        this.account = account;
        this.failures = new Failures(account);
        this.client = HttpClient.newBuilder()
                .connectTimeout(account.connectTimeout())
                .followRedirects(Redirect.NEVER)
                .version("https".equals(account.baseUrl().getScheme()) ? Version.HTTP_2 : Version.HTTP_1_1)
                .build();
    }

    Answer get(String path) throws InterruptedException {
        return exchange(request(path).GET().build(), new AtomicLong());
    }

    Answer post(String path, byte[] json) throws InterruptedException {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json))
                .build();
        return exchange(request, new AtomicLong());
    }

    /** @throws IOException if the sound can't be read */
    Answer upload(String path, dev.voicecall.spi.Transcriber.Audio.Content content)
            throws IOException, InterruptedException {
        AtomicLong progress = new AtomicLong();
        try (AudioUpload upload = new AudioUpload(content, progress)) {
            HttpRequest request = request(path)
                    .header("Content-Type", "application/octet-stream")
                    .POST(upload.body())
                    .build();
            Answer answer = exchange(request, progress);
            upload.throwIfUnreadable();
            return answer;
        }
    }

    /** Asks that something be deleted; returns at once, and whether it was is not known. */
    void deleteLater(String path) {
        HttpRequest request = request(path).timeout(account.timeout()).DELETE().build();
        client.sendAsync(request, info -> new BoundedBody(BoundedBody.MAX_BYTES, new AtomicLong()))
                .whenComplete((response, failure) -> {
                    if (failure != null || response.statusCode() / 100 != 2) {
                        LOG.warn("What is not needed any more could not be deleted at {}.", account);
                    }
                });
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(account.url(path));
        account.headers().forEach(request::header);
        return request;
    }

    private Answer exchange(HttpRequest request, AtomicLong progress) throws InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request, info -> new BoundedBody(BoundedBody.MAX_BYTES, progress));
        try {
            HttpResponse<byte[]> response = await(exchange, progress);
            if (response.statusCode() / 100 == 2) {
                return new Answer(response.body(), null, false, Optional.empty());
            }
            return refused(response);
        } catch (IOException e) {
            boolean unsent = e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
            return Answer.failed(failures.of(e), unsent, Optional.empty());
        } finally {
            exchange.cancel(true);
        }
    }

    private Answer refused(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        Optional<Duration> retryAfter = response.headers()
                .firstValue("Retry-After")
                .map(String::strip)
                .filter(value -> value.matches(SECONDS))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
        String body = new String(response.body(), StandardCharsets.UTF_8);
        return Answer.failed(failures.of(status, body), status / 100 == 4, retryAfter);
    }

    private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> exchange, AtomicLong progress)
            throws IOException, InterruptedException {
        long before = -1;
        while (before != progress.get()) {
            before = progress.get();
            try {
                return exchange.get(account.timeout().toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                LOG.debug("A request to {} takes its time.", account);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
            }
        }
        throw new HttpTimeoutException(
                "nothing went to or fro for " + account.timeout().toMillis() + " ms");
    }
}
