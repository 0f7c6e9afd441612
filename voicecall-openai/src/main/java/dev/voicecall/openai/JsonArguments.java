package dev.voicecall.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.spi.Tool;

/**
 * What a model gave to a tool, as it wrote it. Immutable.
 *
 * @param json at best; models have written other things
 */
record JsonArguments(String json) implements Tool.Arguments {
    /** Nothing at all, as models write it for a tool without parameters, is an empty object. */
    JsonArguments {
        json = json.isBlank() ? "{}" : json;
    }

    @Override
    public <P extends Record> P as(Class<P> type) {
        JsonNode tree = Json.read(json);
        if (!tree.isObject()) {
            throw new IllegalArgumentException("The arguments are not a JSON object.");
        }
        return JsonRecords.read(tree, type, "");
    }
}
