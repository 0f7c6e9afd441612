package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.testkit.http.Reply;
import dev.voicecall.testkit.openai.OpenAiFault.Operation;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import dev.voicecall.testkit.openai.SimulatedModel.FunctionCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code POST /v1/chat/completions}. Safe for use by many threads. */
final class ChatEndpoint implements Api.Endpoint {
    private final Mind mind;
    private final Tempo tempo;
    private final Models models;
    private final Ids ids = new Ids();

    ChatEndpoint(Mind mind, Tempo tempo, Models models) {
        this.mind = mind;
        this.tempo = tempo;
        this.models = models;
    }

    @Override
    public Operation operation() {
        return Operation.CHAT;
    }

    @Override
    public void answer(HttpRequest request, Reply reply) throws IOException, InterruptedException {
        ChatRequest asked = ChatRequest.of(Json.read(request.body()), models);
        Answer answer = mind.model().answer(asked.prompt());
        ChatCompletion completion =
                new ChatCompletion(asked, answer, ids, mind.time().now().getEpochSecond());
        if (asked.stream()) {
            stream(completion, reply);
        } else {
            tempo.think();
            reply.send(200, "application/json", completion.whole().toPrettyString());
        }
    }

    private void stream(ChatCompletion completion, Reply reply) throws IOException, InterruptedException {
        EventStream events = new EventStream(reply);
        tempo.think();
        List<ObjectNode> chunks = completion.chunks();
        for (int i = 0; i < chunks.size(); i++) {
            tempo.betweenTokens(i);
            events.send(chunks.get(i));
        }
        events.done();
    }

    @Override
    public String readable(HttpRequest request) {
        return new String(request.body(), StandardCharsets.UTF_8);
    }

    static int tokens(Answer answer) {
        int calls = answer.calls().stream().mapToInt(ChatEndpoint::tokens).sum();
        return Tokens.count(answer.text()) + calls;
    }

    private static int tokens(FunctionCall call) {
        return Tokens.count(call.name()) + Tokens.count(call.arguments());
    }
}
