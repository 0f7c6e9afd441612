package dev.voicecall.openai;

import dev.voicecall.ProviderException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An answer that has begun. Called by one thread at a time; to be closed, which ends the connection unless it was read to its end. */
final class Reply implements AutoCloseable {
    private final HttpResponse<HttpBody> response;
    private final Failures failures;

    Reply(HttpResponse<HttpBody> response, Failures failures) {
        this.response = response;
        this.failures = failures;
    }

    /** How to say what is wrong with it. */
    Failures failures() {
        return failures;
    }

    /** Its status and headers. */
    HttpResponse<HttpBody> response() {
        return response;
    }

    /** Whether the status is 2xx. */
    boolean isSuccess() {
        return response.statusCode() / 100 == 2;
    }

    /** For example {@code text/event-stream}, without parameters; see {@link #contentTypeWithParameters}. */
    String contentType() {
        return contentTypeWithParameters().split(";", 2)[0].strip();
    }

    /** For example {@code audio/pcm;rate=24000}, in lower case and without spaces; empty if there is none. */
    String contentTypeWithParameters() {
        String value = response.headers().firstValue("Content-Type").orElse("");
        return value.replace(" ", "").toLowerCase(Locale.ROOT);
    }

    /**
     * The next piece of the body; {@code null} when there is no more.
     *
     * @throws ProviderException if none comes in time, or the connection breaks
     */
    byte @Nullable [] next() throws InterruptedException {
        try {
            return response.body().next();
        } catch (IOException e) {
            throw failures.of(e);
        }
    }

    /**
     * All of the body.
     *
     * @throws ProviderException if it is longer than that, does not come in time, or the connection breaks
     */
    byte[] all(int maxBytes) throws InterruptedException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece = next(); piece != null; piece = next()) {
            all.writeBytes(piece);
            if (all.size() > maxBytes) {
                throw failures.unexpected("the answer is longer than " + maxBytes + " bytes.");
            }
        }
        return all.toByteArray();
    }

    /** What can be read of the body without trouble, as text. Closes it. */
    String beginning(int maxBytes) throws InterruptedException {
        ByteArrayOutputStream beginning = new ByteArrayOutputStream();
        try (HttpBody body = response.body()) {
            byte[] piece = body.next();
            while (piece != null && beginning.size() < maxBytes) {
                beginning.writeBytes(piece);
                piece = body.next();
            }
        } catch (IOException e) {
            beginning.writeBytes(" (and no more could be read)".getBytes(StandardCharsets.UTF_8));
        }
        return beginning.toString(StandardCharsets.UTF_8);
    }

    /** Nothing more of it is wanted, though the connection may be used again. */
    void finish() throws InterruptedException {
        response.body().finish();
    }

    @Override
    public void close() {
        response.body().close();
    }
}
