package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.spi.HttpResponse;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.twilio.StreamApplication.Connection;
import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How streams begin and end, or don't, and how the call goes on. */
class StreamEndsTest {
    private static final String STREAM =
            "<Stream url='wss://in-memory.test/stream/a' name='talk' statusCallback='/stream-status'/>";
    private static final String CONNECT = "<Connect>" + STREAM + "</Connect>";

    private static SimulatedCall talking(Bench bench, String verbs, Duration time) {
        bench.says("/voice", verbs);
        SimulatedCall call = bench.call("Url", Bench.APP + "/voice", "StatusCallback", Bench.APP + "/status");
        bench.time.advance(time);
        return call;
    }

    private static List<String> streamEvents(SimulatedCall call) {
        return call.webhooks(Kind.STREAM).stream()
                .map(webhook -> webhook.parameter("StreamEvent"))
                .toList();
    }

    @Test
    void theDocumentGoesOnWhenTheApplicationClosesTheStream() {
        try (Bench bench = new Bench()) {
            bench.streams.on("start", application -> application.after(Duration.ofSeconds(1), application::close));
            SimulatedCall call = talking(bench, CONNECT + "<Say>Bye</Say>", Duration.ofSeconds(10));
            assertThat(call.callee().heard()).containsExactly("Bye");
            assertThat(call.problems())
                    .containsExactly(new Problem(31921, false, "The server closed the stream with 1000."));
            assertThat(bench.streams.only().closeCode).contains(1000);
            assertThat(bench.streams.only().of("stop")).isEmpty();
            assertThat(streamEvents(call)).containsExactly("stream-started", "stream-stopped");
            assertThat(call.streams().get(0).ended()).isTrue();
        }
    }

    @Test
    void theActionIsAskedWhenTheApplicationClosesTheStream() {
        try (Bench bench = new Bench()) {
            bench.streams.on("start", Connection::close);
            bench.says("/next", "<Say>Next</Say>");
            SimulatedCall call = talking(
                    bench, "<Connect action='/next'>" + STREAM + "</Connect><Say>Never</Say>", Duration.ofSeconds(10));
            assertThat(call.callee().heard()).containsExactly("Next");
            assertThat(call.webhooks(Kind.ACTION)).hasSize(1);
        }
    }

    @Test
    void aPauseAfterTheStreamKeepsTheLineOpen() {
        try (Bench bench = new Bench()) {
            bench.streams.on("start", Connection::close);
            SimulatedCall call = talking(bench, CONNECT + "<Pause length='40'/>", Duration.ofSeconds(40));
            assertThat(call.status()).isEqualTo(CallStatus.IN_PROGRESS);
            bench.time.runToEnd();
            assertThat(call.talk()).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(41));
        }
    }

    @Test
    void theCallEndsWithTheStreamIfNothingFollows() {
        try (Bench bench = new Bench()) {
            bench.streams.on("start", Connection::close);
            SimulatedCall call = talking(bench, CONNECT, Duration.ofSeconds(5));
            assertThat(call.status()).isEqualTo(CallStatus.COMPLETED);
            bench.time.advance(Duration.ofSeconds(1));
            assertThat(bench.time.pendingEvents()).isZero();
        }
    }

    @Test
    void aHangUpBringsStopAndCloseAndTheCallbacksInAnyOrder() {
        Set<List<String>> orders = new HashSet<>();
        for (int seed = 0; seed < 60; seed++) {
            try (Bench bench = new Bench(Faults.none().withSeed(seed))) {
                List<String> order = new ArrayList<>();
                bench.twilio.callee(Bench.BOB, Callee.answers().hangsUpAfter(Duration.ofSeconds(3)));
                bench.answers.put("/status", request -> {
                    order.add("completed");
                    return Bench.xml("");
                });
                bench.streams
                        .on("stop", application -> order.add("stop"))
                        .on("close", application -> order.add("close"));
                SimulatedCall call = talking(bench, CONNECT, Duration.ofSeconds(10));
                Connection connection = bench.streams.only();
                assertThat(order).as("seed " + seed).containsExactlyInAnyOrder("stop", "close", "completed");
                assertThat(order.indexOf("stop")).isLessThan(order.indexOf("close"));
                assertThat(connection.of("stop")).hasSize(1);
                assertThat(connection.events()).last().isEqualTo("stop");
                assertThat(connection.closeCode).contains(1000);
                assertThat(streamEvents(call)).containsExactly("stream-started", "stream-stopped");
                assertThat(call.problems()).isEmpty();
                orders.add(order);
            }
        }
        assertThat(orders).hasSize(3);
    }

    @Test
    void stopTellsWhichCallIsOver() {
        try (Bench bench = new Bench()) {
            bench.twilio.callee(Bench.BOB, Callee.answers().hangsUpAfter(Duration.ofSeconds(3)));
            SimulatedCall call = talking(bench, CONNECT, Duration.ofSeconds(10));
            var stop = bench.streams.only().of("stop").get(0);
            assertThat(stop.text("stop"))
                    .isEqualTo("{\"accountSid\":\"" + bench.twilio.accountSid() + "\",\"callSid\":\"" + call.sid()
                            + "\"}");
            assertThat(stop.text("streamSid")).isEqualTo(call.streams().get(0).sid());
        }
    }

    @Test
    void aRedirectStopsTheStreamBeforeTheNewDocumentIsAskedFor() {
        try (Bench bench = new Bench()) {
            List<String> order = new ArrayList<>();
            bench.streams.on("stop", application -> order.add("stop")).on("close", application -> order.add("close"));
            SimulatedCall call = talking(bench, CONNECT + "<Say>Never</Say>", Duration.ofSeconds(5));
            bench.answers.put("/next", request -> {
                order.add("next");
                return Bench.xml("<Say>Next</Say>");
            });
            bench.post("Calls/" + call.sid() + ".json", "Url", Bench.APP + "/next");
            bench.time.runToEnd();
            assertThat(order).containsExactly("stop", "close", "next");
            assertThat(call.callee().heard()).containsExactly("Next");
            assertThat(call.problems()).isEmpty();
        }
    }

    @Test
    void aNewStreamAfterARedirectHasANewSid() {
        try (Bench bench = new Bench()) {
            SimulatedCall call = talking(bench, CONNECT, Duration.ofSeconds(5));
            bench.says("/next", CONNECT);
            bench.post("Calls/" + call.sid() + ".json", "Url", Bench.APP + "/next");
            bench.time.advance(Duration.ofSeconds(2));
            assertThat(bench.streams.connections).hasSize(2);
            assertThat(call.streams()).extracting(SimulatedStream::sid).doesNotHaveDuplicates();
            assertThat(call.streams()).extracting(SimulatedStream::ended).containsExactly(true, false);
            assertThat(bench.streams.connections.get(1).of("media")).hasSizeGreaterThan(50);
        }
    }

    @Test
    void aStreamThatIsRedirectedBeforeItConnectsNeverStartsOrDiesWithinASecond() {
        Set<Boolean> started = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            try (Bench bench = new Bench(Faults.none().withSeed(seed))) {
                bench.says("/next", "<Pause length='5'/>");
                SimulatedCall call = talking(bench, CONNECT, Duration.ofSeconds(2));
                while (bench.streams.handshakes.isEmpty()) {
                    bench.time.advance(Duration.ofMillis(1));
                }
                assertThat(call.streams().get(0).connected()).isFalse();
                bench.post("Calls/" + call.sid() + ".json", "Url", Bench.APP + "/next");
                bench.time.advance(Duration.ofMillis(1_100));
                Connection connection = bench.streams.only();
                assertThat(call.streams().get(0).ended()).as("seed " + seed).isTrue();
                assertThat(connection.closeCode).isPresent();
                started.add(!connection.of("start").isEmpty());
            }
        }
        assertThat(started).containsExactlyInAnyOrder(true, false);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 500})
    void aRefusedHandshakeIsReportedAndTheDocumentGoesOn(int status) {
        try (Bench bench = new Bench()) {
            bench.streams.refusal = Optional.of(HttpResponse.of(status));
            SimulatedCall call = talking(bench, CONNECT + "<Say>Sorry</Say>", Duration.ofSeconds(10));
            assertThat(call.callee().heard()).containsExactly("Sorry");
            assertThat(call.problems()).extracting(Problem::code).containsExactly(31920);
            assertThat(streamEvents(call)).containsExactly("stream-error");
            WebhookExchange callback = call.webhooks(Kind.STREAM).get(0);
            assertThat(callback.parameter("StreamError")).contains(Integer.toString(status));
            assertThat(call.streams().get(0).connected()).isFalse();
        }
    }

    @Test
    void callbacksTellTheStreamAndAnIsoTimestamp() {
        try (Bench bench = new Bench()) {
            SimulatedCall call = talking(bench, CONNECT, Duration.ofSeconds(4));
            WebhookExchange callback = call.webhooks(Kind.STREAM).get(0);
            assertThat(callback.parameters().values().keySet())
                    .containsExactlyInAnyOrder(
                            "AccountSid", "CallSid", "StreamSid", "StreamName", "StreamEvent", "Timestamp");
            assertThat(callback.parameter("StreamName")).isEqualTo("talk");
            assertThat(callback.parameter("StreamSid"))
                    .isEqualTo(call.streams().get(0).sid());
            assertThat(callback.parameter("Timestamp")).matches("2026-01-01T00:00:0\\d\\.\\d{3}Z");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ws://example.com/stream/a 31922",
                "https://in-memory.test/stream/a 31922",
                "wss:// 31923",
                "wss://in memory.test/ 31923"
            })
    void onlySecureUrlsAreConnectedTo(String urlAndCode) {
        String url = urlAndCode.substring(0, urlAndCode.lastIndexOf(' '));
        int code = Integer.parseInt(urlAndCode.substring(urlAndCode.lastIndexOf(' ') + 1));
        try (Bench bench = new Bench()) {
            SimulatedCall call = talking(
                    bench,
                    "<Connect><Stream url='" + url + "' statusCallback='/s'/></Connect><Say>Next</Say>",
                    Duration.ofSeconds(10));
            assertThat(call.problems()).extracting(Problem::code).containsExactly(code);
            assertThat(call.callee().heard()).containsExactly("Next");
            assertThat(streamEvents(call)).containsExactly("stream-error");
            assertThat(bench.streams.handshakes).isEmpty();
        }
    }

    @Test
    void aUrlMayBeRelativeToTheDocument() {
        try (Bench bench = new Bench()) {
            talking(bench, "<Connect><Stream url='/stream/b'/></Connect>", Duration.ofSeconds(4));
            assertThat(bench.streams.handshakes.get(0).target()).isEqualTo("/stream/b");
        }
    }

    @Test
    void aStreamOfAClosedSimulatorIsLeftWhereItIs() {
        try (Bench bench = new Bench()) {
            SimulatedCall call = talking(bench, CONNECT, Duration.ofSeconds(4));
            int messages = bench.streams.only().messages.size();
            bench.twilio.close();
            bench.time.runToEnd();
            assertThat(bench.streams.only().messages).hasSizeLessThanOrEqualTo(messages + 2);
            assertThat(call.status()).isEqualTo(CallStatus.IN_PROGRESS);
        }
    }

    @Test
    void theCarriersOtherVerbsWorkBeforeAndAfterAStream() {
        try (Bench bench = new Bench()) {
            bench.twilio.callee(
                    Bench.BOB, Callee.answers().says("First").says("Second").says("Third"));
            bench.streams.on("start", application -> {
                application.say("Over the stream?");
                application.after(Duration.ofSeconds(6), application::close);
            });
            bench.says("/second", CONNECT + "<Gather input='speech' action='/third'><Say>After?</Say></Gather>");
            SimulatedCall call = talking(
                    bench,
                    "<Gather input='speech' action='/second'><Say>Before?</Say></Gather>",
                    Duration.ofMinutes(1));
            assertThat(call.callee().heard()).containsExactly("Before?", "Over the stream?", "After?");
            assertThat(call.callee().said()).containsExactly("First", "Second", "Third");
            assertThat(call.webhooks(Kind.ACTION))
                    .extracting(action -> action.parameter("SpeechResult"))
                    .containsExactly("First", "Third");
        }
    }
}
