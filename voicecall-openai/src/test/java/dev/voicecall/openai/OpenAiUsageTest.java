package dev.voicecall.openai;

import static dev.voicecall.openai.SpokenResponse.caller;
import static dev.voicecall.openai.SpokenResponse.conversation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.Usage;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.Conversation;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.SpeechToText.Words;
import dev.voicecall.spi.TextToSpeech;
import dev.voicecall.spi.Tool;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.FakeSpeechToText;
import dev.voicecall.testkit.VirtualScheduler;
import dev.voicecall.testkit.openai.OpenAiSimulator;
import dev.voicecall.testkit.openai.SimulatedModel;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import dev.voicecall.testkit.openai.SimulatedRealtime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What OpenAI says was used gets to whoever asked for it; what it doesn't say is not made up. */
class OpenAiUsageTest {
    private final List<Usage> usage = new ArrayList<>();

    private final SpokenResponse spoken = new SpokenResponse() {
        @Override
        public void used(Usage used) {
            usage.add(used);
        }
    };

    private interface Asking {
        void ask(OpenAi openAi) throws Exception;
    }

    private void ask(SimulatedModel model, Asking asking) throws Exception {
        try (OpenAiSimulator simulator = OpenAiSimulator.builder().model(model).start()) {
            asking.ask(OpenAi.builder(simulator.apiKey())
                    .baseUrl(simulator.baseUrl().toString())
                    .build());
        }
    }

    private static void isOfTokens(Usage used, String model) {
        assertThat(used.provider()).isEqualTo("openai");
        assertThat(used.model()).isEqualTo(model);
        assertThat(used.inputTokens().orElse(0)).isPositive();
        assertThat(used.outputTokens().orElse(0)).isPositive();
        assertThat(used.characters()).isEmpty();
        assertThat(used.audio()).isEmpty();
    }

    @Test
    @Tag("socket")
    void eachRequestOfAChatIsTold() throws Exception {
        SimulatedModel model = SimulatedModel.script(Answer.call("weather", "{}"), Answer.say("It is sunny."));
        Tool weather = Tool.withSchema(
                "weather", "The weather.", "{\"type\":\"object\",\"properties\":{}}", (args, call) -> "sunny");
        Conversation conversation = conversation(caller("How is the weather?"));
        ask(model, openAi -> openAi.responder(ChatSettings.builder("")
                        .model("gpt-4.1-mini")
                        .tools(List.of(weather))
                        .build())
                .respond(conversation, spoken));
        assertThat(usage).hasSize(2).allSatisfy(used -> isOfTokens(used, "gpt-4.1-mini"));
    }

    /** Some servers repeat in every chunk how much it is by then, some say nothing. */
    @Test
    @Tag("socket")
    void ofSeveralReportsOfAnAnswerTheLastOneCounts() throws Exception {
        try (ScriptedServer server = new ScriptedServer()) {
            String chunk = "{\"choices\":[{\"delta\":{\"content\":\"Hi\"}}],\"usage\":{\"prompt_tokens\":7,"
                    + "\"completion_tokens\":%d}}";
            String end = "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}";
            server.thenEvents(chunk.formatted(1), chunk.formatted(2), end);
            server.thenEvents(end);
            OpenAi openAi = server.openAi().build();
            for (int i = 0; i < 2; i++) {
                openAi.responder(ChatSettings.builder("").model("llama").build())
                        .respond(conversation(caller("Hello?")), spoken);
            }
        }
        assertThat(usage).containsExactly(Usage.tokens("openai", "llama", OptionalLong.of(7), OptionalLong.of(2)));
    }

    @Test
    @Tag("socket")
    void charactersOfSpeechAreTold() throws Exception {
        ask(prompt -> Answer.say(""), openAi -> openAi.textToSpeech()
                .synthesize(new Speech("Grüß 👋.", "de-DE", Optional.empty()), new TextToSpeech.AudioSink() {
                    @Override
                    public void write(byte[] sound) {}

                    @Override
                    public void used(Usage used) {
                        usage.add(used);
                    }
                }));
        assertThat(usage).containsExactly(Usage.characters("openai", "gpt-4o-mini-tts", 7));
    }

    @Test
    @Tag("socket")
    void anUtteranceIsToldInTokensOrSeconds() throws Exception {
        SpeechToText.Request request = new SpeechToText.Request("en-US", List.of(), new VirtualScheduler());
        try (ScriptedServer server = new ScriptedServer()) {
            String json = "Content-Type: application/json\r\n";
            server.then(
                    200,
                    json,
                    "{\"text\":\"Hello there.\",\"usage\":{\"type\":\"tokens\",\"input_tokens\":14,"
                            + "\"output_tokens\":45,\"total_tokens\":59}}");
            server.then(200, json, "{\"text\":\"Hello there.\",\"usage\":{\"type\":\"duration\",\"seconds\":9}}");
            server.then(200, json, "{\"text\":\"Hello there.\"}");
            OpenAiUtteranceRecognizer ear = new OpenAiUtteranceRecognizer(
                    new Http(new Account(
                            ScriptedServer.KEY,
                            java.net.URI.create(server.url()),
                            Optional.empty(),
                            Optional.empty(),
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(10),
                            (uri, headers, listener) -> {
                                throw new AssertionError("Nobody asked for a WebSocket.");
                            })),
                    TranscriptionSettings.DEFAULT);
            for (int i = 0; i < 3; i++) {
                ear.recognize(request, HallucinationsTest.loud(900), usage::add);
            }
        }
        String model = TranscriptionSettings.DEFAULT.model();
        assertThat(usage)
                .containsExactly(
                        Usage.tokens("openai", model, OptionalLong.of(14), OptionalLong.of(45)),
                        Usage.audio("openai", model, Duration.ofSeconds(9)));
    }

    @Test
    void answersAndWordsOfARealtimeModelAreTold() {
        RealtimeSettings settings = RealtimeSettings.builder("").build();
        VirtualScheduler time = new VirtualScheduler();
        try (RealtimePhone phone =
                RealtimePhone.with(time, settings, SimulatedModel.script(Answer.say("It is sunny in Pune.")))) {
            phone.say("How is the weather?", Duration.ofSeconds(6));
            assertThat(phone.usage).hasSize(2).anySatisfy(used -> isOfTokens(used, settings.model()));
            assertThat(phone.usage)
                    .anySatisfy(used ->
                            isOfTokens(used, settings.transcriptionModel().orElseThrow()));
        }
    }

    @Test
    void utterancesOfATranscriptionSessionAreTold() {
        VirtualScheduler time = new VirtualScheduler();
        SimulatedRealtime server = new SimulatedRealtime(time, SimulatedModel.script()).ear(new FakeSpeechToText());
        SpeechToText ear = OpenAi.builder(SimulatedRealtime.KEY)
                .webSocketClient(server)
                .build()
                .speechToText("gpt-4o-transcribe");
        try (SpeechToText.Transcription transcription =
                ear.open(new SpeechToText.Request("en-US", List.of(), time), new Hearer())) {
            time.advance(Duration.ofSeconds(1));
            transcription.audio(FakeSpeech.say("good morning to you"));
            transcription.endUtterance();
            time.advance(Duration.ofSeconds(3));
        }
        assertThat(usage).singleElement().satisfies(used -> isOfTokens(used, "gpt-4o-transcribe"));
    }

    private final class Hearer implements SpeechToText.Listener {
        @Override
        public void onInterim(String words) {}

        @Override
        public void onFinal(Words words) {}

        @Override
        public void onFailure(VoiceCallException failure) {
            throw failure;
        }

        @Override
        public void onUsage(Usage used) {
            usage.add(used);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{\"total_tokens\":5}", "{\"input_tokens\":null}", "{\"seconds\":\"9\"}"})
    void whatIsNotToldIsAbsent(String json) {
        assertThat(ReportedUsage.of("gpt", Json.read(json))).isEmpty();
    }

    @Test
    void halfOfItIsBetterThanNothing() {
        assertThat(ReportedUsage.of("gpt", Json.read("{\"prompt_tokens\":5}")))
                .contains(Usage.tokens("openai", "gpt", OptionalLong.of(5), OptionalLong.empty()));
    }
}
