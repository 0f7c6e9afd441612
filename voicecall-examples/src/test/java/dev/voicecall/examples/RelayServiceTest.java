package dev.voicecall.examples;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.FakeSpeechToText;
import dev.voicecall.testkit.twilio.SimulatedCall;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("socket")
@Timeout(60)
class RelayServiceTest {
    private static final String KEY = "0f4c1e-open-sesame";
    private static final String[] AUTHORIZED = {"Authorization", "Bearer " + KEY};
    private static final String MARY = "+14155550170";
    private static final String SAYS = "Hello, I would like to book a table for four people.";

    private static RunningService running;

    @BeforeAll
    static void start() {
        running = RunningService.startRelay(
                Optional.of(new FakeSpeechToText()),
                Map.of(
                        "API_KEY",
                        KEY,
                        "ALLOWED_PREFIXES",
                        "+1",
                        "MAX_CALLS_PER_MINUTE",
                        "1000",
                        "TWILIO_APP_SID",
                        "AP" + "0".repeat(32),
                        "TWILIO_API_KEY",
                        SimulatedPhones.API_KEY,
                        "TWILIO_API_SECRET",
                        SimulatedPhones.API_SECRET));
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"to=%2B14155550170", "to=+14155550170", "{\"to\":\"+14155550170\"}"})
    void callsANumberAndTellsTheSidAsSoonAsItRings(String body) throws Exception {
        running.phones().callee(MARY, atOnce().hangsUpAfter(Duration.ofMillis(500)));

        HttpResponse<String> response = makeCall(body);

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode answer = RunningService.json(response);
        assertThat(answer.path("status").textValue()).isEqualTo("ringing");
        SimulatedCall call = call(answer.path("call_sid").textValue());
        assertThat(call.to()).isEqualTo(MARY);
        call.ended().toCompletableFuture().get(20, SECONDS);
    }

    @Test
    void relaysTheSoundAndTheWordsOfACall() throws Exception {
        RelayedEvents events = new RelayedEvents();
        try (SocketIoClient watcher = connect(KEY, events)) {
            running.phones().callee(MARY, atOnce().greets(SAYS).hangsUpAfter(Duration.ofSeconds(6)));

            String sid = RunningService.json(makeCall("to=%2B14155550170"))
                    .path("call_sid")
                    .textValue();

            assertThat(watcher.emit("join", "CA0").get(10, SECONDS).has("error"))
                    .isTrue();
            assertThat(watcher.emit("join", sid).get(10, SECONDS).has("error")).isFalse();
            events.first("ended", sid).get(30, SECONDS);
            assertThat(events.all("status", sid))
                    .extracting(event -> event.path("status").textValue())
                    .containsExactly("dialing", "ringing", "in_progress");
            assertThat(events.first("Caller", sid).get(1, SECONDS).path("text").textValue())
                    .contains("a table for four");
            assertThat(events.all("Receiver", sid)).isEmpty();
            assertThat(loudest(events.all("media_in", sid))).isGreaterThan(1_000);
            assertThat(loudest(events.all("media_out", sid))).isZero();
            assertThat(seconds(events.all("media_out", sid))).isBetween(3.0, 6.5);
        }
    }

    @Test
    @SuppressWarnings("try") // it is enough that it watches
    void relaysBothSidesOfASoftphonesCall() throws Exception {
        RelayedEvents events = new RelayedEvents();
        try (SocketIoClient watcher = connect(KEY, events)) {
            running.phones()
                    .callee(MARY, atOnce().greets("This is Mary speaking.").hangsUpAfter(Duration.ofSeconds(5)));

            String sid = softphone(MARY, Callee.answers().greets(SAYS)).sid();

            events.first("ended", sid).get(30, SECONDS);
            assertThat(events.first("Caller", sid).get(1, SECONDS).path("text").textValue())
                    .contains("a table for four");
            assertThat(events.first("Receiver", sid)
                            .get(1, SECONDS)
                            .path("text")
                            .textValue())
                    .isEqualTo("This is Mary speaking.");
            assertThat(loudest(events.all("media_in", sid))).isGreaterThan(1_000);
            assertThat(loudest(events.all("media_out", sid))).isGreaterThan(1_000);
            assertThat(events.all("status", sid).get(0).path("from").textValue())
                    .isEqualTo("client:alice");
        }
    }

    @Test
    void letsNobodyWatchWithoutTheKey() {
        assertThatThrownBy(() -> connect("wrong", new RelayedEvents())).hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> connect("", new RelayedEvents())).hasCauseInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 400",
        "to=Mary, 400",
        "to=%2B14155550170&to=%2B14155550171, 400",
        "to=%2B14155550170&from=%2B1, 400",
        "to=%zz, 400",
        "{, 400",
        "to=%2B442079460000, 403"
    })
    void refusesWhatIsNoRequest(String body, int status) {
        int before = running.phones().calls().size();

        assertThat(makeCall(body).statusCode()).isEqualTo(status);
        assertThat(running.phones().calls()).hasSize(before);
    }

    @Test
    void connectsASoftphoneWithTheNumberThatItAsksFor() throws Exception {
        running.phones().callee(MARY, atOnce().hangsUpAfter(Duration.ofSeconds(1)));

        SimulatedCall call = softphone("+1 (415) 555-0170");

        SimulatedCall mary = running.phones().calls().stream()
                .filter(dialled ->
                        dialled.parentSid().filter(call.sid()::equals).isPresent())
                .findFirst()
                .orElseThrow();
        assertThat(mary.to()).isEqualTo(MARY);
        assertThat(mary.from()).isEqualTo(running.phones().settings().get("TWILIO_PHONE_NUMBER"));
    }

    @ParameterizedTest
    @CsvSource({
        "+442079460000, not allowed",
        "+88123456789, not allowed",
        "4155550170, country code",
        "client:bob, country code",
        "'', country code",
        "+1415555017000000, country code"
    })
    void refusesToConnectASoftphoneWithAnythingElse(String to, String why) throws Exception {
        int before = running.phones().calls().size();

        SimulatedCall call = softphone(to);

        assertThat(call.callee().heard()).singleElement().asString().contains(why);
        assertThat(running.phones().calls()).hasSize(before + 1);
    }

    @Test
    void givesATokenForASoftphone() {
        HttpResponse<String> response = running.send("GET", "/token?identity=alice", "", AUTHORIZED);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        JsonNode json = RunningService.json(response);
        assertThat(json.path("identity").textValue()).isEqualTo("alice");
        String claims = new String(
                Base64.getUrlDecoder().decode(json.path("token").textValue().split("\\.")[1]));
        assertThat(claims).contains("\"identity\":\"alice\"", "\"sub\":\"" + running.accountSid() + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/token", "/token?identity=", "/token?identity=a%20b"})
    void refusesATokenForNobody(String path) {
        assertThat(running.send("GET", path, "", AUTHORIZED).statusCode()).isEqualTo(400);
    }

    @Test
    void saysWhatTokensNeed() {
        try (RunningService without = RunningService.startRelay(Optional.empty(), Map.of())) {
            HttpResponse<String> response = without.send("GET", "/token?identity=alice", "");

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(RunningService.json(response).path("error").textValue()).contains("TWILIO_APP_SID");
        }
    }

    @ParameterizedTest
    @CsvSource({"POST, /make-call", "GET, /token?identity=alice"})
    void needsTheKey(String method, String path) {
        assertThat(running.send(method, path, "").statusCode()).isEqualTo(401);
    }

    @Test
    void saysThatItIsWell() {
        assertThat(running.send("GET", "/", "").statusCode()).isEqualTo(200);
    }

    private static SocketIoClient connect(String token, RelayedEvents events) throws Exception {
        return SocketIoClient.connect(running.address(), token, events::add).get(20, SECONDS);
    }

    /** The loudest sample. */
    private static int loudest(List<JsonNode> media) {
        int loudest = 0;
        for (JsonNode piece : media) {
            ShortBuffer samples = samples(piece);
            while (samples.hasRemaining()) {
                loudest = Math.max(loudest, Math.abs(samples.get()));
            }
        }
        return loudest;
    }

    private static double seconds(List<JsonNode> media) {
        return media.stream().mapToInt(piece -> samples(piece).remaining()).sum() / 16_000.0;
    }

    private static ShortBuffer samples(JsonNode piece) {
        return ByteBuffer.wrap(Base64.getDecoder().decode(piece.path("audio").textValue()))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer();
    }

    private static SimulatedCall softphone(String to) throws Exception {
        return softphone(to, Callee.answers());
    }

    private static SimulatedCall softphone(String to, Callee user) throws Exception {
        SimulatedCall call = running.phones()
                .callInFromClient(
                        "alice",
                        to,
                        running.address().resolve(RelayService.VOICE),
                        running.address().resolve(RelayService.STATUS),
                        user);
        call.ended().toCompletableFuture().get(30, SECONDS);
        return call;
    }

    private static Callee atOnce() {
        return Callee.answers().afterRinging(Duration.ofMillis(500));
    }

    private static HttpResponse<String> makeCall(String body) {
        return running.post(
                "/make-call", body, "Content-Type", "application/x-www-form-urlencoded", AUTHORIZED[0], AUTHORIZED[1]);
    }

    private static SimulatedCall call(String sid) {
        return running.phones().calls().stream()
                .filter(call -> call.sid().equals(sid))
                .findFirst()
                .orElseThrow();
    }
}
