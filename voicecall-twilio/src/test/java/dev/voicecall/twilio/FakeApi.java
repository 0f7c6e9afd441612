package dev.voicecall.twilio;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on a loopback port that answers as it is told, and notes down who came with what. */
final class FakeApi implements AutoCloseable {
    static final byte[] WAV = "RIFF\0\0\0\0WAVE and so on".getBytes(StandardCharsets.ISO_8859_1);

    /** A request: its path and query, and what it says of who asks. */
    record Seen(String target, String authorization) {}

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final HttpServer server;

    /** What is answered. */
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    FakeApi() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** @param target path and query */
    FakeApi on(String target, Answer answer) {
        answers.put(target, answer);
        return this;
    }

    static Answer wav() {
        return body(200, "audio/x-wav", WAV);
    }

    static Answer json(int status, String json) {
        return body(status, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    static Answer redirect(String location) {
        return exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(302, -1);
        };
    }

    static Answer body(int status, String type, byte[] body) {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        };
    }

    private void handle(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestURI().toString();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        seen.add(new Seen(target, authorization == null ? "" : authorization));
        answers.getOrDefault(target, json(404, "{\"code\":20404,\"message\":\"not found\",\"status\":404}"))
                .to(exchange);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
