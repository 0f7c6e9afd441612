package dev.voicecall.testkit.assemblyai;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Fetches sound from URLs of this machine; those of others can't be fetched. Safe for use by many threads. */
final class AudioFetch {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(Redirect.NEVER)
            .build();

    /**
     * Blocks until all of it is there.
     *
     * @throws IOException if it isn't, or is too long
     */
    byte[] fetch(String url) throws IOException, InterruptedException {
        URI uri = URI.create(url);
        if (!InetAddress.getByName(uri.getHost()).isLoopbackAddress()) {
            throw new IOException("It is on another machine.");
        }
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            byte[] file = body.readNBytes(Api.MAX_FILE_BYTES + 1);
            if (response.statusCode() != 200 || file.length > Api.MAX_FILE_BYTES) {
                throw new IOException(
                        "It was answered with " + response.statusCode() + " and " + file.length + " bytes.");
            }
            return file;
        }
    }
}
