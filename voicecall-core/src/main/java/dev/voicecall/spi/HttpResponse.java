package dev.voicecall.spi;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answer to a request. Servers add {@code Content-Length} and {@code Date}. Immutable, except that the body array is
 * not copied: don't change it.
 *
 * @param status 200 to 599
 * @param headers in the order in which they are sent
 * @param body empty for none
 */
public record HttpResponse(int status, Map<String, String> headers, byte[] body) {

    /** @throws IllegalArgumentException if the status is out of its bounds, or a header has a line break in it */
    public HttpResponse {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("The status is " + status + "; it must be 200 to 599.");
        }
        headers.forEach((name, value) -> {
            if ((name + value).chars().anyMatch(c -> c == '\r' || c == '\n')) {
                throw new IllegalArgumentException("The header " + name.strip() + " has a line break in it.");
            }
        });
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** An answer without a body. */
    public static HttpResponse of(int status) {
        return new HttpResponse(status, Map.of(), new byte[0]);
    }

    /**
     * An answer in UTF-8.
     *
     * @param contentType without the charset, which is added
     */
    public static HttpResponse of(int status, String contentType, String text) {
        return new HttpResponse(
                status, Map.of("Content-Type", contentType + "; charset=utf-8"), text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same answer with one more header. */
    public HttpResponse with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new HttpResponse(status, more, body);
    }
}
