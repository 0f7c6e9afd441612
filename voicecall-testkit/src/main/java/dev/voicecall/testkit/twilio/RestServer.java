package dev.voicecall.testkit.twilio;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.testkit.twilio.RecordingFaults.Quirk;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The REST API on a loopback port, by the JDK's server. Safe for use by many threads. */
final class RestServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RestServer.class);
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    static {
        // Else the JDK's server sends head and body apart by Nagle's algorithm: 40 ms for each answer.
        if (System.getProperty(NO_DELAY) == null) {
            System.setProperty(NO_DELAY, "true");
        }
    }

    private final RestApi api;
    private final HttpServer server;
    private final ExecutorService executor = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "twilio-simulator-rest");
        thread.setDaemon(true);
        return thread;
    });

    /** @throws VoiceCallException if the port can't be had */
    RestServer(RestApi api, int port) {
        this.api = api;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            executor.shutdownNow();
            throw new VoiceCallException("The simulator can't have port " + port + "; use another one.", e);
        }
        server.setExecutor(executor);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        HttpRequest request = new HttpRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders(),
                Map.of(),
                exchange.getRequestBody().readAllBytes(),
                new CompletableFuture<>());
        api.handle(request).whenComplete((response, failure) -> answer(exchange, request, response));
    }

    /** Without an answer, the connection is closed; so it is if the answer is broken off. */
    private void answer(HttpExchange exchange, HttpRequest request, @Nullable HttpResponse response) {
        try (exchange) {
            if (response == null) {
                return;
            }
            response.headers().forEach(exchange.getResponseHeaders()::set);
            boolean sound = response.status() == 200 && RecordingsResource.isSound(request);
            if (sound && api.hasFault(Quirk.MEDIA_ENDLESS)) {
                exchange.sendResponseHeaders(200, 0);
                writeForEver(exchange.getResponseBody(), response.body());
            }
            int length = response.body().length;
            exchange.sendResponseHeaders(response.status(), length == 0 ? -1 : length);
            boolean half = sound && api.hasFault(Quirk.MEDIA_BREAKS_OFF);
            exchange.getResponseBody().write(response.body(), 0, half ? length / 2 : length);
        } catch (IOException e) {
            LOG.debug("The client did not wait for its answer, or the answer was broken off as the faults demand.", e);
        }
    }

    /** @throws IOException when the client, or the simulator, has closed the connection */
    private static void writeForEver(OutputStream out, byte[] file) throws IOException {
        out.write(file);
        byte[] silence = new byte[8_192];
        while (!Thread.currentThread().isInterrupted()) {
            out.write(silence);
        }
        throw new InterruptedIOException("The simulator is closed.");
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
