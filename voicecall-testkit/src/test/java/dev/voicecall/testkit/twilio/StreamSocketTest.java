package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.testkit.Callee;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Streams over real sockets, seen byte by byte. */
@Tag("socket")
class StreamSocketTest {
    private TwilioSimulator twilio = simulator(Duration.ofSeconds(15));
    private final RawServer server = new RawServer(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));

    StreamSocketTest() throws IOException {}

    private static TwilioSimulator simulator(Duration patience) {
        return TwilioSimulator.builder()
                .speed(50)
                .webhookTimeout(patience)
                .start()
                .callee(Bench.BOB, Callee.answers());
    }

    @AfterEach
    void close() throws IOException {
        twilio.close();
        server.close();
    }

    private SimulatedCall calling(String url) {
        FormParameters order = new FormParameters(Map.of(
                "To", List.of(Bench.BOB),
                "From", List.of(twilio.phoneNumber()),
                "Twiml",
                        List.of("<Response><Connect><Stream url='" + url + "'/></Connect><Say>Next</Say></Response>")));
        String login = Base64.getEncoder()
                .encodeToString((twilio.accountSid() + ":" + twilio.authToken()).getBytes(StandardCharsets.UTF_8));
        twilio.rest(new HttpRequest(
                        "POST",
                        "/2010-04-01/Accounts/" + twilio.accountSid() + "/Calls.json",
                        Map.of("Authorization", List.of("Basic " + login)),
                        Map.of(),
                        order.encode().getBytes(StandardCharsets.UTF_8),
                        new CompletableFuture<>()))
                .toCompletableFuture()
                .join();
        return twilio.calls().get(0);
    }

    private SimulatedCall calling() {
        return calling(url());
    }

    private String url() {
        return "ws://127.0.0.1:" + server.port() + "/stream";
    }

    private static void assertGoesOnAfter(SimulatedCall call, int code) throws Exception {
        call.ended().toCompletableFuture().get(20, TimeUnit.SECONDS);
        assertThat(call.problems()).extracting(Problem::code).containsExactly(code);
        assertThat(call.callee().heard()).containsExactly("Next");
    }

    @Test
    void theHandshakeHasALowerCaseSignatureAndOffersNoCompression() throws Exception {
        calling(url() + "?token=1");
        List<String> head = server.accept();
        assertThat(head.get(0)).isEqualTo("GET /stream HTTP/1.1");
        String signature = new TwilioSigner(twilio.authToken()).sign(URI.create(url()), new FormParameters(Map.of()));
        assertThat(head)
                .contains("x-twilio-signature: " + signature, "Host: 127.0.0.1:" + server.port())
                .noneMatch(line -> line.startsWith("Sec-WebSocket-Extensions"));
    }

    @Test
    void connectedStartAndTheFirstSoundComeInOneWrite() throws Exception {
        calling();
        server.upgrade();
        assertThat(server.readOnce())
                .extracting(message -> message.substring(0, 18))
                .startsWith("{\"event\":\"connecte", "{\"event\":\"start\",\"", "{\"event\":\"media\",\"");
    }

    @Test
    void aBrokenFrameEndsTheStream() throws Exception {
        SimulatedCall call = calling();
        server.upgrade();
        server.send(new byte[] {(byte) 0xF1, 1, 'x'});
        assertGoesOnAfter(call, 31924);
        assertThat(server.ends()).isTrue();
    }

    @Test
    void textThatIsNoUtf8EndsTheStream() throws Exception {
        SimulatedCall call = calling();
        server.upgrade();
        server.send(new byte[] {(byte) 0x81, 1, (byte) 0xC0});
        assertGoesOnAfter(call, 31924);
    }

    @Test
    void aCloseIsAnswered() throws Exception {
        SimulatedCall call = calling();
        server.upgrade();
        server.send(new byte[] {(byte) 0x88, 2, 3, (byte) 0xE8});
        assertGoesOnAfter(call, 31921);
        assertThat(server.ends()).isTrue();
    }

    @Test
    void aConnectionThatBreaksIsNoClose() throws Exception {
        SimulatedCall call = calling();
        server.upgrade();
        server.readOnce();
        server.closeConnection();
        assertGoesOnAfter(call, 31903);
    }

    @Test
    void anAnswerThatIsNoUpgradeIsReported() throws Exception {
        SimulatedCall call = calling();
        server.accept();
        server.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertGoesOnAfter(call, 31920);
        assertThat(call.problems().get(0).message()).contains("403");
    }

    @Test
    void aHandshakeWithoutAnAnswerTimesOut() throws Exception {
        twilio.close();
        twilio = simulator(Duration.ofMillis(100));
        SimulatedCall call = calling();
        server.accept();
        assertGoesOnAfter(call, 31901);
        assertThat(server.ends()).isTrue();
    }

    @Test
    void aPortWithoutAServerIsReported() throws Exception {
        String url = url();
        server.close();
        assertGoesOnAfter(calling(url), 31902);
    }

    @Test
    void closingTheSimulatorBreaksTheStreamsAndEndsTheirThread() throws Exception {
        calling();
        server.upgrade();
        server.readOnce();
        Thread thread = Thread.getAllStackTraces().keySet().stream()
                .filter(candidate -> candidate.getName().equals("twilio-simulator-streams"))
                .findFirst()
                .orElseThrow();
        twilio.close();
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
        assertThat(server.ends()).isTrue();
    }
}
