package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.WebSocketAcceptor.Decision;
import dev.voicecall.testkit.InMemoryWebServer;
import dev.voicecall.testkit.InMemoryWebSocket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** All URLs lead to one server in this process. Getting there takes a moment, so that no dialogue is for ever in no time. */
final class InMemoryNetwork implements Network {
    private static final Duration LATENCY = Duration.ofMillis(20);

    private final InMemoryWebServer server;
    private final Scheduler time;

    InMemoryNetwork(InMemoryWebServer server, Scheduler time) {
        this.server = server;
        this.time = time;
    }

    @Override
    public CompletionStage<WebReply> send(String method, URI uri, Map<String, String> headers, byte[] body) {
        HttpRequest request = request(method, uri, headers, body);
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        time.schedule(LATENCY, time.executor(), () -> arrived.complete(null));
        return arrived.thenCompose(there -> server.handle(request)).thenApply(answer -> {
            Map<String, List<String>> received = new TreeMap<>();
            answer.headers().forEach((name, value) -> received.put(name, List.of(value)));
            return new WebReply(answer.status(), received, answer.body());
        });
    }

    @Override
    public StreamSocket connect(URI uri, Map<String, String> headers, StreamSocket.Listener listener) {
        InMemoryStreamSocket socket = new InMemoryStreamSocket(listener);
        HttpRequest handshake = request("GET", uri, headers, new byte[0]);
        time.schedule(LATENCY, time.executor(), () -> {
            Decision decision = server.handshake(handshake);
            if (decision instanceof Decision.Accept accepted) {
                InMemoryWebSocket.connect(time, LATENCY, socket, accepted.listener());
            } else if (decision instanceof Decision.Refuse refused) {
                int status = refused.response().status();
                time.schedule(LATENCY, time.executor(), () -> listener.onClosed(noUpgrade(status)));
            }
        });
        return socket;
    }

    private static Problem noUpgrade(int status) {
        return new Problem(StreamCodes.NO_UPGRADE, false, "The handshake was answered with " + status + ".");
    }

    private static HttpRequest request(String method, URI uri, Map<String, String> headers, byte[] body) {
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        Map<String, List<String>> all = new HashMap<>();
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        all.put("Host", List.of(uri.getRawAuthority()));
        return new HttpRequest(method, path + query, all, Map.of(), body, new CompletableFuture<>());
    }

    @Override
    public void close() {}
}
