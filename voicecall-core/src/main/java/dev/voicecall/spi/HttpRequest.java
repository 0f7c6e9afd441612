package dev.voicecall.spi;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * A request as it came in. Immutable, except that the body array is not copied: don't change it.
 *
 * @param method {@code GET}, {@code POST}, …
 * @param target path and query exactly as the client sent them, percent-encoding included: {@code /voice?a=%2B1}
 * @param headers all values of each header; looked up without regard to case
 * @param pathParameters what the segments in braces of the route matched, decoded
 * @param body the body; empty if there was none
 * @param abandoned completes if the client goes away before it was answered; a server that can't tell never completes it
 */
public record HttpRequest(
        String method,
        String target,
        Map<String, List<String>> headers,
        Map<String, String> pathParameters,
        byte[] body,
        CompletionStage<Void> abandoned) {

    /** Copies the headers; names that differ only in case become one, with the values of all. */
    public HttpRequest {
        Map<String, List<String>> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) ->
                sorted.merge(name, List.copyOf(values), (first, more) -> Stream.concat(first.stream(), more.stream())
                        .toList()));
        headers = Collections.unmodifiableMap(sorted);
        pathParameters = Map.copyOf(pathParameters);
    }

    /** The path as it was sent, without the query. */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** The query as it was sent, without the question mark; empty if there was none. */
    public String query() {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
    }

    /** This request with what the segments of its route matched. */
    public HttpRequest withPathParameters(Map<String, String> parameters) {
        return new HttpRequest(method, target, headers, parameters, body, abandoned);
    }
}
