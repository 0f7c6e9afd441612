package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.twilio.StreamApplication.Connection;
import dev.voicecall.testkit.twilio.StreamApplication.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes over a stream, field by field. */
class StreamProtocolTest {
    static final String CONNECT = "<Connect><Stream url='wss://in-memory.test/stream/a'>"
            + "<Parameter name='token' value='t&amp;1'/></Stream></Connect>";

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private Connection streaming(Callee callee, Duration time) {
        bench.twilio.callee(Bench.BOB, callee);
        bench.says("/voice", CONNECT);
        bench.call("Url", Bench.APP + "/voice");
        bench.time.advance(time);
        return bench.streams.only();
    }

    @Test
    void beginsWithConnectedThenStartThenSoundInOneWrite() {
        Connection connection = streaming(Callee.answers(), Duration.ofSeconds(4));
        assertThat(connection.events()).startsWith("connected", "start", "media", "media");
        assertThat(connection.messages.subList(0, 3))
                .extracting(Message::atNanos)
                .containsOnly(connection.messages.get(0).atNanos());
        assertThat(connection.messages.get(0).json().toString())
                .isEqualTo("{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}");
    }

    @Test
    void startTellsWhoWhatAndTheParameters() {
        Connection connection = streaming(Callee.answers(), Duration.ofSeconds(4));
        SimulatedCall call = bench.twilio.calls().get(0);
        String sid = call.streams().get(0).sid();
        assertThat(sid).matches("MZ[0-9a-f]{32}");
        assertThat(connection.messages.get(1).json().toString())
                .isEqualTo(("{'event':'start','sequenceNumber':'1','start':{'accountSid':'" + bench.twilio.accountSid()
                                + "','streamSid':'" + sid + "','callSid':'" + call.sid()
                                + "','tracks':['inbound'],'mediaFormat':{'encoding':'audio/x-mulaw',"
                                + "'sampleRate':8000,'channels':1},'customParameters':{'token':'t&1'}},"
                                + "'streamSid':'" + sid + "'}")
                        .replace('\'', '"'));
    }

    @Test
    void soundComesEvery20MillisecondsIn160BytesWithNumbersAsStrings() {
        Connection connection = streaming(Callee.answers(), Duration.ofSeconds(6));
        List<Message> media = connection.of("media");
        assertThat(media).hasSizeGreaterThan(100);
        for (int i = 0; i < media.size(); i++) {
            JsonNode json = media.get(i).json().get("media");
            assertThat(json.get("track").textValue()).isEqualTo("inbound");
            assertThat(json.get("chunk").textValue()).isEqualTo(Integer.toString(i + 1));
            assertThat(json.get("timestamp").textValue()).isEqualTo(Integer.toString(20 * i));
            assertThat(json.get("payload").textValue()).hasSize(216);
            assertThat(media.get(i).payload()).hasSize(160);
            assertThat(media.get(i).atNanos() - media.get(0).atNanos()).isEqualTo(i * 20_000_000L);
        }
    }

    @Test
    void allThatFollowsTheStartIsNumberedWithoutGaps() {
        bench.streams.on("start", connection -> connection.mark("m"));
        Connection connection =
                streaming(Callee.answers().presses("12").hangsUpAfter(Duration.ofSeconds(5)), Duration.ofSeconds(20));
        assertThat(connection.events()).contains("mark", "stop");
        List<String> numbers = connection.messages.stream()
                .skip(1)
                .map(message -> message.json().get("sequenceNumber").textValue())
                .toList();
        assertThat(numbers)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, numbers.size())
                        .mapToObj(Integer::toString)
                        .toList());
    }

    @Test
    void carriesWhatTheCalleeSays() {
        bench.streams.on("start", connection -> connection.say("How are you?"));
        Connection connection = streaming(Callee.answers().says("I am fine"), Duration.ofSeconds(10));
        List<Byte> sound = new ArrayList<>();
        connection.of("media").forEach(media -> {
            for (byte sample : media.payload()) {
                sound.add(sample);
            }
        });
        byte[] heard = new byte[sound.size()];
        for (int i = 0; i < heard.length; i++) {
            heard[i] = sound.get(i);
        }
        assertThat(FakeSpeech.understand(heard)).isEqualTo("I am fine");
        SimulatedCall call = bench.twilio.calls().get(0);
        assertThat(call.callee().heard()).containsExactly("How are you?");
        assertThat(call.callee().said()).containsExactly("I am fine");
    }

    @Test
    void keysComeAsDtmfAlsoWhileSoundIsPlayed() {
        bench.streams.on("start", connection -> connection.say("Press one, two or three, whenever you like to"));
        Callee callee = Callee.answers().reacts(Callee.Reaction.press("1#").interruptingAfter(Duration.ofMillis(500)));
        Connection connection = streaming(callee, Duration.ofSeconds(5));
        List<Message> keys = connection.of("dtmf");
        assertThat(keys).extracting(key -> key.text("dtmf", "digit")).containsExactly("1", "#");
        assertThat(keys).extracting(key -> key.text("dtmf", "track")).containsOnly("inbound_track");
        assertThat(keys.get(0).json().get("streamSid").asText()).isEqualTo(connection.streamSid());
    }

    @Test
    void theHandshakeIsSignedAndHasNoQuery() {
        bench.twilio.callee(Bench.BOB, Callee.answers());
        bench.says("/voice", "<Connect><Stream url='wss://in-memory.test/stream/a?token=secret'/></Connect>");
        bench.call("Url", Bench.APP + "/voice");
        bench.time.advance(Duration.ofSeconds(4));
        var handshake = bench.streams.handshakes.get(0);
        assertThat(handshake.target()).isEqualTo("/stream/a");
        assertThat(handshake.header("x-twilio-signature"))
                .contains(new TwilioSigner(bench.twilio.authToken())
                        .sign(
                                java.net.URI.create("wss://in-memory.test/stream/a"),
                                new dev.voicecall.spi.FormParameters(java.util.Map.of())));
        assertThat(bench.streams.only().of("start").get(0).text("start", "customParameters"))
                .isEqualTo("{}");
    }

    @Test
    void theViewCountsWhatWasSentAndReceived() {
        bench.streams.on("start", connection -> {
            connection.say("Hello");
            connection.mark("a");
            connection.clear();
        });
        streaming(Callee.answers(), Duration.ofSeconds(4));
        SimulatedStream stream = bench.twilio.calls().get(0).streams().get(0);
        assertThat(stream.connected()).isTrue();
        assertThat(stream.bidirectional()).isTrue();
        assertThat(stream.received("media")).isEqualTo(1);
        assertThat(stream.received("mark")).isEqualTo(1);
        assertThat(stream.received("clear")).isEqualTo(1);
        assertThat(stream.sent("start")).isEqualTo(1);
        assertThat(stream.sent("mark")).isEqualTo(1);
        assertThat(stream.sent("media")).isGreaterThan(50);
        assertThat(Base64.getDecoder()
                        .decode(bench.streams.only().of("media").get(0).text("media", "payload")))
                .containsOnly(FakeSpeech.SILENCE);
    }
}
