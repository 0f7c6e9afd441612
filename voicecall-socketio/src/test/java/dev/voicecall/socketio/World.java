package dev.voicecall.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.WebSocketAcceptor.Decision;
import dev.voicecall.testkit.InMemoryWebServer;
import dev.voicecall.testkit.VirtualScheduler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A server in virtual time, what it tells its listener, and what a client can do to it. */
final class World implements SocketIoServer.Listener {
    static final String POLLING = "EIO=4&transport=polling";
    static final String WEBSOCKET = "EIO=4&transport=websocket";

    final VirtualScheduler time = new VirtualScheduler();
    final InMemoryWebServer web = new InMemoryWebServer();
    final SocketIoServer server;
    final List<String> heard = new ArrayList<>();
    final List<SocketIoClient> clients = new ArrayList<>();
    final CompletableFuture<Void> abandoned = new CompletableFuture<>();
    Optional<String> refusal = Optional.empty();

    World() {
        this(SocketIoSettings.DEFAULT);
    }

    World(SocketIoSettings settings) {
        server = new SocketIoServer(time, settings, this);
        server.mount(web);
        web.start();
    }

    @Override
    public Optional<String> onConnect(SocketIoClient client, HttpRequest handshake, JsonNode auth) {
        heard.add("connect " + auth);
        clients.add(client);
        return refusal;
    }

    @Override
    public void onEvent(SocketIoClient client, String event, List<JsonNode> arguments, Consumer<JsonNode> ack) {
        heard.add(event + " " + arguments);
        if (event.equals("fail")) {
            throw new IllegalStateException("as asked");
        }
        if (!arguments.isEmpty()) {
            ack.accept(arguments.get(0));
            ack.accept(arguments.get(0));
        }
    }

    @Override
    public void onDisconnect(SocketIoClient client) {
        heard.add("disconnect");
    }

    CompletableFuture<HttpResponse> request(String method, String query, Map<String, String> headers, String body) {
        Map<String, List<String>> all = new java.util.HashMap<>(Map.of("Host", List.of("voice.example")));
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        HttpRequest request = new HttpRequest(
                method, "/socket.io/?" + query, all, Map.of(), body.getBytes(StandardCharsets.UTF_8), abandoned);
        return web.handle(request).toCompletableFuture();
    }

    CompletableFuture<HttpResponse> get(String query) {
        return request("GET", query, Map.of(), "");
    }

    /** A poll of a session. */
    CompletableFuture<HttpResponse> poll(String sid) {
        return get(POLLING + "&sid=" + sid);
    }

    HttpResponse post(String sid, String payload) {
        return request("POST", POLLING + "&sid=" + sid, Map.of(), payload).join();
    }

    /** Begins a session by polling. */
    String open() {
        String packet = body(get(POLLING));
        return packet.replaceAll("^0\\{\"sid\":\"([^\"]+)\".*", "$1");
    }

    /** Begins one and connects to the namespace. */
    String connect() {
        String sid = open();
        post(sid, "40");
        poll(sid).join();
        return sid;
    }

    static String body(CompletableFuture<HttpResponse> answer) {
        return new String(answer.join().body(), StandardCharsets.UTF_8);
    }

    static String error(CompletableFuture<HttpResponse> answer) {
        return answer.join().status() + " " + body(answer);
    }

    Decision handshake(String query, Map<String, List<String>> headers) {
        return web.handshake(new HttpRequest(
                "GET", "/socket.io/?" + query, headers, Map.of(), new byte[0], new CompletableFuture<>()));
    }

    /** Opens a WebSocket that is accepted. */
    Peer socket(String query) {
        Decision.Accept accept = (Decision.Accept) handshake(query, Map.of("Host", List.of("voice.example")));
        Peer peer = new Peer(time, accept.listener());
        settle();
        return peer;
    }

    void emit(String event, String json) {
        clients.get(clients.size() - 1).emit(EncodedEvent.of(event, json.getBytes(StandardCharsets.UTF_8)));
    }

    /** Runs what is due. */
    void settle() {
        time.advance(Duration.ZERO);
    }
}
