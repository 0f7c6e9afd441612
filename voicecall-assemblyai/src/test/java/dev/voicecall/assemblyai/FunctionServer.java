package dev.voicecall.assemblyai;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A web server whose answers are a function. */
final class FunctionServer implements AutoCloseable {
    private final HttpServer server;

    FunctionServer(Function<HttpRequest, CompletionStage<HttpResponse>> function) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> answer(exchange, function));
        server.start();
    }

    private static void answer(HttpExchange exchange, Function<HttpRequest, CompletionStage<HttpResponse>> function)
            throws IOException {
        try (exchange) {
            HttpRequest request = new HttpRequest(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders(),
                    Map.of(),
                    exchange.getRequestBody().readAllBytes(),
                    new CompletableFuture<>());
            HttpResponse response =
                    function.apply(request).toCompletableFuture().join();
            response.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = response.body();
            exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
