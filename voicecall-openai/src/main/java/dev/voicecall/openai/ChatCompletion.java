package dev.voicecall.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.voicecall.ProviderException;
import dev.voicecall.spi.Responder.Response;
import dev.voicecall.spi.ToolCall;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One answer of a model, as it comes: its words are said at once, its calls of tools are kept. Called by one thread at a time. */
final class ChatCompletion {
    private static final Logger LOG = LoggerFactory.getLogger(ChatCompletion.class);

    private final Response response;
    private final Failures failures;
    private final StringBuilder said = new StringBuilder();
    private final ToolCallAssembler toolCalls = new ToolCallAssembler();
    private String finishReason = "";
    /** Some servers say in every chunk how much it is by then. */
    private JsonNode usage = MissingNode.getInstance();

    private ChatCompletion(Response response, Failures failures) {
        this.response = response;
        this.failures = failures;
    }

    /**
     * Reads an answer to its end, and says it meanwhile.
     *
     * @param model which is asked
     * @throws ProviderException if it breaks off, or is not what it should be
     */
    static ChatCompletion read(Reply reply, String model, Response response) throws InterruptedException {
        ChatCompletion completion = new ChatCompletion(response, reply.failures());
        try (EventStream events = new EventStream(reply)) {
            for (@Nullable String event = events.next(); event != null; event = events.next()) {
                completion.take(event);
            }
            ReportedUsage.of(model, completion.usage).ifPresent(response::used);
            completion.finish(events.isDone());
        }
        return completion;
    }

    /** What was said. */
    String said() {
        return said.toString();
    }

    /** Whether it wants tools used. */
    boolean wantsTools() {
        return !toolCalls.isEmpty();
    }

    /**
     * Which tools it wants used.
     *
     * @param takenIds ids that its calls must not have
     */
    List<ToolCall> toolCalls(Set<String> takenIds) {
        return toolCalls.calls(takenIds);
    }

    private void take(String event) throws InterruptedException {
        JsonNode chunk = Json.read(event);
        if (!chunk.isObject()) {
            throw failures.unexpected("an event of the answer is not JSON.");
        }
        if (chunk.hasNonNull("error")) {
            throw failures.inStream(chunk.path("error"));
        }
        if (chunk.hasNonNull("usage")) {
            usage = chunk.path("usage");
        }
        JsonNode choice = chunk.path("choices").path(0);
        if (choice.hasNonNull("finish_reason")) {
            finishReason = choice.path("finish_reason").asText();
        }
        takeDelta(choice.path("delta"));
    }

    /** A refusal is what the model says instead. */
    private void takeDelta(JsonNode delta) throws InterruptedException {
        say(delta.path("content"));
        say(delta.path("refusal"));
        try {
            delta.path("tool_calls").forEach(toolCalls::add);
        } catch (IllegalArgumentException e) {
            throw failures.unexpected(String.valueOf(e.getMessage()));
        }
    }

    private void say(JsonNode text) throws InterruptedException {
        if (text.isTextual() && !text.asText().isEmpty()) {
            said.append(text.asText());
            response.say(text.asText());
        }
    }

    /** Which tools are wanted is seen from the calls: not every server says so in its {@code finish_reason}. */
    private void finish(boolean done) {
        if (!done && finishReason.isEmpty()) {
            throw failures.brokeOff("the answer has no end.");
        }
        if (!toolCalls.isEmpty() && finishReason.equals("length") && !toolCalls.isWhole()) {
            throw failures.unexpected("the answer was cut in the middle of a tool's arguments; allow more tokens.");
        }
        if (finishReason.equals("length") && toolCalls.isEmpty() && said.isEmpty()) {
            throw failures.unexpected("the answer was cut before its first word; allow more tokens.");
        }
        if (finishReason.equals("content_filter") && said.isEmpty()) {
            throw failures.unexpected("the answer was held back by the content filter.");
        }
        if (finishReason.equals("length") || finishReason.equals("content_filter")) {
            LOG.info("An answer of {} characters was cut: {}.", said.length(), finishReason);
        }
    }
}
