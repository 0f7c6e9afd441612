package dev.voicecall.examples;

import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The files of the console page, as they lie on the class path. They may do nothing but what the page needs: no script or style that
 * is not one of these files, no request to anywhere else, no frame around them
 * (<a href="https://www.w3.org/TR/CSP3/">CSP</a>, <a href="https://www.w3.org/TR/trusted-types/">Trusted Types</a>). Immutable.
 */
final class ConsoleFiles {
    static final String INDEX = "index.html";

    /** All others; the page finds them below its own path. */
    static final List<String> PARTS = List.of(
            "console.css",
            "icon.svg",
            "api.js",
            "app.js",
            "audio-worklets.js",
            "call-list.js",
            "call-model.js",
            "call-view.js",
            "charts.js",
            "dom.js",
            "feed.js",
            "format.js",
            "jitter-buffer.js",
            "listen.js",
            "mulaw.js",
            "phone.css",
            "phone.js",
            "phone-call.js",
            "resampler.js",
            "waveform.js");

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self'; media-src 'self' blob:; worker-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private record Content(byte[] bytes, String type, String tag) {}

    private final Map<String, Content> files =
            PARTS.stream().collect(Collectors.toMap(name -> name, ConsoleFiles::read));
    private final Content index = read(INDEX);

    /** The page itself. */
    HttpResponse index(HttpRequest request) {
        return response(index, request);
    }

    /** @param name one of {@link #PARTS} */
    HttpResponse part(String name, HttpRequest request) {
        return response(Objects.requireNonNull(files.get(name), name), request);
    }

    /** A browser keeps them, and asks each time whether they are still the same. */
    private static HttpResponse response(Content file, HttpRequest request) {
        boolean known = request.header("If-None-Match").filter(file.tag::equals).isPresent();
        HttpResponse response =
                known ? HttpResponse.of(304) : new HttpResponse(200, Map.of("Content-Type", file.type), file.bytes);
        return response.with("ETag", file.tag).with("Cache-Control", "no-cache");
    }

    /** The same, with what a browser may make of it: no more than the page needs. */
    static HttpResponse secured(HttpResponse response) {
        return response.with("Content-Security-Policy", POLICY)
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "no-referrer")
                .with("Cross-Origin-Opener-Policy", "same-origin")
                .with("Cross-Origin-Resource-Policy", "same-origin");
    }

    private static Content read(String name) {
        try (InputStream in = ConsoleFiles.class.getResourceAsStream("/console/" + name)) {
            if (in == null) {
                throw new VoiceCallException(
                        "console/" + name + " is not on the class path; build voicecall-examples anew.");
            }
            byte[] bytes = in.readAllBytes();
            return new Content(bytes, type(name), '"' + hash(bytes) + '"');
        } catch (IOException e) {
            throw new VoiceCallException("console/" + name + " can't be read.", e);
        }
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException("A page has no files like " + name + ".");
        };
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
