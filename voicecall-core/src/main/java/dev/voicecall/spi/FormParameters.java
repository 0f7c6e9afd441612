package dev.voicecall.spi;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Named values as they stand in a query or an {@code application/x-www-form-urlencoded} body, in their order. A name may
 * stand there more than once. Immutable.
 *
 * @param values all values of each name
 */
public record FormParameters(Map<String, List<String>> values) {
    private static final int MAX_PARAMETERS = 1_000;

    /** {@link URLDecoder} alone would take {@code %+1} and digits of other scripts. */
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /** Copies the values. */
    public FormParameters {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        values.forEach((name, all) -> copy.put(name, List.copyOf(all)));
        values = Collections.unmodifiableMap(copy);
    }

    /**
     * Reads what was sent, in UTF-8.
     *
     * @throws BadRequestException if the percent-encoding is broken or there are more than 1,000 parameters
     */
    public static FormParameters parse(String encoded) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        int count = 0;
        for (String pair : encoded.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            if (++count > MAX_PARAMETERS) {
                throw new BadRequestException("There are more than " + MAX_PARAMETERS + " parameters.");
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            values.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
        }
        return new FormParameters(values);
    }

    /** The parameters of a form that was sent as a request's body. */
    public static FormParameters ofBody(HttpRequest request) {
        return parse(new String(request.body(), StandardCharsets.UTF_8));
    }

    /** The first value of a name; empty if there is none or it is the empty string. */
    public Optional<String> first(String name) {
        return values.getOrDefault(name, List.of()).stream().findFirst().filter(value -> !value.isEmpty());
    }

    /** The parameters as they are sent. */
    public String encode() {
        StringBuilder encoded = new StringBuilder();
        values.forEach((name, all) -> all.forEach(value -> encoded.append(encoded.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8))));
        return encoded.toString();
    }

    private static String decode(String encoded) {
        if (BROKEN_ESCAPE.matcher(encoded).find()) {
            throw new BadRequestException("The percent-encoding of a parameter is broken.");
        }
        return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    }
}
