package dev.voicecall.openai;

import static dev.voicecall.openai.SpokenResponse.agent;
import static dev.voicecall.openai.SpokenResponse.caller;
import static dev.voicecall.openai.SpokenResponse.conversation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.ProviderException;
import dev.voicecall.ToolUse;
import dev.voicecall.openai.ScriptedServer.Running;
import dev.voicecall.spi.Conversation.Message;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.Tool;
import dev.voicecall.testkit.openai.OpenAiFault;
import dev.voicecall.testkit.openai.OpenAiFault.Kind;
import dev.voicecall.testkit.openai.OpenAiFault.Operation;
import dev.voicecall.testkit.openai.OpenAiRequest;
import dev.voicecall.testkit.openai.OpenAiSimulator;
import dev.voicecall.testkit.openai.SimulatedModel;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import dev.voicecall.testkit.openai.SimulatedModel.FunctionCall;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the simulator takes, OpenAI takes. */
@Tag("socket")
class OpenAiSimulatorTest {
    private static final Speech HELLO = new Speech("Good morning to you.", "en-US", Optional.empty());

    private record Place(String city, Optional<String> country) {}

    private static final Tool WEATHER =
            Tool.of("get_weather", "The weather of a city.", Place.class, (place, call) -> "sunny in " + place.city());

    private OpenAiSimulator simulator = OpenAiSimulator.builder().start();
    private final SpokenResponse spoken = new SpokenResponse();

    @AfterEach
    void stop() {
        simulator.close();
    }

    private OpenAi openAi(Duration timeout) {
        return OpenAi.builder(simulator.apiKey())
                .baseUrl(simulator.baseUrl().toString())
                .timeout(timeout)
                .build();
    }

    private OpenAi openAi() {
        return openAi(Duration.ofSeconds(10));
    }

    private void think(SimulatedModel model) {
        simulator.close();
        simulator = OpenAiSimulator.builder().model(model).start();
    }

    @Test
    void answersOutOfTheConversation() throws Exception {
        think(prompt -> Answer.say(prompt.instructions() + " | " + prompt.messages()));
        openAi().responder(ChatSettings.builder("Be brief.").anyLanguage().build())
                .respond(
                        conversation(
                                agent("Hello!", false),
                                caller("Tell me"),
                                Message.ofTools(List.of(new ToolUse(
                                        "a", "get_weather", "{", "", ToolUse.Status.CANCELLED, Duration.ZERO))),
                                agent("Once upon", true),
                                caller("Stop.")),
                        spoken);
        assertThat(spoken.text()).startsWith("Be brief. | ").contains("Once upon…", "It was given up.", "Stop.");
        assertThat(spoken.pieces).hasSizeGreaterThan(5);
    }

    @Test
    void usesToolsOverSeveralRounds() throws Exception {
        think(SimulatedModel.script(
                Answer.sayAndCall(
                        "One moment.",
                        new FunctionCall("get_weather", "{\"city\":\"Rome\"}"),
                        new FunctionCall("get_weather", "{\"city\":\"Oslo\"}")),
                Answer.call("get_weather", "{\"city\":\"Bonn\"}"),
                Answer.say("All sunny.")));
        openAi().responder("", WEATHER).respond(conversation(caller("Weather?")), spoken);
        assertThat(spoken.used).hasSize(2);
        assertThat(spoken.used.get(0).get(1).arguments().as(Place.class))
                .isEqualTo(new Place("Oslo", Optional.empty()));
        assertThat(spoken.text()).isEqualTo("One moment.All sunny.");
        assertThat(simulator.requests()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITED, true", "QUOTA_EXCEEDED, false", "SERVER_ERROR, true", "OVERLOADED, true", "HTML_ERROR, true",
        "RESET, true", "UNANSWERED, true", "WRONG_CONTENT, false", "STALLED, true", "CUT, true",
        "MALFORMED_EVENT, false", "ERROR_EVENT, true"
    })
    void tellsHowThinkingFails(Kind kind, boolean retryable) throws Exception {
        think(prompt -> Answer.say("One two three four five six seven eight."));
        fails(Operation.CHAT, kind, retryable, () -> openAi(Duration.ofMillis(700))
                .responder("")
                .respond(conversation(caller("Hello?")), spoken));
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITED, true", "QUOTA_EXCEEDED, false", "SERVER_ERROR, true", "HTML_ERROR, true", "RESET, true",
        "UNANSWERED, true", "WRONG_CONTENT, false", "MP3, false", "STALLED, true", "CUT, true"
    })
    void tellsHowSpeakingFails(Kind kind, boolean retryable) throws Exception {
        fails(Operation.SPEECH, kind, retryable, () -> openAi(Duration.ofMillis(700))
                .textToSpeech()
                .synthesize(HELLO, piece -> {}));
    }

    /** The same works when the fault is over. */
    private void fails(Operation operation, Kind kind, boolean retryable, ScriptedServer.Task task) throws Exception {
        simulator.fail(OpenAiFault.next(operation, kind));
        assertThat(ScriptedServer.run(task).failure())
                .isInstanceOfSatisfying(ProviderException.class, failure -> assertThat(failure.retryable())
                        .as(failure.getMessage())
                        .isEqualTo(retryable));
        task.run();
    }

    @Test
    void breaksAnAnswerOffWhenNobodyWantsItAnyMore() throws Exception {
        simulator.close();
        simulator = OpenAiSimulator.builder()
                .model(prompt -> Answer.say("One two three four five six seven eight."))
                .betweenTokens(Duration.ofMillis(300))
                .start();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        Running answering = ScriptedServer.run(
                () -> openAi().responder("").respond(conversation(caller("Hello?")), new SpokenResponse() {
                    @Override
                    public void say(String piece) {
                        begun.complete(null);
                    }
                }));
        begun.get(10, TimeUnit.SECONDS);
        answering.interrupt();
        assertThat(answering.failure()).isInstanceOf(InterruptedException.class);
        assertThat(simulator
                        .requests()
                        .get(0)
                        .result()
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS)
                        .ending())
                .isEqualTo(OpenAiRequest.Ending.ABANDONED);
    }
}
