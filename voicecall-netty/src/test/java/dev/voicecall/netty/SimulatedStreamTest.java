package dev.voicecall.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketAcceptor.Decision;
import dev.voicecall.spi.WebSocketListener;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.twilio.Problem;
import dev.voicecall.testkit.twilio.SimulatedCall;
import dev.voicecall.testkit.twilio.SimulatedStream;
import dev.voicecall.testkit.twilio.TwilioSimulator;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Media Streams of the Twilio simulator, over real sockets. */
@Tag("socket")
final class SimulatedStreamTest {
    private static final Pattern STREAM_SID = Pattern.compile("\"streamSid\":\"(MZ[0-9a-f]{32})\"");

    private final NettyWebServer server = NettyWebServer.builder().build();
    private final TwilioSimulator twilio = TwilioSimulator.builder().speed(10).start();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private String address = "";

    @BeforeEach
    void start() {
        server.socket("/stream", handshake -> new Decision.Accept(new Application()));
        server.route(
                "POST",
                "/voice",
                request -> CompletableFuture.completedFuture(HttpResponse.of(
                        200,
                        "text/xml",
                        "<Response><Connect><Stream url=\"" + address
                                + "/stream\"/></Connect><Say>Bye</Say></Response>")));
        URI web = server.start();
        address = "ws://" + web.getAuthority();
        twilio.voiceUrl(web.resolve("/voice"));
    }

    @AfterEach
    void stop() {
        twilio.close();
        server.close();
    }

    /** Says something, marks its end, and hangs up its end of the stream when the callee has answered. */
    private final class Application implements WebSocketListener {
        private String sid = "";

        @Override
        public void onText(WebSocket socket, ByteBuffer utf8) {
            String message = StandardCharsets.UTF_8.decode(utf8).toString();
            heard.add(message);
            if (message.startsWith("{\"event\":\"start\"")) {
                Matcher found = STREAM_SID.matcher(message);
                sid = found.find() ? found.group(1) : "";
                send(
                        socket,
                        "'event':'media','media':{'payload':'"
                                + Base64.getEncoder().encodeToString(FakeSpeech.say("How are you?")) + "'}");
                send(socket, "'event':'mark','mark':{'name':'asked'}");
            } else if (message.startsWith("{\"event\":\"dtmf\"")) {
                send(socket, "'event':'clear'");
                socket.close(WebSocket.NORMAL, "");
            }
        }

        private void send(WebSocket socket, String fields) {
            String message = ("{" + fields + ",'streamSid':'" + sid + "'}").replace('\'', '"');
            socket.sendText(ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)));
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
        }
    }

    @Test
    void talksInBothDirectionsAndGoesOnWhenTheApplicationCloses() throws Exception {
        SimulatedCall call = twilio.callIn("+14155550199", Callee.answers().presses("7"));
        call.ended().toCompletableFuture().get(20, TimeUnit.SECONDS);
        assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(WebSocket.NORMAL);
        assertThat(heard.poll()).startsWith("{\"event\":\"connected\"");
        assertThat(heard.poll()).startsWith("{\"event\":\"start\"");
        assertThat(heard.poll()).startsWith("{\"event\":\"media\"");
        assertThat(heard).anyMatch(message -> message.contains("\"mark\":{\"name\":\"asked\"}"));
        assertThat(call.callee().heard()).containsExactly("How are you?", "Bye");
        SimulatedStream stream = call.streams().get(0);
        assertThat(stream.problems()).extracting(Problem::code).containsExactly(31921);
    }

    @Test
    void stopsAndClosesWhenTheCalleeHangsUp() throws Exception {
        SimulatedCall call = twilio.callIn("+14155550199", Callee.answers().hangsUp());
        call.ended().toCompletableFuture().get(20, TimeUnit.SECONDS);
        assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(WebSocket.NORMAL);
        assertThat(heard).last().asString().startsWith("{\"event\":\"stop\"");
        assertThat(call.streams().get(0).problems()).isEmpty();
    }

    @Test
    void aRefusedHandshakeGoesOnWithTheNextVerb() throws Exception {
        address += "/nowhere";
        SimulatedCall call = twilio.callIn("+14155550199", Callee.answers());
        call.ended().toCompletableFuture().get(20, TimeUnit.SECONDS);
        assertThat(call.callee().heard()).containsExactly("Bye");
        assertThat(call.problems()).extracting(Problem::code).containsExactly(31920);
    }
}
