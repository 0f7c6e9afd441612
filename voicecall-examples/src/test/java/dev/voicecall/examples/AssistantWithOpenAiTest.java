package dev.voicecall.examples;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.examples.AssistantService.Parts;
import dev.voicecall.openai.OpenAi;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.FakeSpeechToText;
import dev.voicecall.testkit.FakeTextToSpeech;
import dev.voicecall.testkit.openai.OpenAiSimulator;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import dev.voicecall.testkit.openai.SimulatedModel.FunctionCall;
import dev.voicecall.testkit.openai.SimulatedModel.Message;
import dev.voicecall.testkit.openai.SimulatedModel.Prompt;
import dev.voicecall.testkit.twilio.SimulatedCall;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Twilio simulator, assistant, OpenAI simulator for all three stages: real sockets, real time. */
@Tag("socket")
@Tag("spoken")
@Timeout(120)
class AssistantWithOpenAiTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);
    private static final String HOURS = "We are open every day from nine in the morning until six in the evening";
    private static final String TIME = "It is noon now and the kitchen takes orders for another hour and a half";

    /** 100 ms between marks, 20 ms of a frame, and what a busy machine adds on the way. */
    private static final Offset<Long> ONE_MARK = Offset.offset(200L);

    private final Scheduler time = Scheduler.system();
    private final OpenAiSimulator openAi =
            OpenAiSimulator.builder().model(AssistantWithOpenAiTest::answer).start();

    @AfterEach
    void stop() {
        openAi.close();
        time.close();
    }

    private Parts withKey(String key) {
        Parts offline =
                new Parts(new FakeSpeechToText(), new Receptionist(NOON), new FakeTextToSpeech(time).at24Kilohertz());
        Map<String, String> settings = Map.of(
                "OPENAI_API_KEY", key, "OPENAI_BASE_URL", openAi.baseUrl().toString());
        return OpenAiReceptionist.parts(OpenAi.of(settings), NOON).orElse(offline, time);
    }

    private static Answer answer(Prompt prompt) {
        Message latest = prompt.messages().get(prompt.messages().size() - 1);
        return switch (latest.text()) {
            case "When are you open" -> Answer.say(HOURS);
            case "What time is it" -> Answer.call("get_time", "{}");
            case "Thursday, 12:00 PM" -> Answer.say(TIME);
            case "A table please" -> Answer.say("For how many people and when");
            case "Four people at seven" ->
                Answer.call("book_table", "{\"people\":4,\"time\":\"seven\",\"name\":\"Smith\"}");
            case "Booked: 4 people, seven, Smith." -> Answer.say("Your table is booked");
            case "That was all" -> Answer.sayAndCall("Goodbye then", new FunctionCall("hang_up", "{}"));
            default -> Answer.say("Nobody taught me what to say to " + latest);
        };
    }

    @Test
    void talksUsesToolsAndIsInterrupted() throws Exception {
        try (RunningService running = RunningService.startAssistant(withKey(openAi.apiKey()), Map.of())) {
            EventRecorder events = running.listen().get(30, SECONDS);

            SimulatedCall call = callIn(
                    running,
                    Callee.answers()
                            .says("When are you open")
                            .reacts(Reaction.speak("What time is it").interruptingAtWord("nine"))
                            .reacts(Reaction.speak("A table please").interruptingAtWord("orders"))
                            .says("Four people at seven")
                            .says("That was all"));

            JsonNode ended = events.first("ended").get(100, SECONDS);
            List<JsonNode> interruptions = events.all("interrupted");
            assertThat(ended.path("status").textValue()).isEqualTo("answered");
            assertThat(interruptions).as("%s", call.callee().transcript()).hasSize(2);
            assertAgree(call, HOURS, interruptions.get(0), events);
            assertAgree(call, TIME, interruptions.get(1), events);
            assertThat(call.callee().heard()).containsSubsequence("Your table is booked", "Goodbye then");
            assertThat(events.all("tool").stream()
                            .filter(tool -> tool.path("status").textValue().equals("done"))
                            .map(tool -> tool.path("name").textValue()))
                    .containsExactly("get_time", "book_table", "hang_up");
            assertThat(events.all("turn")).hasSize(5);
        }
        assertHeardBySimulator("When are you open", "That was all");
        assertThat(requests("/v1/audio/speech"))
                .extracting(request -> request.path("input").textValue())
                .contains(HOURS, TIME, "For how many people and when", "Your table is booked", "Goodbye then");
    }

    /** Over one connection, or over a second one if the first was too slow for the fallback's patience. */
    private void assertHeardBySimulator(String... words) {
        assertThat(openAi.sessions().stream().flatMap(session -> session.sent().stream()))
                .filteredOn(event -> event.contains("input_audio_transcription.completed"))
                .extracting(event -> Json.object(event.getBytes(StandardCharsets.UTF_8))
                        .path("transcript")
                        .asText())
                .contains(words);
    }

    @Test
    void hasOthersStandInIfTheKeyIsWrong() throws Exception {
        try (RunningService running = RunningService.startAssistant(withKey("sk-wrong"), Map.of())) {
            EventRecorder events = running.listen().get(30, SECONDS);

            SimulatedCall call =
                    callIn(running, Callee.answers().says("What time is it?").says("No, goodbye."));

            events.first("ended").get(60, SECONDS);
            assertThat(call.callee().heard())
                    .containsExactly(
                            Receptionist.GREETING,
                            "It is 12:00 PM. Is there anything else?",
                            "Thank you for calling. Goodbye.");
            assertThat(events.all("warning").toString()).doesNotContain("sk-wrong");
        }
    }

    /** What was played, what the agent takes for heard, the transcript, and what the model is told. */
    private void assertAgree(SimulatedCall call, String text, JsonNode interruption, EventRecorder events)
            throws Exception {
        String heard = interruption.path("heard").textValue();
        assertThat(text).startsWith(heard);
        assertThat((long) heard.split(" ").length)
                .isCloseTo(Played.words(call, text).size(), Offset.offset(1L));
        assertThat(interruption.path("heard_ms").longValue()).isCloseTo(Played.millis(call, text), ONE_MARK);
        assertThat(events.all("words"))
                .filteredOn(words -> words.path("interrupted").booleanValue())
                .extracting(words -> words.path("text").textValue())
                .contains(heard);
        assertThat(lastToldToModel()).contains(heard + "…");
    }

    /** The model's own messages, in the last request. */
    private List<String> lastToldToModel() {
        List<JsonNode> requests = requests("/v1/chat/completions");
        JsonNode messages = requests.get(requests.size() - 1).path("messages");
        return StreamSupport.stream(messages.spliterator(), false)
                .filter(message -> message.path("role").asText().equals("assistant"))
                .map(message -> message.path("content").asText())
                .toList();
    }

    private List<JsonNode> requests(String path) {
        return openAi.requests().stream()
                .filter(request -> request.path().equals(path))
                .<JsonNode>map(request -> Json.object(request.body().getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private static SimulatedCall callIn(RunningService running, Callee caller) {
        return running.phones()
                .callIn(
                        running.address().resolve(AssistantService.INCOMING),
                        running.address().resolve(AssistantService.STATUS),
                        caller);
    }
}
