package dev.voicecall.socketio;

import static dev.voicecall.socketio.RelayWorld.ALL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.AnsweredBy;
import dev.voicecall.CallInfo;
import dev.voicecall.Direction;
import dev.voicecall.Outcome;
import dev.voicecall.Utterance;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.WebSocketAcceptor.Decision;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Watching over plain WebSockets. */
class EventSocketTest {
    private final RelayWorld world =
            new RelayWorld(settings -> settings.maxClients(3).maxQueuedBytes(20_000));

    @AfterEach
    void leavesNothing() {
        world.close();
    }

    private HttpResponse refusal(Map<String, List<String>> headers) {
        return ((Decision.Refuse) world.handshake(headers)).response();
    }

    private Utterance utterance(Speaker speaker, String text) {
        return new Utterance(speaker, text, world.time.now(), OptionalDouble.of(0.9), false);
    }

    private void words(CallInfo call, Speaker speaker, String text) {
        world.relay.listener().onUtterance(call, utterance(speaker, text));
        world.settle();
    }

    @Test
    void tellsOfACallFromItsBeginningToItsEnd() {
        EventClient client = world.connect(ALL);
        CallInfo call = world.begin("CA1");
        world.relay.listener().onAnswered(call, AnsweredBy.UNKNOWN);
        words(call, Speaker.THEM, "Hello?");
        world.relay.listener().onEnded(call, Outcome.HUNG_UP);
        world.settle();

        assertThat(client.types()).containsExactly("connected", "calls", "status", "status", "words", "ended");
        JsonNode began = client.messages.get(2);
        assertThat(began.path("call_id").asText()).isEqualTo("CA1");
        assertThat(began.path("record_id").asText()).isEqualTo("record-CA1");
        assertThat(began.path("direction").asText()).isEqualTo("inbound");
        assertThat(began.path("from").asText()).isEqualTo("+14155550123");
        JsonNode words = client.messages.get(4);
        assertThat(words.path("text").asText()).isEqualTo("Hello?");
        assertThat(words.path("speaker").asText()).isEqualTo("caller");
        assertThat(words.path("confidence").asDouble()).isEqualTo(0.9);
        assertThat(words.path("interrupted").asBoolean()).isFalse();
        assertThat(client.messages.get(5).path("status").asText()).isEqualTo("hung_up");
    }

    @Test
    void tellsWhenTheWordsWereSpoken() {
        EventClient client = world.connect(ALL);
        CallInfo call = world.begin("CA1");
        world.relay.listener().onSpeechStarted(call, Speaker.US);
        world.relay.listener().onAnswered(call, AnsweredBy.UNKNOWN);
        world.time.advance(Duration.ofMillis(1_000));
        world.relay.listener().onSpeechStarted(call, Speaker.THEM);
        world.time.advance(Duration.ofMillis(500));
        world.relay.listener().onSpeechStopped(call, Speaker.THEM);
        world.time.advance(Duration.ofMillis(100));
        words(call, Speaker.THEM, "Hello?");
        words(call, Speaker.THEM, "Is anybody there?");
        JsonNode spoken = client.all("words").get(0);
        assertThat(spoken.path("start_ms").asLong()).isEqualTo(1_000);
        assertThat(spoken.path("end_ms").asLong()).isEqualTo(1_500);
        assertThat(client.all("words").get(1).has("start_ms")).isFalse();
        assertThat(client.all("words").get(1).has("end_ms")).isFalse();
        words(call, Speaker.US, "Yes.");
        assertThat(client.all("words").get(2).path("start_ms").asLong(-1))
                .as("what began before the call was answered")
                .isZero();
    }

    @Test
    void aCoughLongBeforeTheWordsIsNoneOfThem() {
        EventClient client = world.connect(ALL);
        CallInfo call = world.begin("CA1");
        world.relay.listener().onAnswered(call, AnsweredBy.UNKNOWN);
        world.relay.listener().onSpeechStarted(call, Speaker.THEM);
        world.time.advance(Duration.ofMillis(500));
        world.relay.listener().onSpeechStopped(call, Speaker.THEM);
        world.time.advance(Duration.ofMillis(5_000));
        world.relay.listener().onSpeechStarted(call, Speaker.THEM);
        world.time.advance(Duration.ofMillis(2_000));
        words(call, Speaker.THEM, "Hello?");
        assertThat(client.all("words").get(0).path("start_ms").asLong()).isEqualTo(5_500);
    }

    @Test
    void tellsWhoComesInMidCallHowTheCallsStand() {
        CallInfo call = world.begin("CA1");
        world.begin("CA2");
        world.relay.listener().onAnswered(call, AnsweredBy.HUMAN);
        String answeredAt = world.time.now().toString();
        EventClient client = world.connect(of -> of.equals(call));
        assertThat(client.types()).containsExactly("connected", "calls");
        JsonNode calls = client.messages.get(1).path("calls");
        assertThat(calls).hasSize(1);
        assertThat(calls.get(0).toString())
                .isEqualTo(
                        "{\"call_id\":\"CA1\",\"record_id\":\"record-CA1\",\"direction\":\"inbound\",\"from\":\"+14155550123\","
                                + "\"to\":\"+14155550100\",\"status\":\"in_progress\",\"since\":\"" + answeredAt
                                + "\"}");
    }

    @Test
    void keepsTheFirstEventsUntilTheCarrierHasANameForTheCall() {
        EventClient client = world.connect(of -> of.id().filter("CA1"::equals).isPresent());
        CallInfo call = RelayWorld.inbound("CA1");
        CallInfo unnamed = new CallInfo(call.direction(), Optional.empty(), call.from(), call.to(), call.recordId());
        world.relay.listener().onStarted(unnamed);
        world.settle();
        client.send("{\"join\":\"\"}");
        world.settle();
        assertThat(client.newTypes()).containsExactly("connected", "calls", "error");
        world.relay.listener().onRinging(call);
        world.settle();
        assertThat(client.all("status"))
                .extracting(event ->
                        event.path("call_id").asText() + event.path("status").asText())
                .containsExactly("CA1dialing", "CA1ringing");
    }

    @Test
    void tellsOfACallOnceItHasANameHoweverMuchHappenedBefore() {
        EventClient client = world.connect(ALL);
        CallInfo call = RelayWorld.inbound("CA1");
        CallInfo unnamed = new CallInfo(call.direction(), Optional.empty(), call.from(), call.to(), call.recordId());
        world.relay.listener().onStarted(unnamed);
        for (int i = 0; i < 100; i++) {
            world.relay.listener().onSpeechStarted(unnamed, Speaker.THEM);
        }
        world.relay.listener().onRinging(call);
        world.settle();
        assertThat(client.all("status")).hasSize(2);
        assertThat(client.all("speech_started")).hasSize(63);
        assertThat(world.relay.counts().lostEvents()).isEqualTo(37);
    }

    @Test
    void tellsOfACallThatCouldNotBePlaced() {
        EventClient client = world.connect(ALL);
        CallInfo call = RelayWorld.inbound("CA1");
        CallInfo unnamed = new CallInfo(call.direction(), Optional.empty(), call.from(), call.to(), call.recordId());
        world.relay.listener().onStarted(unnamed);
        world.relay.listener().onEnded(unnamed, Outcome.FAILED);
        world.settle();
        assertThat(client.newTypes()).containsExactly("connected", "calls", "status", "ended");
    }

    @Test
    void tellsNothingOfACallThatIsOver() {
        EventClient client = world.connect(ALL);
        CallInfo call = world.begin("CA1");
        world.relay.listener().onEnded(call, Outcome.HUNG_UP);
        words(call, Speaker.THEM, "Too late");
        world.relay.listener().onRinging(RelayWorld.inbound("CA2"));
        world.settle();
        assertThat(client.types()).containsExactly("connected", "calls", "status", "ended");
    }

    @Test
    void textsAreJustTexts() {
        EventClient client = world.connect(ALL);
        String nasty = "\"</script><script>alert(1)</script>\n{\"evt\":\"ended\"}\u2028\\ \u0000 \ud83d\ude00";
        CallInfo call = new CallInfo(Direction.INBOUND, Optional.of("CA\"1"), nasty, "sip:x\"y", Optional.of("r1"));
        world.relay.listener().onStarted(call);
        words(call, Speaker.THEM, nasty);
        assertThat(client.types()).containsExactly("connected", "calls", "status", "words");
        assertThat(client.messages.get(3).path("text").asText()).isEqualTo(nasty);
        assertThat(client.messages.get(3).path("call_id").asText()).isEqualTo("CA\"1");
        assertThat(client.messages.get(2).path("from").asText()).isEqualTo(nasty);
        EventClient later = world.connect(ALL);
        assertThat(later.messages.get(1).path("calls").get(0).path("from").asText())
                .isEqualTo(nasty);
    }

    @Test
    void joiningNarrowsAndLeavingWidensWhatIsSeen() {
        CallInfo one = world.begin("CA1");
        CallInfo other = world.begin("CA2");
        EventClient client = world.connect(ALL);
        client.send("{\"join\":\"CA1\"}");
        world.settle();
        words(other, Speaker.THEM, "unseen");
        words(one, Speaker.THEM, "seen");
        client.send("{\"leave\":\"CA1\"}");
        world.settle();
        words(other, Speaker.THEM, "seen again");
        assertThat(client.types()).containsExactly("connected", "calls", "calls", "words", "calls", "words");
        assertThat(client.all("calls"))
                .extracting(calls -> calls.path("calls").size())
                .containsExactly(2, 1, 2);
        assertThat(client.all("words"))
                .extracting(words -> words.path("text").asText())
                .containsExactly("seen", "seen again");
    }

    @Test
    void whoHasJoinedACallThatIsOverSeesNoOther() {
        CallInfo one = world.begin("CA1");
        EventClient client = world.connect(ALL);
        client.send("{\"join\":\"CA1\"}");
        world.settle();
        world.relay.listener().onEnded(one, Outcome.HUNG_UP);
        world.begin("CA2");
        assertThat(client.newTypes()).containsExactly("connected", "calls", "calls", "ended");
        client.send("{\"leave\":\"CA1\"}");
        world.settle();
        assertThat(client.newTypes()).containsExactly("calls");
    }

    @Test
    void aCallThatMayNotBeSeenIsLikeOneThatIsNotThere() {
        world.begin("CA1");
        EventClient client = world.connect(call -> false);
        client.send("{\"join\":\"CA1\"}");
        client.send("{\"join\":\"CA9\"}");
        world.settle();
        List<JsonNode> errors = client.all("error");
        assertThat(errors).hasSize(2);
        assertThat(errors.get(0)).isEqualTo(errors.get(1));
        assertThat(client.types()).containsExactly("connected", "calls", "error", "error");
    }

    @Test
    void whoCanNotBeAskedSaysNo() {
        EventClient client = world.connect(call -> {
            throw new IllegalStateException("The database is away.");
        });
        EventClient other = world.connect(ALL);
        world.begin("CA1");
        assertThat(client.types()).containsExactly("connected", "calls");
        assertThat(other.types()).containsExactly("connected", "calls", "status");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "\"join\"", "{\"join\":7}", "{\"media\":\"yes\"}", "{}", "null", ""})
    void whoSendsNonsenseIsToldAndLetGo(String nonsense) {
        EventClient client = world.connect(ALL);
        client.send(nonsense);
        client.send("{\"join\":\"CA1\"}");
        world.settle();
        assertThat(client.types()).containsExactly("connected", "calls", "error");
        assertThat(client.messages.get(2).path("message").asText()).contains("{\"join\":\"CA…\"}");
        world.begin("CA1");
        assertThat(client.messages).hasSize(3);
        assertThat(client.closeCode).isEqualTo(1008);
        assertThat(world.relay.counts().watchers()).isZero();
    }

    @Test
    void whoSendsTooMuchIsLetGo() {
        EventClient client = world.connect(ALL);
        client.send("{\"join\":\"" + "x".repeat(5_000) + "\"}");
        world.settle();
        assertThat(client.closeCode).isEqualTo(1008);
        EventClient other = world.connect(ALL);
        other.socket()
                .sendTexts(
                        Collections.nCopies(200, ByteBuffer.wrap("{\"media\":true}".getBytes(StandardCharsets.UTF_8))));
        world.settle();
        assertThat(other.closeCode).isEqualTo(1008);
    }

    @Test
    void whoDoesNotReadIsDroppedAndNobodyElse() {
        EventClient stalled = world.connect(ALL);
        EventClient healthy = world.connect(ALL);
        CallInfo call = world.begin("CA1");
        stalled.socket().freeze();
        for (int i = 0; i < 40; i++) {
            words(call, Speaker.THEM, i + "x".repeat(1_000));
        }
        assertThat(healthy.all("words")).hasSize(40);
        assertThat(world.relay.counts().dropped()).isOne();
        world.time.advance(Duration.ofSeconds(10));
        assertThat(world.relay.counts().watchers()).isOne();
    }

    @Test
    void refusesWhoMayNotWatch() {
        assertThat(refusal(Map.of()).status()).isEqualTo(401);
        assertThat(refusal(Map.of("Authorization", List.of("Bearer wrong"))).status())
                .isEqualTo(401);
        assertThat(refusal(Map.of("Authorization", List.of("Basic token-0"))).status())
                .isEqualTo(401);
    }

    @Test
    void refusesPagesOfOtherOrigins() {
        world.entitled.put("token", ALL);
        Map<String, List<String>> headers = Map.of(
                "Authorization", List.of("Bearer token"),
                "Host", List.of("calls.example.com"),
                "Origin", List.of("https://evil.example"));
        assertThat(refusal(headers).status()).isEqualTo(403);
    }

    @Test
    void refusesTooMany() {
        world.connect(ALL);
        world.connect(ALL);
        EventClient third = world.connect(ALL);
        assertThat(refusal(Map.of("Authorization", List.of("Bearer token-0"))).status())
                .isEqualTo(503);
        assertThat(world.relay.counts()).isEqualTo(new RelayCounts(3, 1, 0, 0, Duration.ZERO));
        third.socket().close(1000, "");
        world.settle();
        assertThat(world.handshake(Map.of("Authorization", List.of("Bearer token-0"))))
                .isInstanceOf(Decision.Accept.class);
    }

    @Test
    void letsAllGoWhenItIsClosed() {
        EventClient client = world.connect(ALL);
        world.relay.close();
        world.settle();
        assertThat(client.closeCode).isEqualTo(1001);
        assertThat(world.connect(ALL).closeCode).isEqualTo(1001);
        assertThat(world.relay.counts().watchers()).isZero();
    }

    @Test
    void losesEventsRatherThanKeepingAnyNumberOfThem() {
        EventClient client = world.connect(ALL);
        CallInfo call = world.begin("CA1");
        for (int i = 0; i < RelayHub.MOST_WAITING + 10; i++) {
            world.relay.listener().onSpeechStarted(call, Speaker.THEM);
        }
        world.relay.listener().onEnded(call, Outcome.HUNG_UP);
        assertThat(world.relay.counts().lostEvents()).isEqualTo(10);
        client.socket().freeze();
        world.settle();
    }
}
