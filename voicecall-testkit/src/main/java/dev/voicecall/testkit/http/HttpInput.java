package dev.voicecall.testkit.http;

import dev.voicecall.spi.HttpRequest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Reads requests of HTTP/1.1 from a connection. Used by one thread. */
final class HttpInput {
    private static final int MAX_HEAD_BYTES = 64 * 1024;

    private final InputStream in;
    private final int maxBodyBytes;
    private byte[] head = {};

    HttpInput(InputStream in, int maxBodyBytes) {
        this.maxBodyBytes = maxBodyBytes;
        this.in = new BufferedInputStream(in);
    }

    /** What was read of a request is no HTTP, or too much. */
    static final class Malformed extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;

        Malformed(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** Blocks until the next request's head is there; empty if the client sends no more. */
    Optional<HttpRequest> head(CompletableFuture<Void> abandoned) throws IOException {
        head = readHead();
        if (head.length == 0) {
            return Optional.empty();
        }
        String[] lines = new String(head, StandardCharsets.ISO_8859_1).strip().split("\r\n", -1);
        String[] first = lines[0].split(" ", -1);
        if (first.length != 3 || !first[2].equals("HTTP/1.1")) {
            throw new Malformed(400, "The request's first line is not of HTTP/1.1: " + lines[0]);
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 1) {
                throw new Malformed(400, "Line " + i + " of the request's head is no header.");
            }
            headers.computeIfAbsent(lines[i].substring(0, colon), name -> new ArrayList<>())
                    .add(lines[i].substring(colon + 1).strip());
        }
        return Optional.of(new HttpRequest(first[0], first[1], headers, Map.of(), new byte[0], abandoned));
    }

    /** The bytes of the head that was read last. */
    byte[] headBytes() {
        return head.clone();
    }

    /** What comes after the head, once this is no HTTP any more. */
    InputStream stream() {
        return in;
    }

    /** The body that belongs to the head that was read last. */
    byte[] body(HttpRequest request) throws IOException {
        if (request.header("Transfer-Encoding")
                .filter("chunked"::equalsIgnoreCase)
                .isPresent()) {
            return chunks();
        }
        int length = length(request.header("Content-Length").orElse("0"), 10);
        return exactly(length);
    }

    private byte[] readHead() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int end = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            bytes.write(b);
            boolean expected = b == (end % 2 == 0 ? '\r' : '\n');
            end = expected ? end + 1 : b == '\r' ? 1 : 0;
            if (end == 4) {
                return bytes.toByteArray();
            }
            if (bytes.size() > MAX_HEAD_BYTES) {
                throw new Malformed(431, "The request's head is longer than " + MAX_HEAD_BYTES + " bytes.");
            }
        }
        return new byte[0];
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = length(line(), 16); size > 0; size = length(line(), 16)) {
            body.writeBytes(exactly(size));
            if (!line().isEmpty()) {
                throw new Malformed(400, "A chunk is longer than it says.");
            }
            if (body.size() > maxBodyBytes) {
                throw new Malformed(413, "The body is longer than " + maxBodyBytes + " bytes.");
            }
        }
        while (!line().isEmpty()) {
            // a trailer, of which nothing is needed
        }
        return body.toByteArray();
    }

    private int length(String number, int radix) throws Malformed {
        try {
            long length = Long.parseLong(number.split(";", -1)[0].strip(), radix);
            if (length < 0 || length > maxBodyBytes) {
                throw new Malformed(413, "The body is longer than " + maxBodyBytes + " bytes.");
            }
            return (int) length;
        } catch (NumberFormatException e) {
            throw new Malformed(400, "The length of the body or of a chunk is no number: " + number);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || line.length() > MAX_HEAD_BYTES) {
                throw new EOFException("The client went away in the middle of its request.");
            }
            line.append((char) b);
        }
        return line.toString().strip();
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The client went away in the middle of its request.");
        }
        return bytes;
    }
}
