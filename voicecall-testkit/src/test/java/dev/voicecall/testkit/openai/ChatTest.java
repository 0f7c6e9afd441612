package dev.voicecall.testkit.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import dev.voicecall.testkit.openai.SimulatedModel.FunctionCall;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("socket")
class ChatTest {
    private static final String HI = "{\"role\":\"user\",\"content\":\"Hi\"}";

    private static HttpResponse<String> ask(SimulatedModel model, String rest) throws Exception {
        try (OpenAiSimulator openAi = OpenAiSimulator.builder().model(model).start()) {
            return new OpenAiClient(openAi)
                    .post("/chat/completions", "{\"model\":\"gpt-4o-mini\",\"messages\":[" + HI + "]" + rest + "}");
        }
    }

    private static HttpResponse<String> asks(String body) throws Exception {
        try (OpenAiSimulator openAi = OpenAiSimulator.builder().start()) {
            return new OpenAiClient(openAi).post("/chat/completions", body);
        }
    }

    @Test
    void streamsTokenByTokenAndNoCharacterIsCut() throws Exception {
        String text = "Grüß Gott, 😀😀😀😀😀😀😀😀! It is 21 °C.";
        List<String> events = OpenAiClient.events(ask(prompt -> Answer.say(text), ",\"stream\":true"));
        StringBuilder said = new StringBuilder();
        for (String event : events.subList(0, events.size() - 1)) {
            JsonNode choice = OpenAiClient.json(event).path("choices").get(0);
            said.append(choice.path("delta").path("content").asText(""));
        }
        assertThat(said).hasToString(text);
        JsonNode first = OpenAiClient.json(events.get(0)).path("choices").get(0);
        assertThat(first.path("delta").path("role").asText()).isEqualTo("assistant");
        JsonNode last =
                OpenAiClient.json(events.get(events.size() - 2)).path("choices").get(0);
        assertThat(last.path("finish_reason").asText()).isEqualTo("stop");
        assertThat(events).last().isEqualTo("[DONE]");
    }

    @Test
    void namesACallOfAToolOnlyInItsFirstChunk() throws Exception {
        SimulatedModel model = prompt -> Answer.sayAndCall(
                "", new FunctionCall("weather", "{\"city\":\"Ulm\"}"), new FunctionCall("time", "{}"));
        String tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}],\"stream\":true";
        List<String> events = OpenAiClient.events(ask(model, tools));
        List<StringBuilder> arguments = List.of(new StringBuilder(), new StringBuilder());
        int named = 0;
        for (String event : events.subList(1, events.size() - 2)) {
            JsonNode call = OpenAiClient.json(event)
                    .path("choices")
                    .get(0)
                    .path("delta")
                    .path("tool_calls")
                    .get(0);
            named += call.has("id") && call.path("function").has("name") ? 1 : 0;
            arguments
                    .get(call.path("index").asInt())
                    .append(call.path("function").path("arguments").asText());
        }
        assertThat(named).isEqualTo(2);
        assertThat(arguments).map(StringBuilder::toString).containsExactly("{\"city\":\"Ulm\"}", "{}");
        JsonNode last =
                OpenAiClient.json(events.get(events.size() - 2)).path("choices").get(0);
        assertThat(last.path("finish_reason").asText()).isEqualTo("tool_calls");
    }

    @Test
    void answersInOnePieceToo() throws Exception {
        HttpResponse<String> response = ask(prompt -> Answer.say(prompt.latest() + "!"), "");
        JsonNode message =
                OpenAiClient.json(response.body()).path("choices").get(0).path("message");
        assertThat(message.path("content").asText()).isEqualTo("Hi!");
        assertThat(response.headers().firstValue("x-request-id")).isPresent();
    }

    @Test
    void refusesWhatOpenAiRefuses() throws Exception {
        HttpResponse<String> response = asks("{\"model\":\"gpt-9\",\"messages\":[" + HI + "]}");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(OpenAiClient.json(response.body()).path("error").path("code").asText())
                .isEqualTo("model_not_found");
    }
}
