package dev.voicecall.examples;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.testkit.FakeSpeech;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;

/** What a browser's script does: a microphone in real time, and what comes back. */
final class PhoneClient implements WebSocket.Listener, AutoCloseable {
    private static final int FRAME = 160;
    private static final int FRAME_MILLIS = 20;
    private static final int PATIENCE_SECONDS = 20;

    private final ScheduledExecutorService microphone = Executors.newSingleThreadScheduledExecutor();
    private final List<String> events = new ArrayList<>();
    private final BlockingQueue<JsonNode> waiting = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
    private byte[] saying = {};
    private int said;

    private PhoneClient() {}

    /** @throws java.util.concurrent.CompletionException if it is refused */
    static PhoneClient connect(URI service, String... headers) {
        PhoneClient client = new PhoneClient();
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        URI address = URI.create("ws" + service.toString().substring("http".length()) + ConsolePhone.PATH);
        try {
            client.socket.complete(builder.buildAsync(address, client).join());
        } catch (RuntimeException e) {
            client.microphone.shutdownNow();
            throw e;
        }
        client.microphone.scheduleAtFixedRate(client::speak, 0, FRAME_MILLIS, MILLISECONDS);
        return client;
    }

    private synchronized void speak() {
        byte[] frame = new byte[FRAME];
        Arrays.fill(frame, FakeSpeech.SILENCE);
        int part = Math.min(FRAME, saying.length - said);
        System.arraycopy(saying, said, frame, 0, part);
        said += part;
        send(frame);
    }

    synchronized void say(String words) {
        saying = FakeSpeech.say(words);
        said = 0;
    }

    synchronized void send(byte[] binary) {
        socket.join().sendBinary(ByteBuffer.wrap(binary), true).join();
    }

    synchronized void send(String text) {
        socket.join().sendText(text, true).join();
    }

    /** Waits for an event; those before it are passed over. */
    JsonNode event(String name) {
        try {
            while (true) {
                JsonNode event = waiting.poll(PATIENCE_SECONDS, SECONDS);
                if (event == null) {
                    throw new AssertionError("There was no " + name + ", but " + events());
                }
                if (event.path("evt").asText().equals(name)) {
                    return event;
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until a word was heard to its end. */
    void untilHeard(String word) {
        synchronized (heard) {
            while (!FakeSpeech.understand(heard.toByteArray()).contains(word)) {
                pause();
            }
        }
    }

    /** Until something was heard, or it is over. */
    private void pause() {
        if (closed.isDone()) {
            throw new AssertionError("The call is over; " + events());
        }
        try {
            heard.wait();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    List<String> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    byte[] heard() {
        synchronized (heard) {
            return heard.toByteArray();
        }
    }

    int closedWith() {
        try {
            return closed.get(PATIENCE_SECONDS, SECONDS);
        } catch (TimeoutException | java.util.concurrent.ExecutionException | InterruptedException e) {
            throw new AssertionError("It is still open.", e);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        JsonNode event = Json.object(text.toString().getBytes(StandardCharsets.UTF_8));
        synchronized (events) {
            events.add(event.path("evt").asText());
        }
        waiting.add(event);
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] part = new byte[data.remaining()];
        data.get(part);
        frame.writeBytes(part);
        if (last) {
            hear(frame.toByteArray());
            frame.reset();
        }
        from.request(1);
        return CompletableFuture.completedFuture(null);
    }

    private void hear(byte[] muLaw) {
        if (muLaw.length != FRAME) {
            closed.completeExceptionally(new AssertionError("A frame of " + muLaw.length + " bytes"));
        }
        synchronized (heard) {
            heard.writeBytes(muLaw);
            heard.notifyAll();
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        synchronized (heard) {
            heard.notifyAll();
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        microphone.shutdownNow();
        socket.join().sendClose(WebSocket.NORMAL_CLOSURE, "");
        closedWith();
    }
}
