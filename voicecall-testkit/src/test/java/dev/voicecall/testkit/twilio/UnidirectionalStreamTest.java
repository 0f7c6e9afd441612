package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.twilio.StreamApplication.Connection;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that listen beside a call. */
class UnidirectionalStreamTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private static String start(String name, String track) {
        return "<Start><Stream url='wss://in-memory.test/stream/" + name + "' name='" + name + "' track='" + track
                + "'/></Start>";
    }

    private SimulatedCall calling(String verbs, Duration time) {
        bench.says("/voice", verbs);
        SimulatedCall call = bench.call("Url", Bench.APP + "/voice");
        bench.time.advance(time);
        return call;
    }

    private static String heard(Connection connection, String track) {
        ByteArrayOutputStream sound = new ByteArrayOutputStream();
        connection.of("media").stream()
                .filter(media -> media.text("media", "track").equals(track))
                .forEach(media -> sound.writeBytes(media.payload()));
        return FakeSpeech.understand(sound.toByteArray());
    }

    @Test
    void hearsBothSidesOfWhatTheOtherVerbsDo() {
        bench.twilio.callee(Bench.BOB, Callee.answers().says("Seven"));
        calling(
                start("tap", "both_tracks") + "<Gather input='speech' action='/next'><Say>How many?</Say></Gather>",
                Duration.ofSeconds(10));
        Connection tap = bench.streams.only();
        assertThat(tap.of("start").get(0).text("start", "tracks")).isEqualTo("[\"inbound\",\"outbound\"]");
        assertThat(heard(tap, "outbound")).isEqualTo("How many?");
        assertThat(heard(tap, "inbound")).isEqualTo("Seven");
    }

    @Test
    void hearsOnePromptAfterTheOther() {
        calling(
                start("tap", "outbound_track") + "<Say>Welcome to us</Say><Say>How many would you like?</Say>",
                Duration.ofSeconds(20));
        assertThat(heard(bench.streams.only(), "outbound")).isEqualTo("Welcome to us How many would you like?");
    }

    @Test
    void bothTracksTakeTurns() {
        calling(start("tap", "both_tracks") + "<Pause length='5'/>", Duration.ofSeconds(4));
        List<String> tracks = bench.streams.only().of("media").stream()
                .map(media -> media.text("media", "track") + " " + media.text("media", "timestamp"))
                .toList();
        assertThat(tracks).startsWith("inbound 0", "outbound 0", "inbound 20", "outbound 20");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inbound", "outbound"})
    void hearsOneSide(String track) {
        calling(start("tap", track + "_track") + "<Pause length='5'/>", Duration.ofSeconds(4));
        assertThat(bench.streams.only().of("media"))
                .allMatch(media -> media.text("media", "track").equals(track));
    }

    @Test
    void hearsWhatIsTalkedOverABidirectionalStream() {
        bench.twilio.callee(Bench.BOB, Callee.answers().says("I am fine"));
        bench.streams.on("start", connection -> {
            if (bench.streams.connections.size() == 2) {
                connection.say("How are you?");
                connection.mark("asked");
            }
        });
        calling(start("tap", "both_tracks") + StreamProtocolTest.CONNECT, Duration.ofSeconds(10));
        assertThat(bench.streams.connections).hasSize(2);
        Connection tap = bench.streams.connections.get(0);
        assertThat(heard(tap, "outbound")).isEqualTo("How are you?");
        assertThat(heard(tap, "inbound")).isEqualTo("I am fine");
        assertThat(tap.of("dtmf")).isEmpty();
        assertThat(tap.of("mark")).isEmpty();
    }

    @Test
    void stopEndsTheStreamOfThatName() {
        SimulatedCall call = calling(
                start("one", "inbound_track") + start("two", "inbound_track")
                        + "<Pause length='1'/><Stop><Stream name='one'/></Stop><Pause length='5'/>",
                Duration.ofSeconds(5));
        assertThat(call.streams()).extracting(SimulatedStream::ended).containsExactly(true, false);
        assertThat(bench.streams.connections.get(0).events()).endsWith("stop");
        assertThat(bench.streams.connections.get(0).closeCode).contains(1000);
        assertThat(bench.streams.connections.get(1).closeCode).isEmpty();
        assertThat(call.problems()).isEmpty();
    }

    @Test
    void restStopsAStreamByItsNameOrSid() {
        SimulatedCall call = calling(
                start("one", "inbound_track") + start("two", "inbound_track") + "<Pause length='9'/>",
                Duration.ofSeconds(4));
        String path = "Calls/" + call.sid() + "/Streams/";
        String sid = call.streams().get(1).sid();
        var byName = bench.post(path + "one.json", "Status", "stopped");
        assertThat(byName.status()).isEqualTo(200);
        assertThat(byName.json().get("status").asText()).isEqualTo("stopped");
        assertThat(bench.post(path + sid + ".json", "Status", "stopped")
                        .json()
                        .get("name")
                        .asText())
                .isEqualTo("two");
        assertThat(bench.post(path + sid + ".json", "Status", "stopped").status())
                .isEqualTo(404);
        assertThat(bench.post(path + sid + ".json", "Status", "paused").status())
                .isEqualTo(400);
        assertThat(call.streams()).allMatch(SimulatedStream::ended);
    }

    @Test
    void restDoesNotStopABidirectionalStream() {
        SimulatedCall call = calling(StreamProtocolTest.CONNECT, Duration.ofSeconds(4));
        String sid = call.streams().get(0).sid();
        assertThat(bench.post("Calls/" + call.sid() + "/Streams/" + sid + ".json", "Status", "stopped")
                        .status())
                .isEqualTo(404);
        assertThat(call.streams().get(0).ended()).isFalse();
    }

    @Test
    void aFifthTrackIsRefused() {
        SimulatedCall call = calling(
                start("a", "both_tracks") + start("b", "both_tracks") + start("c", "inbound_track")
                        + "<Pause length='9'/>",
                Duration.ofSeconds(4));
        assertThat(call.problems()).extracting(Problem::code).containsExactly(31941);
        assertThat(call.streams()).extracting(SimulatedStream::connected).containsExactly(true, true, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Connect><Stream url='wss://in-memory.test/stream/a' track='both_tracks'/></Connect>",
                "<Start><Stream url='wss://in-memory.test/stream/a' track='left'/></Start>"
            })
    void aTrackThatIsNotThereIsRefused(String verb) {
        SimulatedCall call = calling(verb + "<Say>Next</Say>", Duration.ofSeconds(10));
        assertThat(call.problems()).extracting(Problem::code).containsExactly(31941);
        assertThat(call.callee().heard()).containsExactly("Next");
    }

    @Test
    void aSecondBidirectionalStreamIsNotConnected() {
        String stream = "<Stream url='wss://in-memory.test/stream/a'/>";
        SimulatedCall call = calling("<Connect>" + stream + stream + "</Connect>", Duration.ofSeconds(5));
        assertThat(bench.streams.connections).hasSize(1);
        assertThat(call.problems()).hasSize(1);
    }

    @Test
    void whatIsSentOnItIsAnError() {
        bench.streams.on("start", connection -> {
            connection.say("Hello");
            connection.mark("a");
        });
        SimulatedCall call = calling(start("tap", "inbound_track") + "<Pause length='9'/>", Duration.ofSeconds(5));
        assertThat(call.problems()).extracting(Problem::code, Problem::warning).containsExactly(tuple(31951, false));
        assertThat(call.callee().heard()).isEmpty();
    }

    @Test
    void aDocumentThatOnlyStartsAStreamHangsUpAtOnce() {
        SimulatedCall call = calling(start("tap", "inbound_track"), Duration.ofSeconds(10));
        assertThat(call.status()).isEqualTo(CallStatus.COMPLETED);
        assertThat(call.talk()).isLessThan(Duration.ofSeconds(1));
        assertThat(call.streams().get(0).ended()).isTrue();
        assertThat(bench.time.pendingEvents()).isZero();
    }

    @Test
    void whatElseStandsInConnectIsNotSimulated() {
        SimulatedCall call = calling(
                "<Connect><ConversationRelay url='wss://in-memory.test/relay'/></Connect><Say>Next</Say>",
                Duration.ofSeconds(10));
        assertThat(call.problems()).extracting(Problem::code).containsExactly(31900);
        assertThat(call.callee().heard()).containsExactly("Next");
    }
}
