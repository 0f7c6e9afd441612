package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import dev.voicecall.testkit.openai.SimulatedModel.FunctionCall;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON of an answer: whole, or in chunks. Used by one thread. */
final class ChatCompletion {
    private final ChatRequest asked;
    private final Answer answer;
    private final List<String> callIds;
    private final String id;
    private final long createdSeconds;

    ChatCompletion(ChatRequest asked, Answer answer, Ids ids, long createdSeconds) {
        this.asked = asked;
        this.answer = answer;
        this.id = ids.next("chatcmpl").replace('_', '-');
        this.callIds = answer.calls().stream().map(call -> ids.next("call")).toList();
        this.createdSeconds = createdSeconds;
    }

    ObjectNode whole() {
        ObjectNode completion = head("chat.completion");
        ObjectNode choice = completion.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        message.put("content", answer.text().isEmpty() ? null : answer.text());
        if (!answer.calls().isEmpty()) {
            ArrayNode calls = message.putArray("tool_calls");
            for (int i = 0; i < answer.calls().size(); i++) {
                call(calls.addObject(), i, answer.calls().get(i).arguments());
            }
        }
        message.putNull("refusal").putArray("annotations");
        choice.putNull("logprobs").put("finish_reason", finishReason());
        completion.set("usage", usage());
        return completion;
    }

    /** All chunks: the role, the text token by token, the calls each with its name and then its arguments, the end. */
    List<ObjectNode> chunks() {
        List<ObjectNode> chunks = new ArrayList<>();
        ObjectNode role = Json.object().put("role", "assistant");
        role.put("content", answer.text().isEmpty() ? null : "").putNull("refusal");
        chunks.add(chunk(role, null));
        for (String token : Tokens.of(answer.text())) {
            chunks.add(chunk(Json.object().put("content", token), null));
        }
        for (int i = 0; i < answer.calls().size(); i++) {
            chunks.addAll(callChunks(i));
        }
        chunks.add(chunk(Json.object(), finishReason()));
        if (asked.usage()) {
            ObjectNode last = head("chat.completion.chunk");
            last.putArray("choices");
            last.set("usage", usage());
            chunks.add(last);
        }
        return chunks;
    }

    private List<ObjectNode> callChunks(int index) {
        List<ObjectNode> chunks = new ArrayList<>();
        ObjectNode first = Json.object();
        ObjectNode call = first.putArray("tool_calls").addObject().put("index", index);
        call(call, index, "");
        chunks.add(chunk(first, null));
        for (String token : Tokens.of(answer.calls().get(index).arguments())) {
            ObjectNode next = Json.object();
            ObjectNode part = next.putArray("tool_calls").addObject().put("index", index);
            part.putObject("function").put("arguments", token);
            chunks.add(chunk(next, null));
        }
        return chunks;
    }

    private void call(ObjectNode json, int index, String arguments) {
        FunctionCall call = answer.calls().get(index);
        json.put("id", callIds.get(index)).put("type", "function");
        json.putObject("function").put("name", call.name()).put("arguments", arguments);
    }

    private ObjectNode chunk(ObjectNode delta, @Nullable String finishReason) {
        ObjectNode chunk = head("chat.completion.chunk");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.putNull("logprobs").put("finish_reason", finishReason);
        if (asked.usage()) {
            chunk.putNull("usage");
        }
        if (asked.obfuscated()) {
            chunk.put("obfuscation", "x".repeat(16 - delta.toString().length() % 16));
        }
        return chunk;
    }

    private ObjectNode head(String object) {
        return Json.object()
                .put("id", id)
                .put("object", object)
                .put("created", createdSeconds)
                .put("model", asked.prompt().model())
                .put("service_tier", "default")
                .put("system_fingerprint", "fp_simulator");
    }

    private String finishReason() {
        return answer.calls().isEmpty() ? "stop" : "tool_calls";
    }

    private ObjectNode usage() {
        int prompt = asked.promptTokens();
        int completion = ChatEndpoint.tokens(answer);
        return Json.object()
                .put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion);
    }
}
