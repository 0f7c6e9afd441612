package dev.voicecall.testkit.openai;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * A request that the simulator got. Immutable.
 *
 * @param method {@code GET}, {@code POST}, …
 * @param path with its query
 * @param headers by their names in lower case, the first value of each; the key is masked
 * @param body JSON; of a form its fields as JSON, of the file in it its name, type and length
 * @param result how it was answered; complete once it is
 */
public record OpenAiRequest(
        String method, String path, Map<String, String> headers, String body, CompletionStage<Result> result) {
    /** Copies the headers. */
    public OpenAiRequest {
        headers = Map.copyOf(headers);
    }

    /**
     * How a request was answered. Immutable.
     *
     * @param status with which status; 0 if there was none
     * @param ending how far it got
     * @param bodyBytes how much of the answer's body was given away
     */
    public record Result(int status, Ending ending, long bodyBytes) {}

    /** How far an answer got. */
    public enum Ending {
        /** All of it was given away. */
        COMPLETE,
        /** The client went away before. */
        ABANDONED,
        /** A fault broke it off. */
        FAULT
    }
}
