package dev.voicecall.openai;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server that answers as it is told, byte by byte, good or bad; one answer after the other. */
final class ScriptedServer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final ServerSocket server;
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    /** Writes an answer, and may wait. */
    interface Answer {
        void write(Exchange exchange) throws Exception;
    }

    record Request(String line, Map<String, String> headers, String body) {}

    /** A connection with a request on it. */
    record Exchange(Request request, Socket socket) {
        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.UTF_8));
        }

        /** A piece of a chunked body. */
        void chunk(byte[] bytes) throws IOException {
            send(Integer.toHexString(bytes.length) + "\r\n");
            send(bytes);
            send("\r\n");
        }

        void chunk(String text) throws IOException {
            chunk(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Returns when the client has closed the connection. */
        void awaitClose() throws IOException {
            try {
                socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            } catch (java.net.SocketTimeoutException e) {
                throw e;
            } catch (IOException reset) {
                // that is a close too
            }
        }
    }

    ScriptedServer() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    ScriptedServer then(Answer answer) {
        answers.add(answer);
        return this;
    }

    ScriptedServer then(int status, String headers, String body) {
        return then(exchange -> exchange.send(head(status, headers) + "Content-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body));
    }

    /** A stream of events with these data, and [DONE]. */
    ScriptedServer thenEvents(String... data) {
        return then(exchange -> {
            exchange.send(head(200, "Content-Type: text/event-stream\r\n") + "Transfer-Encoding: chunked\r\n\r\n");
            for (String one : data) {
                exchange.chunk("data: " + one + "\n\n");
            }
            exchange.chunk("data: [DONE]\n\n");
            exchange.send("0\r\n\r\n");
        });
    }

    static String head(int status, String headers) {
        return "HTTP/1.1 " + status + " Whatever\r\n" + headers;
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/v1";
    }

    OpenAiBuilder openAi() {
        return OpenAi.builder(KEY).baseUrl(url());
    }

    static final String KEY = "sk-test-3f9a6c21";

    List<Request> requests() {
        return requests;
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (Request request = read(in); request != null; request = read(in)) {
                requests.add(request);
                Answer answer = answers.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                if (answer == null) {
                    return;
                }
                answer.write(new Exchange(request, socket));
            }
        } catch (Exception e) {
            // the client sees it
        }
    }

    private static Request read(InputStream in) throws IOException {
        String line = line(in);
        if (line.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            headers.put(
                    header.substring(0, header.indexOf(':')).toLowerCase(Locale.ROOT),
                    header.substring(header.indexOf(':') + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Request(line, headers, new String(body, StandardCharsets.ISO_8859_1));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Runs something that may fail on a thread of its own. */
    static Running run(Task task) {
        return new Running(task);
    }

    interface Task {
        void run() throws Exception;
    }

    /** Something under way, and what it fails with. */
    static final class Running {
        private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
        private final Thread thread;

        Running(Task task) {
            thread = new Thread(() -> {
                try {
                    task.run();
                    failure.complete(new AssertionError("It did not fail."));
                } catch (Throwable e) {
                    failure.complete(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        void interrupt() {
            thread.interrupt();
        }

        Throwable failure() throws Exception {
            return failure.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
