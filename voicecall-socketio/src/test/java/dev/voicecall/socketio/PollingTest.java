package dev.voicecall.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.spi.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Engine.IO by long-polling, in virtual time. */
class PollingTest {
    private static final String UNKNOWN = "400 {\"code\":1,\"message\":\"Session ID unknown\"}";
    private static final String BAD = "400 {\"code\":3,\"message\":\"Bad request\"}";

    private final World world = new World();

    @Test
    void opensWithWhatTheClientMustKnow() {
        CompletableFuture<HttpResponse> answer = world.get(World.POLLING);

        assertThat(World.body(answer))
                .matches("0\\{\"sid\":\"[\\w-]{22}\",\"upgrades\":\\[\"websocket\"],\"pingInterval\":25000,"
                        + "\"pingTimeout\":20000,\"maxPayload\":1000000}");
        assertThat(answer.join().headers())
                .containsEntry("Content-Type", "text/plain; charset=UTF-8")
                .containsEntry("Cache-Control", "no-store");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET  | EIO=4                                    | 400 | 0 | Transport unknown",
                "GET  | EIO=4&transport=pigeon                   | 400 | 0 | Transport unknown",
                "GET  | EIO=4&transport=polling&sid=nobodys      | 400 | 1 | Session ID unknown",
                "POST | EIO=4&transport=polling&sid=nobodys      | 400 | 1 | Session ID unknown",
                "POST | EIO=4&transport=polling                  | 400 | 2 | Bad handshake method",
                "PUT  | EIO=4&transport=polling                  | 400 | 2 | Bad handshake method",
                "GET  | EIO=4&transport=websocket                | 400 | 3 | Bad request",
                "GET  | EIO=4&transport=polling&broken=%zz       | 400 | 3 | Bad request",
                "GET  | EIO=3&transport=polling                  | 400 | 5 | Unsupported protocol version",
                "GET  | transport=polling                        | 400 | 5 | Unsupported protocol version",
            })
    void refusesInTheWordsOfTheReferenceServer(String method, String query, int status, int code, String message) {
        CompletableFuture<HttpResponse> answer = world.request(method, query, Map.of(), "");

        assertThat(World.error(answer)).isEqualTo(status + " {\"code\":" + code + ",\"message\":\"" + message + "\"}");
        assertThat(world.server.counts().sessions()).isZero();
    }

    @Test
    void holdsAPollUntilThereIsSomething() {
        String sid = world.connect();
        CompletableFuture<HttpResponse> poll = world.poll(sid);
        world.time.advance(Duration.ofSeconds(10));
        assertThat(poll).isNotDone();

        world.emit("words", "{\"text\":\"hello\"}");

        assertThat(World.body(poll)).isEqualTo("42[\"words\",{\"text\":\"hello\"}]");
    }

    @Test
    void keepsWhatHappensBetweenPolls() {
        String sid = world.connect();
        world.emit("n", "1");
        world.emit("n", "2");

        assertThat(World.body(world.poll(sid))).isEqualTo("42[\"n\",1]\u001e42[\"n\",2]");
        assertThat(world.poll(sid)).isNotDone();
    }

    @Test
    void takesSeveralPacketsAtOnce() {
        String sid = world.open();

        HttpResponse answer = world.post(sid, "40\u001e42[\"a\",1]\u001e42[\"b\",2]");

        assertThat(new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("ok");
        assertThat(world.heard).containsExactly("connect {}", "a [1]", "b [2]");
    }

    @Test
    void endsASessionThatPollsTwiceAtOnce() {
        String sid = world.connect();
        CompletableFuture<HttpResponse> first = world.poll(sid);

        assertThat(World.error(world.poll(sid))).isEqualTo(BAD);
        assertThat(World.body(first)).isEqualTo("1");
        assertThat(World.error(world.poll(sid))).isEqualTo(UNKNOWN);
        assertThat(world.heard).endsWith("disconnect");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "2", "2probe", "5", "0{}", "4", "43[1]", "4[", "42{}", "40\u001e\u001e"})
    void endsASessionThatBreaksTheRules(String payload) {
        String sid = world.connect();
        world.post(sid, payload);
        world.poll(sid).join();

        assertThat(World.error(world.poll(sid))).isEqualTo(UNKNOWN);
        assertThat(world.server.counts().sessions()).isZero();
        assertThat(world.heard).containsOnlyOnce("disconnect");
    }

    @Test
    void takesNoBodyThatIsBinaryOrTooLarge() {
        String sid = world.connect();

        assertThat(world.post(sid, "4".repeat(1_000_001)).status()).isEqualTo(413);
        assertThat(World.error(world.request(
                        "POST",
                        World.POLLING + "&sid=" + sid,
                        Map.of("Content-Type", "application/octet-stream"),
                        "42[\"a\"]")))
                .isEqualTo(BAD);
        assertThat(World.error(world.poll(sid))).isEqualTo(UNKNOWN);
    }

    @Test
    void endsWhenTheClientSaysSo() {
        String sid = world.connect();
        CompletableFuture<HttpResponse> poll = world.poll(sid);
        world.post(sid, "1\u001e42[\"too late\"]");

        assertThat(World.body(poll)).isEqualTo("6");
        assertThat(World.error(world.poll(sid))).isEqualTo(UNKNOWN);
        assertThat(world.heard).containsExactly("connect {}", "disconnect");
    }

    @Test
    void endsWhenTheClientGoesAwayDuringAPoll() {
        world.poll(world.connect());
        world.abandoned.complete(null);

        assertThat(world.heard).endsWith("disconnect");
        assertThat(world.server.counts().sessions()).isZero();
    }

    @Test
    void deliversAGoodbyeBeforeItSaysThatItIsOver() {
        String sid = world.connect();
        world.clients.get(0).disconnect();
        world.emit("n", "1");

        assertThat(World.body(world.poll(sid))).isEqualTo("41");
        assertThat(World.body(world.poll(sid))).isEqualTo("1");
        assertThat(World.error(world.poll(sid))).isEqualTo(UNKNOWN);
    }

    @Test
    void doesNotWaitForLongWithAGoodbye() {
        world.connect();
        world.clients.get(0).disconnect();
        assertThat(world.server.counts().sessions()).isOne();

        world.time.advance(Duration.ofSeconds(30));

        assertThat(world.server.counts().sessions()).isZero();
        assertThat(world.time.pendingEvents()).isZero();
    }
}
