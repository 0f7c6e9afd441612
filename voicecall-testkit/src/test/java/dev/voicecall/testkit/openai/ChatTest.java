package dev.voicecall.testkit.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import dev.voicecall.testkit.openai.SimulatedModel.FunctionCall;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'gpt-9'     | [HI]                                                     | 404 | model_not_found",
                "'gpt-4o'    | []                                                       | 400 | empty_array",
                "'gpt-4o'    | [{'role':'robot','content':'Hi'}]                        | 400 | messages[0].role",
                "'gpt-4o'    | [HI,{'role':'tool','tool_call_id':'c1','content':'4'}]   | 400 | preceeding message",
                "'gpt-4o'    | [HI,CALL,HI]                                             | 400 | did not have response messages: c1",
                "'gpt-4o'    | [HI,CALL,{'role':'tool','tool_call_id':'c2','content':'4'}] | 400 | 'tool_call_id' of 'c2'",
                "'gpt-4o'    | [HI,CALL]                                                | 400 | did not have response messages: c1",
                "'gpt-4o'    | [HI],'temperture':1            | 400 | Unrecognized request argument supplied: temperture",
                "'gpt-4o'    | [HI],'temperature':3           | 400 | decimal_above_maximum_value",
                "'gpt-4o'    | [HI],'stream':'yes'            | 400 | expected a boolean, but got a string",
                "'gpt-4o'    | [HI],'tools':[]                | 400 | empty_array",
                "'gpt-4o'    | [HI],'tools':[{'type':'function','function':{'name':'x','parameters':[]}}]| 400 | invalid_type",
                "'gpt-4o'    | [HI],'tools':[{'type':'function','function':{'name':'x y'}}]| 400 | does not match pattern",
                "'gpt-4o'    | [HI],'stream_options':{'include_usage':true}             | 400 | only allowed when 'stream'",
                "'gpt-5-mini'| [HI],'max_tokens':10           | 400 | unsupported_parameter",
            },
            quoteCharacter = '"')
    void refusesWhatOpenAiRefuses(String model, String messages, int status, String error) throws Exception {
        String call = "{'role':'assistant','tool_calls':"
                + "[{'id':'c1','type':'function','function':{'name':'sum','arguments':'{}'}}]}";
        String all = messages.replace("HI", HI).replace("CALL", call);
        HttpResponse<String> response = asks(("{'model':" + model + ",'messages':" + all + "}").replace('\'', '"'));
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(OpenAiClient.json(response.body()).path("error").toString()).contains(error);
    }

    @Test
    void showsUsageOnlyIfAskedTo() throws Exception {
        SimulatedModel model = prompt -> Answer.say("Hello");
        assertThat(ask(model, ",\"stream\":true").body()).doesNotContain("usage");
        List<String> events =
                OpenAiClient.events(ask(model, ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
        JsonNode last = OpenAiClient.json(events.get(events.size() - 2));
        assertThat(last.path("choices")).isEmpty();
        assertThat(last.at("/usage/completion_tokens").asInt()).isEqualTo(1);
    }

    @Test
    void masksKeysInAnswersAndInWhatItRemembers() throws Exception {
        try (OpenAiSimulator openAi = OpenAiSimulator.builder().start()) {
            OpenAiClient client = new OpenAiClient(openAi);
            String key = "sk-proj-abcdefghijklmnopqrstuvwxyz";
            HttpResponse<String> response = client.send(client.request("/chat/completions")
                    .setHeader("Authorization", "Bearer " + key)
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build());
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.body())
                    .contains("invalid_api_key", "sk-proj-***")
                    .doesNotContain(key);
            assertThat(openAi.requests().toString()).doesNotContain(key);
        }
    }

    @Test
    void answersWhatIsNotThereWithItsStatus() throws Exception {
        try (OpenAiSimulator openAi = OpenAiSimulator.builder().start()) {
            OpenAiClient client = new OpenAiClient(openAi);
            assertThat(client.post("/chats", "{}").statusCode()).isEqualTo(404);
            assertThat(client.post("/chat/completions", "{nonsense").statusCode())
                    .isEqualTo(400);
            assertThat(client.send(client.request("/chat/completions").GET().build())
                            .statusCode())
                    .isEqualTo(405);
        }
    }
}
