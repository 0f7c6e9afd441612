package dev.voicecall.testkit.twilio;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The real network, by the JDK's client and, for streams, {@link TcpSockets}. */
final class HttpClientNetwork implements Network {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final ExecutorService executor = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "twilio-simulator-web");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();
    private final TcpSockets sockets = new TcpSockets(trustingAsTheJdk());
    private volatile @Nullable HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(executor)
            .build();

    @SuppressWarnings("CollectionUndefinedEquality") // it is about those very futures
    @Override
    public CompletionStage<WebReply> send(String method, URI uri, Map<String, String> headers, byte[] body) {
        HttpClient open = client;
        if (open == null) {
            return CompletableFuture.failedFuture(new IOException("The simulator is closed."));
        }
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                    .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
            headers.forEach(request::header);
            CompletableFuture<HttpResponse<byte[]>> answer =
                    open.sendAsync(request.build(), BodyHandlers.ofByteArray());
            underWay.add(answer);
            answer.whenComplete((received, failure) -> underWay.remove(answer));
            return answer.thenApply(received ->
                    new WebReply(received.statusCode(), received.headers().map(), received.body()));
        } catch (IllegalArgumentException notAWebAddress) {
            return CompletableFuture.failedFuture(notAWebAddress);
        }
    }

    @Override
    public StreamSocket connect(URI uri, Map<String, String> headers, StreamSocket.Listener listener) {
        return sockets.connect(uri, headers, listener);
    }

    /** Breaks off what is under way. The client's own thread ends when it is collected, if the JDK can't close it. */
    @Override
    public void close() {
        HttpClient open = client;
        client = null;
        underWay.forEach(answer -> answer.cancel(true));
        executor.shutdown();
        sockets.close();
        if (open instanceof AutoCloseable) {
            shutDown(open);
        }
    }

    private static SSLContext trustingAsTheJdk() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no TLS.", e);
        }
    }

    /** {@code HttpClient.shutdownNow} came with JDK 21. */
    private static void shutDown(HttpClient client) {
        try {
            HttpClient.class.getMethod("shutdownNow").invoke(client);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The JDK's HTTP client can't be closed.", e);
        }
    }
}
