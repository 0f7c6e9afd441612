package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.testkit.http.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A request is answered with an error, in OpenAI's words. Immutable. */
final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String INVALID = "invalid_request_error";

    private final int status;
    private final String type;
    private final @Nullable String param;
    private final @Nullable String code;

    ApiError(int status, String type, String message, @Nullable String param, @Nullable String code) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.param = param;
        this.code = code;
    }

    static ApiError invalid(String message, @Nullable String param, @Nullable String code) {
        return new ApiError(400, INVALID, message, param, code);
    }

    static ApiError missing(String param) {
        return invalid("Missing required parameter: '" + param + "'.", param, "missing_required_parameter");
    }

    static ApiError wrongType(String param, String expected, String got) {
        return invalid(
                "Invalid type for '" + param + "': expected " + expected + ", but got " + got + " instead.",
                param,
                "invalid_type");
    }

    static ApiError wrongValue(String param, String value, String supported) {
        return invalid(
                "Invalid value: '" + value + "'. Supported values are: " + supported + ".", param, "invalid_value");
    }

    static ApiError noSuchModel(String model) {
        return new ApiError(
                404,
                INVALID,
                "The model `" + model + "` does not exist or you do not have access to it.",
                null,
                "model_not_found");
    }

    static ApiError noSuchUrl(String method, String path) {
        return new ApiError(404, INVALID, "Invalid URL (" + method + " " + path + ")", null, null);
    }

    static ApiError noSuchMethod(String method, String path) {
        return new ApiError(
                405,
                INVALID,
                "Not allowed to " + method + " on " + path
                        + ". (HINT: Perhaps you meant to use a different HTTP method?)",
                null,
                "method_not_supported");
    }

    static ApiError noKey() {
        return new ApiError(
                401,
                INVALID,
                "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer"
                        + " auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username)"
                        + " if you're accessing the API from your browser and are prompted for a username and password."
                        + " You can obtain an API key from https://platform.openai.com/account/api-keys.",
                null,
                null);
    }

    /** @param masked the key, mostly made of asterisks */
    static ApiError wrongKey(String masked) {
        return new ApiError(
                401,
                INVALID,
                "Incorrect API key provided: " + masked
                        + ". You can find your API key at https://platform.openai.com/account/api-keys.",
                null,
                "invalid_api_key");
    }

    /** Answers with it. */
    void answer(Reply reply) throws IOException {
        reply.sendAll(status, "application/json", body().toPrettyString().getBytes(StandardCharsets.UTF_8));
    }

    int status() {
        return status;
    }

    /** {@code {"error":{"message":…,"type":…,"param":…,"code":…}}}. */
    ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error")
                .put("message", getMessage())
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return body;
    }
}
