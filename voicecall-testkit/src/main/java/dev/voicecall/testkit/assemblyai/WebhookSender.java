package dev.voicecall.testkit.assemblyai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.voicecall.spi.Scheduler;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells that a transcript is ready: until it is answered with a status of 2xx within ten seconds, or with one of 4xx, ten times at
 * most. Safe for use by many threads.
 */
final class WebhookSender {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MOST_ATTEMPTS = 10;

    private final Scheduler time;
    private final Duration pause;
    private final List<WebhookAttempt> attempts = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(Redirect.NEVER)
            .build();

    /** @param pause between two attempts */
    WebhookSender(Scheduler time, Duration pause) {
        this.time = time;
        this.pause = pause;
    }

    List<WebhookAttempt> attempts() {
        return List.copyOf(attempts);
    }

    /** Returns after the first attempt; the others are made later. */
    void tell(Job job) {
        tell(job, 1);
    }

    private void tell(Job job, int attempt) {
        int status = call(job);
        attempts.add(new WebhookAttempt(job.id(), status));
        if (status / 100 != 2 && status / 100 != 4 && attempt < MOST_ATTEMPTS) {
            repeat(job, attempt + 1);
        }
    }

    private void repeat(Job job, int attempt) {
        try {
            time.schedule(pause, time.worker(), () -> tell(job, attempt));
        } catch (RejectedExecutionException e) {
            LOG.debug("The simulator is closed.", e);
        }
    }

    private int call(Job job) {
        JsonNode order = job.order().json();
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("transcript_id", job.id())
                .put("status", job.status().word())
                .toString();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(order.path("webhook_url").asText()))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        if (order.has("webhook_auth_header_name")) {
            request.header(
                    order.path("webhook_auth_header_name").asText(),
                    order.path("webhook_auth_header_value").asText());
        }
        try {
            return client.send(request.build(), BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            LOG.debug("A webhook was not answered.", e);
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
