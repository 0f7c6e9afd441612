package dev.voicecall.testkit.assemblyai;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * A request that the simulator got. Immutable.
 *
 * @param method {@code GET}, {@code POST}, …
 * @param path with its query
 * @param headers by their names in lower case, the first value of each; without the key
 * @param body JSON; of an upload how many bytes it had
 * @param status how it was answered; complete once it is, 0 if it was not
 */
public record AssemblyAiRequest(
        String method, String path, Map<String, String> headers, String body, CompletionStage<Integer> status) {
    /** Copies the headers. */
    public AssemblyAiRequest {
        headers = Map.copyOf(headers);
    }
}
