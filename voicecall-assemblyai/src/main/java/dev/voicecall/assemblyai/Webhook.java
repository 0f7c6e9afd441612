package dev.voicecall.assemblyai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.WebServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where AssemblyAI tells that a transcript is ready. It only wakes who waits for it; what became of the transcript is asked by REST, so
 * a call that is lost, late or forged changes nothing.
 *
 * <p>A call without the secret gets 403, upon which AssemblyAI does not repeat it. A call for a transcript that nobody waits for gets
 * 200, so that it isn't repeated either. Safe for use by many threads.
 */
final class Webhook {
    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
    private static final String HEADER = "X-Voicecall-Secret";
    private static final int SECRET_BYTES = 16;

    private final URI url;
    private final String secret = secret();
    private final Map<String, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();

    Webhook(URI url) {
        this.url = url;
    }

    private static String secret() {
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** @throws IllegalStateException if the server has started, or the path is taken */
    void mount(WebServer server) {
        server.route("POST", url.getPath(), this::handle);
    }

    /** Adds to an order where AssemblyAI is to call, and with which secret. */
    void describe(ObjectNode order) {
        order.put("webhook_url", url.toString())
                .put("webhook_auth_header_name", HEADER)
                .put("webhook_auth_header_value", secret);
    }

    /** Completes when AssemblyAI has told of the transcript; to be {@linkplain #forget forgotten} in the end. */
    CompletableFuture<Void> news(String transcript) {
        return waiting.computeIfAbsent(transcript, id -> new CompletableFuture<>());
    }

    void forget(String transcript) {
        waiting.remove(transcript);
    }

    private CompletionStage<HttpResponse> handle(HttpRequest request) {
        byte[] given = request.header(HEADER).orElse("").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, secret.getBytes(StandardCharsets.UTF_8))) {
            LOG.warn("A webhook of AssemblyAI's came without our secret and was refused.");
            return CompletableFuture.completedFuture(HttpResponse.of(403));
        }
        String id = Json.read(new String(request.body(), StandardCharsets.UTF_8))
                .path("transcript_id")
                .asText("");
        CompletableFuture<Void> news = waiting.get(id);
        if (news != null) {
            news.complete(null);
        }
        return CompletableFuture.completedFuture(HttpResponse.of(200));
    }
}
