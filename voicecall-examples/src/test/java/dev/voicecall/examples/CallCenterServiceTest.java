package dev.voicecall.examples;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.CallListener;
import dev.voicecall.Recording;
import dev.voicecall.RecordingListener;
import dev.voicecall.RecordingTranscript;
import dev.voicecall.RecordingTranscript.Segment;
import dev.voicecall.TurnTaking;
import dev.voicecall.spi.CallStore;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.FakeSpeechToText;
import dev.voicecall.testkit.FakeTextToSpeech;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("socket")
@Timeout(120)
class CallCenterServiceTest {
    private static final String KEY = "0f4c1e-open-sesame";
    private static final String MARY = "+14155550170";
    private static final String[] AUTHORIZED = {"Authorization", "Bearer " + KEY};
    private static final BlockingQueue<Recording> TRANSCRIBED = new LinkedBlockingQueue<>();
    private static final RecordingTranscript SAID = new RecordingTranscript(
            List.of(new Segment(
                    Optional.empty(),
                    OptionalInt.of(1),
                    "Goodbye.",
                    Optional.of(Duration.ofMillis(1_500)),
                    Optional.of(Duration.ofSeconds(2)),
                    OptionalDouble.of(0.9))),
            Optional.of("en"),
            Optional.empty());

    /** What happens while a recording is transcribed. */
    private static final AtomicReference<Runnable> TRANSCRIBING = new AtomicReference<>(() -> {});

    private static final CallStore STORE = CallStore.inMemory();

    private static Scheduler time;
    private static RunningService running;

    @BeforeAll
    static void start() {
        time = Scheduler.system();
        Clock noon = Clock.fixed(Instant.parse("2026-07-01T12:00:00Z"), ZoneOffset.UTC);
        AssistantService.Parts agent =
                new AssistantService.Parts(new FakeSpeechToText(), new Receptionist(noon), new FakeTextToSpeech(time));
        RecordingListener listener = new RecordingListener() {
            @Override
            public void onTranscribed(Recording recording) {
                TRANSCRIBED.add(recording);
            }
        };
        running = RunningService.startCallCenter(
                new CallCenterService.Parts(
                        agent.agent(Optional.of("Hello."), TurnTaking.DEFAULT),
                        (audio, request) -> {
                            TRANSCRIBING.get().run();
                            return SAID;
                        },
                        STORE,
                        new CallListener() {},
                        listener),
                Map.of("API_KEY", KEY, "CORS_ORIGINS", "https://app.example.com"));
    }

    @AfterEach
    void transcribeAsBefore() {
        TRANSCRIBING.set(() -> {});
    }

    @AfterAll
    static void stop() {
        running.close();
        time.close();
    }

    @Test
    void callsRecordsTranscribesAndTells() throws Exception {
        running.phones()
                .callee(
                        MARY,
                        Callee.answers().afterRinging(Duration.ofMillis(500)).says("Goodbye."));

        JsonNode started = post("/start-call", "{\"to\":\"" + MARY + "\"}");

        String sid = started.path("sid").textValue();
        assertThat(sid).matches("CA[0-9a-f]{32}");
        assertThat(started.path("status").textValue()).isEqualTo("ringing");
        assertThat(get("/call-status?sid=" + sid).path("status").textValue()).isIn("dialing", "ringing", "in_progress");
        Recording recording = TRANSCRIBED.poll(60, SECONDS);
        assertThat(recording.callId()).isEqualTo(sid);

        JsonNode status = get("/call-status");
        assertThat(status.path("sid").textValue()).isEqualTo(sid);
        assertThat(status.path("status").textValue()).isEqualTo("answered");
        assertThat(status.path("transcript").textValue())
                .isEqualTo("agent: Hello.\ncaller: Goodbye.\nagent: Thank you for calling. Goodbye.");
        JsonNode details = get("/call-details?sid=" + sid);
        assertThat(details.path("to").textValue()).isEqualTo(MARY);
        assertThat(details.path("hold_time").doubleValue()).isZero();
        assertThat(details.path("dead_air_time").isNumber()).isTrue();
        assertThat(details.path("talk_time").doubleValue()).isPositive();
        assertThat(Instant.parse(details.path("start_time").textValue())).isBefore(Instant.now());
        assertThat(details.path("recordings").findValuesAsText("text")).contains("Goodbye.");
        assertThat(get("/calls?limit=1&outcome=answered&number=" + MARY.replace("+", "%2B"))
                        .path("calls")
                        .findValuesAsText("sid"))
                .containsExactly(sid);

        assertThat(get("/calls?number=" + MARY).path("calls").findValuesAsText("sid"))
                .as("as one types it")
                .contains(sid);

        String url =
                "https://api.twilio.com/2010-04-01/Accounts/" + running.accountSid() + "/Recordings/" + recording.id();
        assertThat(get("/get-transcript?url=" + url).path("transcript").textValue())
                .isEqualTo("Goodbye.");
        STORE.delete(sid);
        AtomicInteger meanwhile = new AtomicInteger();
        TRANSCRIBING.set(() -> meanwhile.set(running.send("GET", "/get-transcript?url=" + url, "", AUTHORIZED)
                .statusCode()));
        assertThat(get("/get-transcript?url=" + url)
                        .path("segments")
                        .path(0)
                        .path("begin")
                        .doubleValue())
                .as("transcribed anew")
                .isEqualTo(1.5);
        assertThat(meanwhile).as("not twice at once").hasValue(409);
    }

    @Test
    void hangsUp() throws Exception {
        running.phones().callee(MARY, Callee.answers().afterRinging(Duration.ofMillis(500)));
        String sid =
                post("/start-call", "{\"to\":\"" + MARY + "\"}").path("sid").textValue();

        JsonNode ended = post("/end-call", "{\"sid\":\"" + sid + "\"}");

        assertThat(ended.path("status").textValue()).isEqualTo("canceled");
        assertThat(get("/call-status?sid=" + sid).path("status").textValue()).isEqualTo("canceled");
        assertThat(running.post("/end-call", "{\"sid\":\"CA1\"}", AUTHORIZED).statusCode())
                .isEqualTo(404);
    }

    @Test
    void sendsAMessage() {
        JsonNode sent = post("/send-whatsapp", "{\"to\":\"" + MARY + "\",\"message\":\"Your table is ready.\"}");

        assertThat(sent.path("sid").textValue()).matches("(SM|MM)[0-9a-f]{32}");
        assertThat(sent.path("status").textValue()).isEqualTo("accepted");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/start-call | {}",
                "/start-call | {\"to\":\"Mary\"}",
                "/start-call | {\"to\":\"+14155550170\",\"x\":1}",
                "/end-call | {}",
                "/end-call | {\"sid\":7}",
                "/end-call | {\"sid\":\" \"}",
                "/send-whatsapp | {\"to\":\"+14155550170\"}",
                "/send-whatsapp | {\"to\":\"+14155550170\",\"message\":\"\"}",
                "/send-whatsapp | {\"to\":\"4155550170\",\"message\":\"Hi\"}",
            })
    void refusesWhatIsNoRequest(String path, String body) {
        HttpResponse<String> response = running.post(path, body, AUTHORIZED);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(RunningService.json(response).path("error").textValue()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=1001",
                "limit=x",
                "cursor=x",
                "direction=up",
                "outcome=ANSWERED",
                "open=yes",
                "from=yesterday",
                "until=1",
                "page=2"
            })
    void refusesAQueryThatIsNone(String query) {
        assertThat(running.send("GET", "/calls?" + query, "", AUTHORIZED).statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /start-call",
        "POST, /end-call",
        "GET, /call-status",
        "GET, /call-details",
        "GET, /calls",
        "GET, /get-transcript",
        "POST, /send-whatsapp"
    })
    void letsInOnlyWhoHasTheKeyAndComesFromAnAllowedPage(String method, String path) {
        assertThat(running.send(method, path, "{}").statusCode()).isEqualTo(401);
        assertThat(running.send(method, path, "{}", "Authorization", "Bearer wrong")
                        .statusCode())
                .isEqualTo(401);
        assertThat(running.send(method, path, "{}", "Authorization", "Bearer " + KEY, "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(running.send("OPTIONS", path, "", "Origin", "https://app.example.com")
                        .headers()
                        .firstValue("Access-Control-Allow-Methods"))
                .contains(method);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/voice", "/voice/next", "/call-status", "/recording-status"})
    void refusesAWebhookWithoutASignature(String path) {
        assertThat(running.post(path, "CallSid=CA1", "Content-Type", "application/x-www-form-urlencoded")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void saysThatThereIsNoSuchCall() {
        assertThat(running.send("GET", "/call-details?sid=CA1", "", AUTHORIZED).statusCode())
                .isEqualTo(404);
    }

    private static JsonNode post(String path, String body) {
        return ok(running.post(path, body, AUTHORIZED));
    }

    private static JsonNode get(String path) {
        return ok(running.send("GET", path, "", AUTHORIZED));
    }

    private static JsonNode ok(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return RunningService.json(response);
    }
}
