package dev.voicecall.examples;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallListener;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.openai.OpenAiSimulator;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import dev.voicecall.testkit.openai.SimulatedModel.FunctionCall;
import dev.voicecall.testkit.openai.SimulatedModel.Prompt;
import dev.voicecall.testkit.openai.SimulatedSession;
import dev.voicecall.testkit.openai.SimulatedSession.Item;
import dev.voicecall.testkit.twilio.Problem;
import dev.voicecall.testkit.twilio.SimulatedCall;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Twilio simulator, service, OpenAI simulator: real sockets, real time. */
@Tag("socket")
@Timeout(120)
class RealtimeServiceTest {
    private static final String HOURS = "We are open every day from nine in the morning until six in the evening";
    private static final String WEATHER = "It is sunny in Paris with a light wind from the west all day long";

    /** 100 ms between marks, 20 ms of a frame, and what a busy machine adds on the way. */
    private static final Offset<Long> ONE_MARK = Offset.offset(200L);

    /** Which it does to hang up. */
    private static final int THE_SERVER_CLOSED_THE_STREAM = 31921;

    private final OpenAiSimulator openAi =
            OpenAiSimulator.builder().model(RealtimeServiceTest::answer).start();
    private final SimulatedPhones phones = SimulatedPhones.start(1);
    private final RealtimeService service =
            RealtimeService.start(RealtimeConfig.of(settings(), false), new CallListener() {});

    @AfterEach
    void stop() {
        service.close();
        phones.close();
        openAi.close();
    }

    private static Answer answer(Prompt prompt) {
        return switch (prompt.latest()) {
            case "When are you open" -> Answer.say(HOURS);
            case "And the weather in Paris" ->
                Answer.sayAndCall("Let me see", new FunctionCall("get_weather", "{\"city\":\"Paris\"}"));
            case "Thank you very much" -> Answer.say("You are welcome");
            case "That was all" -> Answer.sayAndCall("Goodbye then", new FunctionCall("hang_up", "{}"));
            default -> prompt.latest().contains("Paris") ? Answer.say(WEATHER) : Answer.say("What can I do for you");
        };
    }

    @Test
    @Tag("spoken")
    void talksUsesAToolAndIsInterrupted() throws Exception {
        SimulatedCall call = callIn(Callee.answers()
                .says("Hello there")
                .says("When are you open")
                .reacts(Reaction.speak("And the weather in Paris").interruptingAtWord("nine"))
                .reacts(Reaction.speak("Thank you very much").interruptingAtWord("wind"))
                .says("That was all"));

        call.ended().toCompletableFuture().get(100, SECONDS);

        SimulatedSession session = openAi.sessions().get(0);
        List<Item> cut = session.items().stream()
                .filter(item -> item.truncatedAt().isPresent())
                .toList();
        assertThat(cut).as("%s", call.callee().transcript()).hasSize(2);
        assertThat(cut.get(0).truncatedAt().orElseThrow().toMillis()).isCloseTo(Played.millis(call, HOURS), ONE_MARK);
        assertThat(cut.get(1).truncatedAt().orElseThrow().toMillis()).isCloseTo(Played.millis(call, WEATHER), ONE_MARK);
        assertThat(session.items())
                .filteredOn(item -> item.type().equals("function_call_output"))
                .first()
                .satisfies(item -> assertThat(item.words()).contains("\"city\":\"Paris\""));
        assertThat(call.callee().heard()).last().isEqualTo("Goodbye then");
        assertThat(call.problems()).extracting(Problem::code).containsExactly(THE_SERVER_CLOSED_THE_STREAM);
    }

    @Test
    void tellsPeopleThatItIsThere() throws Exception {
        HttpResponse<String> page = get("/status");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        assertThat(page.body()).contains("0 of at most 2 calls");
    }

    @Test
    void answersNobodyButTwilio() throws Exception {
        assertThat(get("/?CallSid=CA0123456789abcdef0123456789abcdef&Direction=inbound")
                        .statusCode())
                .isEqualTo(403);
    }

    private SimulatedCall callIn(Callee caller) {
        URI address = service.address();
        return phones.callIn(
                address.resolve(RealtimeService.INCOMING), address.resolve(RealtimeService.STATUS), caller);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(service.address().resolve(path)).build(), BodyHandlers.ofString());
    }

    private Map<String, String> settings() {
        int port = FreePort.find();
        Map<String, String> settings = new HashMap<>(phones.settings());
        settings.put("PORT", Integer.toString(port));
        settings.put("PUBLIC_URL", "http://127.0.0.1:" + port);
        settings.put("OPENAI_API_KEY", openAi.apiKey());
        settings.put("OPENAI_BASE_URL", openAi.baseUrl().toString());
        settings.put("MAX_CALLS", "2");
        return settings;
    }
}
