package dev.voicecall.openai;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts to OpenAI and waits for the answer, on the thread that asks. Interrupting that thread closes the connection.
 *
 * <p>Nothing is tried again here: who asks (an agent's reply, a sentence) tries once more, if that may help, and must not do
 * so twice over. An answer that asks to be left alone for a short time ({@code Retry-After}) is reported when that is over.
 *
 * <p>Safe for use by many threads.
 */
final class Http {
    /** Who is on the phone can wait for so long; a server that asks for more is given up. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private static final int MAX_ERROR_BYTES = 64 << 10;

    private final Account account;
    private final HttpClient client;
    private final Pause pause;

    /** Lets time pass. */
    @FunctionalInterface
    interface Pause {
        void sleep(Duration time) throws InterruptedException;
    }

    /**
     * What is posted. Immutable.
     *
     * @param path below the base URL, for example {@code /audio/speech}
     * @param contentType of the body
     * @param body all of it
     */
    record Post(String path, String contentType, BodyPublisher body) {
        /** A body in memory, which is not changed afterwards. */
        Post(String path, String contentType, byte[] body) {
            this(path, contentType, BodyPublishers.ofByteArray(body));
        }
    }

    Http(Account account) {
        this(account, time -> Thread.sleep(time.toMillis()));
    }

    Http(Account account, Pause pause) {
        this.account = account;
        this.pause = pause;
        this.client = HttpClient.newBuilder()
                .connectTimeout(account.connectTimeout())
                .followRedirects(Redirect.NEVER)
                .version("https".equals(account.baseUrl().getScheme()) ? Version.HTTP_2 : Version.HTTP_1_1)
                .build();
    }

    /**
     * Posts, and waits until the answer begins, at most for the account's time-out.
     *
     * @param stage whose failure it is, if it fails
     * @return an answer with a status of 2xx; to be closed
     * @throws ProviderException if it fails, or the status is another one
     */
    Reply post(Stage stage, Post post) throws InterruptedException {
        Failures failures = new Failures(stage, account);
        Reply reply = answer(post, account.timeout(), failures);
        if (reply.isSuccess()) {
            return reply;
        }
        throw refusal(reply, failures);
    }

    /**
     * The same where nobody is on the phone and waits: whoever asks will ask again by itself, later, so that {@code Retry-After} is
     * not waited for, and nothing is given up for it.
     *
     * @param patience how long the answer may take to begin
     */
    Reply postUnattended(Stage stage, Post post, Duration patience) throws InterruptedException {
        Failures failures = new Failures(stage, account);
        Reply reply = answer(post, patience, failures);
        if (reply.isSuccess()) {
            return reply;
        }
        throw failures.of(reply.response(), reply.beginning(MAX_ERROR_BYTES), Optional.empty());
    }

    private Reply answer(Post post, Duration patience, Failures failures) throws InterruptedException {
        CompletableFuture<HttpResponse<HttpBody>> exchange =
                client.sendAsync(request(post), response -> new HttpBody(account.timeout()));
        return new Reply(await(exchange, patience, failures), failures);
    }

    private HttpRequest request(Post post) {
        HttpRequest.Builder request = HttpRequest.newBuilder(account.url(post.path))
                .header("Content-Type", post.contentType)
                .POST(post.body);
        account.headers().forEach(request::header);
        return request.build();
    }

    /** Not {@link HttpRequest.Builder#timeout}, which from JDK 26 on covers the body too. */
    private static HttpResponse<HttpBody> await(
            CompletableFuture<HttpResponse<HttpBody>> exchange, Duration patience, Failures failures)
            throws InterruptedException {
        try {
            return exchange.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            abandon(exchange);
            throw e;
        } catch (TimeoutException e) {
            abandon(exchange);
            throw failures.of(new IOException("no answer began within " + patience.toMillis() + " ms"));
        } catch (ExecutionException e) {
            throw failures.of(e.getCause() instanceof IOException known ? known : new IOException(e.getCause()));
        }
    }

    /** An answer may just have begun. */
    private static void abandon(CompletableFuture<HttpResponse<HttpBody>> exchange) {
        exchange.thenAccept(response -> response.body().close());
        exchange.cancel(true);
    }

    private ProviderException refusal(Reply reply, Failures failures) throws InterruptedException {
        HttpResponse<HttpBody> response = reply.response();
        String body = reply.beginning(MAX_ERROR_BYTES);
        Optional<Duration> wait = RetryAfter.of(response.headers());
        ProviderException refusal = failures.of(response, body, wait.filter(time -> time.compareTo(LONGEST_PAUSE) > 0));
        if (refusal.retryable() && wait.isPresent()) {
            pause.sleep(wait.get());
        }
        return refusal;
    }
}
