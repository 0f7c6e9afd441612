package dev.voicecall.openai;

import dev.voicecall.spi.Transcriber;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A form with a file, as RFC 7578 has it. Called by one thread at a time. */
final class MultipartForm {
    /** Of 122 random bits, so that it stands in no file. */
    private final String boundary = "voicecall-" + UUID.randomUUID();

    private final List<BodyPublisher> body = new ArrayList<>();

    /** Adds a field. */
    MultipartForm field(String name, String value) {
        write("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n");
        return this;
    }

    /** Adds a file. */
    MultipartForm file(String name, String fileName, String contentType, byte[] content) {
        return file(name, fileName, contentType, BodyPublishers.ofByteArray(content));
    }

    /**
     * Adds a file that is read while it is sent.
     *
     * @param lengthBytes how much there is, 1 or more
     */
    MultipartForm file(String name, String fileName, String contentType, long lengthBytes, Transcriber.Source content) {
        BodyPublisher read = BodyPublishers.ofInputStream(() -> opened(content));
        return file(name, fileName, contentType, BodyPublishers.fromPublisher(read, lengthBytes));
    }

    private static InputStream opened(Transcriber.Source content) {
        try {
            return content.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private MultipartForm file(String name, String fileName, String contentType, BodyPublisher content) {
        write("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + fileName
                + "\"\r\nContent-Type: " + contentType + "\r\n\r\n");
        body.add(content);
        write("\r\n");
        return this;
    }

    /** The whole of it; nothing can be added any more. */
    Http.Post to(String path) {
        write("--" + boundary + "--\r\n");
        BodyPublisher all = BodyPublishers.concat(body.toArray(BodyPublisher[]::new));
        return new Http.Post(path, "multipart/form-data; boundary=" + boundary, all);
    }

    private void write(String text) {
        body.add(BodyPublishers.ofString(text, StandardCharsets.UTF_8));
    }
}
