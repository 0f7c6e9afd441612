package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks the tools of a request. */
final class ChatTools {
    private static final int MAX_TOOLS = 128;
    private static final int MAX_NAME = 64;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");

    private ChatTools() {}

    /**
     * The names of all tools.
     *
     * @throws ApiError if there is anything wrong with one
     */
    static List<String> names(ObjectNode body) {
        List<String> names = new ArrayList<>();
        JsonNode tools = body.path("tools");
        if (tools.isArray() && tools.isEmpty()) {
            throw ApiError.invalid(
                    "Invalid 'tools': empty array. Expected an array with minimum length 1, but got an empty array"
                            + " instead.",
                    "tools",
                    "empty_array");
        }
        if (tools.size() > MAX_TOOLS) {
            throw ApiError.invalid(
                    "Invalid 'tools': array too long. Expected an array with maximum length " + MAX_TOOLS
                            + ", but got an array with length " + tools.size() + " instead.",
                    "tools",
                    "array_above_max_length");
        }
        for (int i = 0; i < tools.size(); i++) {
            names.add(name(tools.get(i), "tools[" + i + "]"));
        }
        checkChoice(body, names);
        return names;
    }

    private static String name(JsonNode tool, String path) {
        if (!(tool instanceof ObjectNode object)) {
            throw ApiError.wrongType(path, "an object", Json.kind(tool));
        }
        Fields fields = new Fields(object, path + ".");
        fields.allow(Set.of("type", "function"));
        String type = fields.text("type");
        if (!type.equals("function")) {
            throw ApiError.wrongValue(path + ".type", type, "'function' and 'custom'");
        }
        if (!(object.path("function") instanceof ObjectNode function)) {
            throw ApiError.missing(path + ".function");
        }
        Fields inner = new Fields(function, path + ".function.");
        inner.allow(Set.of("name", "description", "parameters", "strict"));
        inner.optionalText("description");
        inner.flag("strict", false);
        checkSchema(function.path("parameters"), inner.text("name"), path + ".function.parameters");
        return checkName(inner.text("name"), path + ".function.name");
    }

    private static String checkName(String name, String path) {
        if (!NAME.matcher(name).matches()) {
            throw ApiError.invalid(
                    "Invalid '" + path + "': string does not match pattern. Expected a string that matches the pattern"
                            + " '^[a-zA-Z0-9_-]+$'.",
                    path,
                    "invalid_value");
        }
        if (name.length() > MAX_NAME) {
            throw ApiError.invalid(
                    "Invalid '" + path + "': string too long. Expected a string with maximum length " + MAX_NAME
                            + ", but got a string with length " + name.length() + " instead.",
                    path,
                    "string_above_max_length");
        }
        return name;
    }

    private static void checkSchema(JsonNode schema, String name, String path) {
        if (schema.isMissingNode() || schema.isNull()) {
            return;
        }
        if (!schema.isObject()) {
            throw ApiError.wrongType(path, "an object", Json.kind(schema));
        }
        String type = schema.path("type").asText("None");
        if (!type.equals("object")) {
            throw badSchema(name, "schema must be a JSON Schema of 'type: \"object\"', got 'type: \"" + type + "\"'.");
        }
        if (!schema.path("properties").isObject()) {
            throw badSchema(name, "In context=(), object schema missing properties.");
        }
    }

    private static ApiError badSchema(String name, String why) {
        return ApiError.invalid(
                "Invalid schema for function '" + name + "': " + why,
                "tools[0].function.parameters",
                "invalid_function_parameters");
    }

    private static void checkChoice(ObjectNode body, List<String> names) {
        for (String param : List.of("tool_choice", "parallel_tool_calls")) {
            if (body.hasNonNull(param) && names.isEmpty()) {
                throw ApiError.invalid(
                        "Invalid value for '" + param + "': '" + param
                                + "' is only allowed when 'tools' are specified.",
                        param,
                        null);
            }
        }
    }
}
