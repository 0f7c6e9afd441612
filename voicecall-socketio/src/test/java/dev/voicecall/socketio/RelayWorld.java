package dev.voicecall.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallInfo;
import dev.voicecall.Direction;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.WebSocketAcceptor.Decision;
import dev.voicecall.testkit.InMemoryWebServer;
import dev.voicecall.testkit.InMemoryWebSocket;
import dev.voicecall.testkit.VirtualScheduler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A relay on virtual time, calls that the test makes up, and clients of plain WebSockets. */
final class RelayWorld implements AutoCloseable {
    /** From a client to the server and back. */
    static final Duration LATENCY = Duration.ofNanos(300_000);

    static final Predicate<CallInfo> ALL = call -> true;

    final VirtualScheduler time = new VirtualScheduler();
    final InMemoryWebServer server = new InMemoryWebServer();
    final CallRelay relay;
    /** Who may watch what, by their tokens. */
    final Map<String, Predicate<CallInfo>> entitled = new LinkedHashMap<>();

    RelayWorld() {
        this(builder -> builder);
    }

    RelayWorld(UnaryOperator<CallRelayBuilder> settings) {
        relay = settings.apply(CallRelay.builder((handshake, token) -> token.map(entitled::get))
                        .scheduler(time))
                .build();
        relay.mount(server);
        server.start();
    }

    static CallInfo inbound(String id) {
        return new CallInfo(Direction.INBOUND, Optional.of(id), "+14155550123", "+14155550100")
                .withRecordId("record-" + id);
    }

    Decision handshake(Map<String, List<String>> headers) {
        return server.handshake(
                new HttpRequest("GET", "/events", headers, Map.of(), new byte[0], new CompletableFuture<>()));
    }

    /** Connects somebody who may watch these, and waits until it is connected. */
    EventClient connect(Predicate<CallInfo> mayWatch) {
        String token = "token-" + entitled.size();
        entitled.put(token, mayWatch);
        Decision decision = handshake(Map.of("Authorization", List.of("Bearer " + token)));
        assertThat(decision).isInstanceOf(Decision.Accept.class);
        EventClient client = new EventClient();
        client.socket = InMemoryWebSocket.connect(time, LATENCY, client, ((Decision.Accept) decision).listener());
        settle();
        return client;
    }

    /** A call that has come in. */
    CallInfo begin(String id) {
        CallInfo call = inbound(id);
        relay.listener().onStarted(call);
        settle();
        return call;
    }

    AudioTap.Listener tap(CallInfo call) {
        AudioTap.Listener tap = relay.taps().listenTo(call).orElseThrow();
        settle();
        return tap;
    }

    /** Lets all that was done have its effect: 1 ms. */
    void settle() {
        time.advance(Duration.ofMillis(1));
    }

    @Override
    public void close() {
        assertThat(time.blockedWorkers()).isZero();
        relay.close();
        time.runToEnd();
        time.close();
    }
}
