package dev.voicecall.testkit.openai;

import dev.voicecall.spi.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A body of {@code multipart/form-data} (RFC 7578). Immutable.
 *
 * @param parts in order
 */
record MultipartForm(List<Part> parts) {
    private static final Pattern BOUNDARY =
            Pattern.compile("(?i)multipart/form-data\\s*;.*?boundary=(?:\"([^\"]{1,70})\"|([^\\s;]{1,70})).*");
    private static final Pattern DISPOSITION = Pattern.compile(
            "(?im)^content-disposition:\\s*form-data;\\s*name=\"([^\"]*)\"(?:;\\s*filename=\"([^\"]*)\")?\\s*$");
    private static final Pattern TYPE = Pattern.compile("(?im)^content-type:\\s*(\\S.*?)\\s*$");

    /**
     * A field or a file. Immutable.
     *
     * @param name of the field
     * @param fileName of a file
     * @param contentType of a file, empty if it does not say
     * @param content of it; not copied
     */
    record Part(String name, Optional<String> fileName, String contentType, byte[] content) {
        String text() {
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    /** @throws ApiError if it is none, or broken */
    static MultipartForm of(HttpRequest request) {
        Matcher type = BOUNDARY.matcher(request.header("Content-Type").orElse(""));
        if (!type.matches()) {
            throw ApiError.invalid(
                    "Could not parse multipart form: the Content-Type must be multipart/form-data with a boundary.",
                    null,
                    null);
        }
        String boundary = type.group(1) == null ? type.group(2) : type.group(1);
        // One character for each byte, so that places in the text are places in the body.
        return parse("\r\n" + new String(request.body(), StandardCharsets.ISO_8859_1), "\r\n--" + boundary);
    }

    private static MultipartForm parse(String body, String delimiter) {
        List<Part> parts = new ArrayList<>();
        int at = body.indexOf(delimiter);
        while (at >= 0 && !body.startsWith("--", at + delimiter.length())) {
            int head = at + delimiter.length() + 2;
            int headEnd = body.indexOf("\r\n\r\n", head - 2);
            int next = body.indexOf(delimiter, head - 2);
            if (headEnd < 0 || next < headEnd || !body.startsWith("\r\n", head - 2)) {
                throw broken("a part has no head, or no end");
            }
            parts.add(part(body.substring(head, headEnd), body.substring(Math.min(headEnd + 4, next), next)));
            at = next;
        }
        if (at < 0) {
            throw broken("the last boundary is missing");
        }
        return new MultipartForm(parts);
    }

    private static Part part(String head, String content) {
        Matcher disposition = DISPOSITION.matcher(head);
        if (!disposition.find()) {
            throw broken("a part has no Content-Disposition of form-data with a name in quotes");
        }
        Matcher type = TYPE.matcher(head);
        return new Part(
                disposition.group(1),
                Optional.ofNullable(disposition.group(2)),
                type.find() ? type.group(1) : "",
                content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static ApiError broken(String why) {
        return ApiError.invalid("Could not parse multipart form: " + why + ".", null, null);
    }

    /** The texts of all fields of this name. */
    List<String> all(String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name))
                .map(Part::text)
                .toList();
    }

    /** The text of a field. */
    Optional<String> text(String name) {
        return all(name).stream().findFirst();
    }

    /** The first part of this name that is a file. */
    Optional<Part> file(String name) {
        return parts.stream()
                .filter(part -> part.name().equals(name) && part.fileName().isPresent())
                .findFirst();
    }
}
