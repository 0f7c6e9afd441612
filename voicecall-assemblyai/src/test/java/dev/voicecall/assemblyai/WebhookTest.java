package dev.voicecall.assemblyai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.RecordingTranscript;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.Transcriber.Request;
import dev.voicecall.testkit.InMemoryWebServer;
import dev.voicecall.testkit.assemblyai.AssemblyAiSimulator;
import dev.voicecall.testkit.assemblyai.WebhookAttempt;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** AssemblyAI tells that a transcript is ready. */
@Tag("socket")
class WebhookTest {
    private static final TranscriberSettings SELDOM =
            TranscriberSettings.DEFAULT.withPollInterval(Duration.ofHours(1)).withTimeout(Duration.ofHours(9));
    private static final Request MONO = new Request("en-US", 1, List.of());
    private static final byte[] HELLO = Recordings.wav(Recordings.after(0, "hello"));

    private final InMemoryWebServer web = new InMemoryWebServer();
    private final AssemblyAiSimulator simulator =
            AssemblyAiSimulator.builder().webhookPause(Duration.ofMillis(1)).start();

    @AfterEach
    void close() {
        simulator.close();
    }

    private AssemblyAiBuilder builder() {
        return AssemblyAi.builder(simulator.apiKey())
                .baseUrl(simulator.baseUrl().toString());
    }

    @Test
    void wakesWhoWaits() throws Exception {
        try (FunctionServer internet = new FunctionServer(web::handle)) {
            AssemblyAi client =
                    builder().webhook(web, internet.url() + "/ready").build();
            web.start();
            RecordingTranscript transcript = client.transcriber(SELDOM).transcribe(Recordings.content(HELLO), MONO);
            assertThat(transcript.text()).isEqualTo("hello");
            awaitWebhooks(1);
        }
        assertThat(simulator.webhooks()).extracting(WebhookAttempt::status).containsOnly(200);
    }

    @Test
    void needNotComeAtAll() throws Exception {
        AssemblyAi client = builder().webhook(web, "http://127.0.0.1:1/ready").build();
        TranscriberSettings often = TranscriberSettings.DEFAULT.withPollInterval(Duration.ofMillis(50));
        assertThat(client.transcriber(often)
                        .transcribe(Recordings.content(HELLO), MONO)
                        .text())
                .isEqualTo("hello");
    }

    @Test
    void withoutTheSecretIsRefusedForGood() {
        Webhook webhook = new Webhook(URI.create("https://example.com/ready"));
        webhook.mount(web);
        web.start();
        CompletableFuture<Void> news = webhook.news("abc");
        assertThat(call("wrong", "abc")).isEqualTo(403);
        assertThat(call("", "abc")).isEqualTo(403);
        assertThat(news).isNotDone();
        assertThat(call(secret(webhook), "abc")).isEqualTo(200);
        assertThat(news).isDone();
    }

    @Test
    void ofWhatNobodyWaitsForIsTaken() {
        Webhook webhook = new Webhook(URI.create("https://example.com/ready"));
        webhook.mount(web);
        web.start();
        assertThat(call(secret(webhook), "unknown")).isEqualTo(200);
    }

    @Test
    void needsAPath() {
        assertThatThrownBy(() -> builder().webhook(web, "https://example.com"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isRepeatedByTheSimulatorUntilItIsTakenOrRefused() throws Exception {
        assertThat(attempts(500, 302, 200)).containsExactly(500, 302, 200);
        assertThat(attempts(503, 403)).containsExactly(503, 403);
        assertThat(attempts(500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 200))
                .hasSize(10)
                .containsOnly(500);
    }

    /** What the simulator's attempts are answered with, one after the other. */
    private List<Integer> attempts(int... statuses) throws Exception {
        Queue<Integer> answers = new ArrayDeque<>();
        for (int status : statuses) {
            answers.add(status);
        }
        int before = simulator.webhooks().size();
        int expected = Math.min(10, statuses.length);
        try (FunctionServer internet =
                new FunctionServer(request -> CompletableFuture.completedFuture(HttpResponse.of(answers.remove())))) {
            builder()
                    .webhook(new InMemoryWebServer(), internet.url() + "/ready")
                    .build()
                    .transcriber(TranscriberSettings.DEFAULT.withPollInterval(Duration.ofMillis(10)))
                    .transcribe(Recordings.content(HELLO), MONO);
            awaitWebhooks(before + expected);
        }
        return simulator.webhooks().stream()
                .skip(before)
                .map(WebhookAttempt::status)
                .toList();
    }

    private void awaitWebhooks(int count) {
        Eventually.until(() -> simulator.webhooks().size() >= count);
    }

    private static String secret(Webhook webhook) {
        ObjectNode order = Json.object();
        webhook.describe(order);
        assertThat(order.path("webhook_auth_header_name").asText()).isEqualTo("X-Voicecall-Secret");
        return order.path("webhook_auth_header_value").asText();
    }

    private int call(String secret, String transcript) {
        HttpRequest request = new HttpRequest(
                "POST",
                "/ready",
                Map.of("X-Voicecall-Secret", List.of(secret)),
                Map.of(),
                ("{\"transcript_id\":\"" + transcript + "\",\"status\":\"completed\"}")
                        .getBytes(StandardCharsets.UTF_8),
                new CompletableFuture<>());
        return web.handle(request).toCompletableFuture().join().status();
    }
}
