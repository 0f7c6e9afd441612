package dev.voicecall.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One who watches, over Socket.IO (by WebSocket at once, as the client of its own does if told so) or a plain WebSocket. */
final class WatchingClient implements WebSocket.Listener {
    private static final Pattern EVENT = Pattern.compile("\"evt\":\"(\\w+)\"");
    private static final Pattern POSITION = Pattern.compile("\"position\":(\\d+)");
    private static final Pattern TIME = Pattern.compile("\"ts\":\"([^\"]+)\"");
    private static final int LONGEST_SECONDS = 600;

    private final boolean socketIo;
    private final boolean reads;
    private final StringBuilder message = new StringBuilder();
    private final CountDownLatch connected = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Map<String, List<Long>> positions = new ConcurrentHashMap<>();
    private final List<String> events = new ArrayList<>();
    private @Nullable Instant watchesSince;

    private WatchingClient(boolean socketIo, boolean reads) {
        this.socketIo = socketIo;
        this.reads = reads;
    }

    /** Connects. One that does not read does all else. */
    static WatchingClient overSocketIo(HttpClient http, URI address, boolean reads) {
        WatchingClient client = new WatchingClient(true, reads);
        WebSocket socket = http.newWebSocketBuilder()
                .buildAsync(address.resolve("/socket.io/?EIO=4&transport=websocket"), client)
                .join();
        socket.sendText("40{\"token\":\"" + WatchingClients.TOKEN + "\"}", true).join();
        return client;
    }

    static WatchingClient overWebSocket(HttpClient http, URI address) {
        WatchingClient client = new WatchingClient(false, true);
        WebSocket socket = http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + WatchingClients.TOKEN)
                .buildAsync(address.resolve("/events"), client)
                .join();
        socket.sendText("{\"media\":true}", true).join();
        return client;
    }

    void awaitConnected() throws InterruptedException {
        await(connected, "was not connected");
    }

    void awaitEnd() throws InterruptedException {
        await(ended, "did not hear of the end of the call");
    }

    private static void await(CountDownLatch latch, String otherwise) throws InterruptedException {
        if (!latch.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("A client " + otherwise + ".");
        }
    }

    /** Where the first piece of a side began that it got. */
    synchronized long firstPosition(String side) {
        return positions.getOrDefault(side, List.of()).stream()
                .mapToLong(Long::longValue)
                .min()
                .orElse(0);
    }

    /** Where all pieces began that it got, of those not before this one. */
    synchronized List<Long> positionsFrom(String side, long first) {
        return positions.getOrDefault(side, List.of()).stream()
                .filter(position -> position >= first)
                .toList();
    }

    /** When it had been told how the calls stand. */
    synchronized Instant watchesSince() {
        return Objects.requireNonNull(watchesSince);
    }

    /** All other events that it got, of those that came later than this. */
    synchronized List<String> eventsAfter(Instant moment) {
        return events.stream().filter(event -> time(event).isAfter(moment)).toList();
    }

    private static Instant time(String event) {
        Matcher time = TIME.matcher(event);
        if (!time.find()) {
            throw new IllegalStateException("This has no time: " + event);
        }
        return Instant.parse(time.group(1));
    }

    @Override
    public void onOpen(WebSocket socket) {
        if (reads) {
            socket.request(Long.MAX_VALUE);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            String text = message.toString();
            message.setLength(0);
            if (socketIo && text.equals("2")) {
                socket.sendText("3", true);
            }
            onMessage(text);
        }
        return null;
    }

    private synchronized void onMessage(String text) {
        Matcher event = EVENT.matcher(text);
        if (!event.find()) {
            return;
        }
        switch (event.group(1)) {
            case "media_in", "media_out" -> {
                Matcher position = POSITION.matcher(text);
                if (position.find()) {
                    positions
                            .computeIfAbsent(event.group(1), side -> new ArrayList<>())
                            .add(Long.parseLong(position.group(1)));
                }
            }
            case "calls" -> {
                watchesSince = time(text);
                connected.countDown();
            }
            case "connected", "error" -> {}
            default -> onEvent(event.group(1), text);
        }
    }

    private void onEvent(String event, String text) {
        if (socketIo && (text.startsWith("42[\"Caller\"") || text.startsWith("42[\"Receiver\""))) {
            return;
        }
        events.add(text.substring(text.indexOf('{'), text.lastIndexOf('}')));
        if (event.equals("ended")) {
            ended.countDown();
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        if (reads && ended.getCount() > 0) {
            System.err.println("A client that reads was disconnected: " + code + " " + reason);
        }
        return null;
    }
}
