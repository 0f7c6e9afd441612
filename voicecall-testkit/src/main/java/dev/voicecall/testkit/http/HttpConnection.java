package dev.voicecall.testkit.http;

import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.Scheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a client: HTTP/1.1 with one request after the other, until one asks for a WebSocket.
 *
 * <p>While a request is answered on a thread of its own, this one reads on: so it learns when the client goes away, and
 * interrupts who answers.
 */
final class HttpConnection implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

    private final Socket socket;
    private final Scheduler time;
    private final Site site;
    private final CompletableFuture<Void> abandoned = new CompletableFuture<>();
    private CompletableFuture<Void> answered = CompletableFuture.completedFuture(null);
    private @Nullable Thread answering;

    HttpConnection(Socket socket, Scheduler time, Site site) {
        this.socket = socket;
        this.time = time;
        this.site = site;
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            serve(new HttpInput(socket.getInputStream(), site.maxBodyBytes()));
        } catch (HttpInput.Malformed refused) {
            refuse(refused);
        } catch (IOException e) {
            LOG.debug("A connection broke.", e);
        } catch (InterruptedException | ExecutionException e) {
            LOG.debug("A connection was given up.", e);
        } finally {
            abandon();
        }
    }

    private void serve(HttpInput in) throws IOException, InterruptedException, ExecutionException {
        Optional<HttpRequest> head = in.head(abandoned);
        while (head.isPresent()) {
            HttpRequest request = head.get();
            if (isWebSocket(request)) {
                answered.get();
                upgrade(request, in);
                return;
            }
            HttpRequest whole = withBody(request, in);
            answered.get();
            answer(whole);
            head = in.head(abandoned);
        }
    }

    private HttpRequest withBody(HttpRequest head, HttpInput in) throws IOException {
        if (head.header("Expect").filter("100-continue"::equalsIgnoreCase).isPresent()) {
            socket.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        return new HttpRequest(
                head.method(), head.target(), head.headers(), head.pathParameters(), in.body(head), abandoned);
    }

    private static boolean isWebSocket(HttpRequest request) {
        return request.header("Upgrade").filter("websocket"::equalsIgnoreCase).isPresent();
    }

    private void upgrade(HttpRequest request, HttpInput in) throws IOException, InterruptedException {
        Optional<Function<SocketOutbox, SocketPeer>> accepted = site.upgrade(request, new Reply(socket));
        if (accepted.isPresent()) {
            new SocketConnection(socket, time.worker(), accepted.get()).serve(in.headBytes(), in.stream());
        }
    }

    private void answer(HttpRequest request) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        answered = done;
        time.worker().execute(() -> {
            try {
                begin();
                site.answer(request, new Reply(socket));
            } catch (IOException | UncheckedIOException | InterruptedException e) {
                LOG.debug("The client did not wait for its answer.", e);
                close();
            } catch (RuntimeException | Error e) {
                LOG.error("The simulator failed.", e);
                close();
            } finally {
                end();
                done.complete(null);
            }
        });
    }

    private synchronized void begin() {
        answering = Thread.currentThread();
    }

    private synchronized void end() {
        answering = null;
        Thread.interrupted(); // the thread goes back to its pool
    }

    private synchronized void abandon() {
        abandoned.complete(null);
        if (answering != null) {
            answering.interrupt();
        }
    }

    private void refuse(HttpInput.Malformed refused) {
        try {
            Reply reply = new Reply(socket);
            reply.header("Connection", "close");
            site.refuse(refused.status(), String.valueOf(refused.getMessage()), reply);
        } catch (IOException e) {
            LOG.debug("The client did not wait for its answer.", e);
        }
    }

    /** Breaks the connection. */
    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("A connection did not close.", e);
        }
    }
}
