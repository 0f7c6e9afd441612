package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.AnsweredBy;
import dev.voicecall.MachineDetection;
import dev.voicecall.PhoneNumber;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.AudioLine;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.OutboundCall;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import dev.voicecall.spi.WebSocketAcceptor.Decision;
import dev.voicecall.spi.WebSocketListener;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A leg that performs a stream, and the test in Twilio's place at the other end of the WebSocket. */
final class StreamHarness implements CallLeg.Listener, AudioLine.Listener, AutoCloseable {
    static final String STREAM = "MZ00000000000000000000000000000001";
    static final byte[] FRAME = new byte[160];

    final TwilioHarness twilio = new TwilioHarness();
    final CallLeg leg = twilio.gateway.dial(new OutboundCall(
            new PhoneNumber(TwilioHarness.CALLEE),
            Optional.empty(),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            MachineDetection.OFF));
    final RecordingSocket socket = new RecordingSocket();
    final List<String> heard = new ArrayList<>();
    final List<VoiceCallException> warnings = new ArrayList<>();

    @Nullable
    AudioLine line;

    CallLeg.@Nullable End ended;

    /** What Twilio was told to connect with. */
    HttpResponse document;

    CompletableFuture<StepResult> result = new CompletableFuture<>();

    StreamHarness() {
        document = begin(new Step.Stream(this));
    }

    /** A leg that taps its call. */
    StreamHarness(AudioTap.Listener tap) {
        document = begin(new Step.Tap(tap));
    }

    private HttpResponse begin(Step step) {
        run(() -> leg.start(this));
        CompletableFuture<HttpResponse> voice = twilio.webhook(twilio.voiceTarget());
        perform(step);
        return voice.join();
    }

    /** Has the leg perform a stream. */
    void perform() {
        perform(new Step.Stream(this));
    }

    private void perform(Step step) {
        run(() -> result = leg.perform(step).toCompletableFuture());
    }

    /** Runs something on the leg's mailbox. */
    void run(Runnable task) {
        leg.mailbox().execute(task);
        twilio.time.advance(Duration.ZERO);
    }

    void pass(Duration time) {
        twilio.time.advance(time);
    }

    /** The path of the stream's URL. */
    String target() {
        String url = TwilioHarness.text(document).replaceAll("(?s).* url=\"([^\"]*)\".*", "$1");
        assertThat(url).startsWith("wss://calls.example.com/twilio/stream/");
        return url.substring("wss://calls.example.com".length());
    }

    static String sign(String target) {
        return TwilioHarness.sign("wss://calls.example.com" + target, Map.of());
    }

    Decision handshake(String target, String signature) {
        Map<String, List<String>> headers =
                signature.isEmpty() ? Map.of() : Map.of("x-twilio-signature", List.of(signature));
        Decision decision = twilio.server.handshake(
                new HttpRequest("GET", target, headers, Map.of(), new byte[0], new CompletableFuture<>()));
        pass(Duration.ZERO);
        return decision;
    }

    /** Connects, as Twilio does. */
    void connect() {
        Decision decision = handshake(target(), sign(target()));
        WebSocketListener listener = ((Decision.Accept) decision).listener();
        socket.listener = listener;
        listener.onOpen(socket);
        receive("{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}");
    }

    /** Connects and starts, as Twilio does. */
    StreamHarness open() {
        connect();
        receive(start(TwilioHarness.SID, "audio/x-mulaw", 8_000));
        assertThat(line).isNotNull();
        return this;
    }

    static String start(String callSid, String encoding, int sampleRate) {
        return """
                {"event":"start","sequenceNumber":"1","start":{"accountSid":"AC1","streamSid":"%s","callSid":"%s",
                "tracks":["inbound"],"mediaFormat":{"encoding":"%s","sampleRate":%d,"channels":1},
                "customParameters":{}},"streamSid":"%1$s"}""".formatted(STREAM, callSid, encoding, sampleRate);
    }

    static String media(int timestamp) {
        return "{\"event\":\"media\",\"sequenceNumber\":\"4\",\"media\":{\"track\":\"inbound\",\"chunk\":\"2\","
                + "\"timestamp\":\"" + timestamp + "\",\"payload\":\"AAEC\"},\"streamSid\":\"" + STREAM + "\"}";
    }

    static String stop() {
        return "{\"event\":\"stop\",\"sequenceNumber\":\"5\",\"stop\":{\"accountSid\":\"AC1\",\"callSid\":\""
                + TwilioHarness.SID + "\"},\"streamSid\":\"" + STREAM + "\"}";
    }

    void receive(String message) {
        listener().onText(socket, ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8)));
        pass(Duration.ZERO);
    }

    WebSocketListener listener() {
        return java.util.Objects.requireNonNull(socket.listener);
    }

    /** The connection breaks. */
    void drop() {
        listener().onClose(socket, 1006, "");
        pass(Duration.ZERO);
    }

    /** Twilio asks what comes next. */
    CompletableFuture<HttpResponse> comeBack() {
        CompletableFuture<HttpResponse> asked = twilio.webhook(TwilioHarness.next(document));
        pass(Duration.ZERO);
        return asked;
    }

    /** What was ordered of REST about the call, {@code Status=completed} for instance, or {@code GET}. */
    List<String> orders() {
        return twilio.requests.stream()
                .filter(request -> request.getUrl().contains(TwilioHarness.SID))
                .map(request -> request.getMethod() + " "
                        + request.getPostParams().keySet().stream().sorted().toList())
                .toList();
    }

    @Override
    public void onOpen(AudioLine opened) {
        line = opened;
        heard.add("open");
    }

    @Override
    public void onAudio(long positionSamples, byte[] muLaw) {
        heard.add("audio " + positionSamples + " " + muLaw.length);
    }

    @Override
    public void onMark(String name) {
        heard.add("mark " + name);
    }

    @Override
    public void onKey(char key) {
        heard.add("key " + key);
    }

    @Override
    public void onRinging() {}

    @Override
    public void onAnswered(AnsweredBy by) {}

    @Override
    public void onAnsweredBy(AnsweredBy by) {}

    @Override
    public void onWarning(VoiceCallException problem) {
        warnings.add(problem);
    }

    @Override
    public void onEnded(CallLeg.End end) {
        ended = end;
    }

    /** Ends the call, and sees that nothing is left. */
    @Override
    public void close() {
        if (ended == null) {
            twilio.webhook(twilio.statusTarget(), "CallStatus", "completed");
        }
        pass(Duration.ZERO);
        assertThat(ended).isNotNull();
        assertThat(twilio.gateway.openLegs()).isZero();
        assertThat(twilio.gateway.expectedStreams()).isZero();
        assertThat(twilio.time.pendingEvents()).as("timers left").isZero();
        twilio.close();
    }
}
