package dev.voicecall.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.spi.ToolCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts calls of tools together from the pieces of a stream. Called by one thread at a time.
 *
 * <p>OpenAI gives a call's id and name in its first piece, and its index in each. Other servers repeat the id in each piece, leave
 * out the index, give the same index to all calls, send all arguments at once and as an object, or no id at all.
 */
final class ToolCallAssembler {
    private static final int MAX_CALLS = 128;
    private static final int MAX_ARGUMENTS = 256 << 10;

    private final List<Partial> partials = new ArrayList<>();

    private static final class Partial {
        final @Nullable Integer index;
        final StringBuilder arguments = new StringBuilder();
        String id = "";
        String name = "";

        Partial(@Nullable Integer index) {
            this.index = index;
        }
    }

    /**
     * Takes a piece.
     *
     * @param piece an element of {@code delta.tool_calls}
     * @throws IllegalArgumentException if there are too many calls, or the arguments are too long
     */
    void add(JsonNode piece) {
        String id = piece.path("id").asText("");
        Integer index = piece.path("index").isInt() ? piece.path("index").asInt() : null;
        Partial partial = find(index, id);
        if (partial.id.isEmpty()) {
            partial.id = id;
        }
        JsonNode function = piece.path("function");
        if (partial.name.isEmpty()) {
            partial.name = function.path("name").asText("");
        }
        JsonNode arguments = function.path("arguments");
        if (!arguments.isNull() && !arguments.isMissingNode()) {
            partial.arguments.append(arguments.isTextual() ? arguments.asText() : arguments.toString());
        }
        if (partials.size() > MAX_CALLS || partial.arguments.length() > MAX_ARGUMENTS) {
            throw new IllegalArgumentException("the model calls more than " + MAX_CALLS
                    + " tools at once, or with more than " + MAX_ARGUMENTS + " characters.");
        }
    }

    private Partial find(@Nullable Integer index, String id) {
        for (int i = partials.size() - 1; i >= 0; i--) {
            Partial known = partials.get(i);
            boolean here = index == null || index.equals(known.index);
            boolean another = !id.isEmpty() && !known.id.isEmpty() && !id.equals(known.id);
            if (here && !another) {
                return known;
            }
        }
        Partial begun = new Partial(index);
        partials.add(begun);
        return begun;
    }

    /** Whether there are any. */
    boolean isEmpty() {
        return partials.isEmpty();
    }

    /** Whether the arguments of each are whole JSON objects. */
    boolean isWhole() {
        return partials.stream()
                .allMatch(partial -> partial.arguments.toString().isBlank()
                        || Json.read(partial.arguments.toString()).isObject());
    }

    /**
     * What there is.
     *
     * @param taken ids that are taken; a call without an id of its own gets one
     */
    List<ToolCall> calls(Set<String> taken) {
        Set<String> ids = new HashSet<>(taken);
        List<ToolCall> calls = new ArrayList<>();
        for (Partial partial : partials) {
            String wanted = partial.id.isEmpty() ? "call_" + (ids.size() + 1) : partial.id;
            String id = wanted;
            for (int i = 2; !ids.add(id); i++) {
                id = wanted + "_" + i;
            }
            calls.add(new ToolCall(id, partial.name, new JsonArguments(partial.arguments.toString())));
        }
        return calls;
    }
}
