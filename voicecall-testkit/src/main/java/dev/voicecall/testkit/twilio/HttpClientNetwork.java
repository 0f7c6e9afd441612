package dev.voicecall.testkit.twilio;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The real network, by the JDK's client. */
final class HttpClientNetwork implements Network {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final ExecutorService executor = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "twilio-simulator-web");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(executor)
            .build();

    @Override
    public CompletionStage<WebReply> send(String method, URI uri, Map<String, String> headers, byte[] body) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                    .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
            headers.forEach(request::header);
            return client.sendAsync(request.build(), BodyHandlers.ofByteArray())
                    .thenApply(answer ->
                            new WebReply(answer.statusCode(), answer.headers().map(), answer.body()));
        } catch (IllegalArgumentException notAWebAddress) {
            return CompletableFuture.failedFuture(notAWebAddress);
        }
    }

    /** Ends the worker threads; the client's own ends when it is collected, as JDK 17 has no way to close it. */
    @Override
    public void close() {
        executor.shutdownNow();
        closeClient();
    }

    /** {@code HttpClient.shutdownNow} came with JDK 21. */
    private void closeClient() {
        if (client instanceof AutoCloseable) {
            try {
                HttpClient.class.getMethod("shutdownNow").invoke(client);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("The JDK's HTTP client can't be closed.", e);
            }
        }
    }
}
