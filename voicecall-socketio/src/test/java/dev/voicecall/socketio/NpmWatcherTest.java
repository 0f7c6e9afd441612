package dev.voicecall.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.AnsweredBy;
import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.HeardText;
import dev.voicecall.Outcome;
import dev.voicecall.ToolUse;
import dev.voicecall.Turn;
import dev.voicecall.Usage;
import dev.voicecall.Utterance;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.VoiceCallException;
import dev.voicecall.netty.NettyWebServer;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.Scheduler;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What socket.io's own client gets to see of a call. */
@Tag("socket")
class NpmWatcherTest {
    private static final String NASTY = "\"</script>\n{}\u2028 \ud83d\ude00";

    private final Scheduler scheduler = Scheduler.system();
    private final NettyWebServer web = NettyWebServer.builder().build();
    private final CallRelay relay = CallRelay.builder(
                    (handshake, token) -> token.filter("good"::equals).map(valid -> call -> true))
            .scheduler(scheduler)
            .build();
    private final CallListener calls = relay.listener();
    private URI address = URI.create("");

    @BeforeAll
    static void findTheClient() {
        Npm.assumeThere();
    }

    @BeforeEach
    void serve() {
        relay.mount(web);
        address = web.start();
    }

    @AfterEach
    void close() {
        relay.close();
        web.close();
        scheduler.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling"})
    void getsEveryEventWithItsDocumentedPayload(String transport) throws Exception {
        CallInfo call = RelayWorld.inbound("CA1");
        calls.onStarted(call);
        Process node = start("good", transport);
        BufferedReader errors = node.errorReader(StandardCharsets.UTF_8);
        assertThat(errors.readLine()).isEqualTo("watches");
        byte[] sound = new byte[1_600];
        new SplittableRandom(1).nextBytes(sound);
        happens(call, sound);

        JsonNode seen = Npm.result(node);
        assertThat(seen.path("joined").toString()).isEqualTo("{\"ok\":true}");
        assertThat(seen.path("media").toString()).isEqualTo("{\"ok\":true}");
        assertThat(seen.path("notThere").toString())
                .isEqualTo("{\"error\":\"There is no such call that you may watch, or it is over.\"}");
        assertThat(seen.path("nonsense").path("error").textValue()).startsWith("What can be sent is");
        assertThat(payloads(seen)).containsExactlyInAnyOrderEntriesOf(documented());
        assertThat(event(seen, "Caller").path("text").textValue()).isEqualTo(NASTY);
        List<JsonNode> media = StreamSupport.stream(seen.path("events").spliterator(), false)
                .filter(event -> event.path("name").asText().equals("media_in"))
                .map(event -> event.path("payload"))
                .toList();
        assertThat(RelayedSoundTest.played(media, sound.length)).isEqualTo(RelayedSoundTest.converted(sound));
        assertThat(seen.path("events")
                        .get(seen.path("events").size() - 1)
                        .path("name")
                        .textValue())
                .isEqualTo("ended");
    }

    /** All that a listener is told of. */
    private void happens(CallInfo call, byte[] sound) {
        calls.onRinging(call);
        calls.onAnswered(call, AnsweredBy.HUMAN);
        AudioTap.Listener tap = relay.taps().listenTo(call).orElseThrow();
        tap.onAudio(Speaker.THEM, 0, sound);
        tap.onAudio(Speaker.US, 0, sound);
        calls.onSpeechStarted(call, Speaker.THEM);
        calls.onInterim(call, Speaker.THEM, "he");
        calls.onSpeechStopped(call, Speaker.THEM);
        calls.onUtterance(call, new Utterance(Speaker.THEM, NASTY, scheduler.now(), OptionalDouble.of(0.9), false));
        calls.onUtterance(call, new Utterance(Speaker.US, "Yes", scheduler.now(), OptionalDouble.empty(), true));
        calls.onInterrupted(call, new HeardText("Yes", "", Duration.ofMillis(200), true, HeardText.Certainty.MARKS));
        calls.onTurn(
                call,
                new Turn(
                        1,
                        NASTY,
                        Duration.ofMillis(1),
                        Duration.ofMillis(2),
                        Duration.ofMillis(3),
                        Duration.ofMillis(4),
                        Duration.ofMillis(10)));
        calls.onToolStarted(call, tool(ToolUse.Status.RUNNING));
        calls.onToolUsed(call, tool(ToolUse.Status.DONE));
        calls.onUsage(call, Usage.tokens("openai", "gpt", OptionalLong.of(10), OptionalLong.of(20)));
        calls.onWarning(call, new VoiceCallException("Something went wrong."));
        calls.onFailure(call, new VoiceCallException("It broke."));
        tap.onEnded();
        calls.onEnded(call, Outcome.FAILED);
    }

    private static ToolUse tool(ToolUse.Status status) {
        return new ToolUse("1", "time", "{}", "noon", status, Duration.ofMillis(5));
    }

    /** The fields of each event. */
    private static Map<String, String> documented() {
        String any = "call_id evt record_id ts ";
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("calls", "calls evt ts");
        fields.put("status", sorted(any + "status answered_by"));
        fields.put("media_in", "audio call_id evt position");
        fields.put("media_out", "audio call_id evt position");
        fields.put("speech_started", sorted(any + "speaker"));
        fields.put("speech_stopped", sorted(any + "speaker"));
        fields.put("interim", sorted(any + "speaker text"));
        fields.put("words", sorted(any + "speaker text interrupted"));
        fields.put("Caller", sorted(any + "speaker text interrupted confidence start_ms end_ms"));
        fields.put("Receiver", sorted(any + "speaker text interrupted"));
        fields.put("interrupted", sorted(any + "heard heard_ms unheard"));
        fields.put(
                "turn", sorted(any + "turn words latency_ms endpointing_ms transcription_ms response_ms synthesis_ms"));
        fields.put("tool", sorted(any + "id name arguments status result took_ms"));
        fields.put("usage", sorted(any + "provider model input_tokens output_tokens"));
        fields.put("warning", sorted(any + "message"));
        fields.put("failure", sorted(any + "message"));
        fields.put("ended", sorted(any + "status"));
        return fields;
    }

    private static String sorted(String fields) {
        return String.join(" ", new TreeSet<>(List.of(fields.split(" "))));
    }

    /** The fields of the last event of each name; each has one argument. */
    private static Map<String, String> payloads(JsonNode seen) {
        Map<String, String> fields = new LinkedHashMap<>();
        seen.path("events").forEach(event -> {
            assertThat(event.path("more").intValue()).isZero();
            TreeSet<String> names = new TreeSet<>();
            event.path("payload").fieldNames().forEachRemaining(names::add);
            fields.put(event.path("name").textValue(), String.join(" ", names));
        });
        return fields;
    }

    private static JsonNode event(JsonNode seen, String name) {
        return StreamSupport.stream(seen.path("events").spliterator(), false)
                .filter(event -> event.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow()
                .path("payload");
    }

    @Test
    void whoMayNotWatchIsTold() throws Exception {
        assertThat(Npm.result(start("bad", "websocket")).path("refused").textValue())
                .contains("sends a token that is valid");
    }

    private Process start(String token, String transport) throws IOException {
        return Npm.start("watch.js", address.toString(), token, transport);
    }
}
