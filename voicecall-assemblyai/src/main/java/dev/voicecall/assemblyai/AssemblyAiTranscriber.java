package dev.voicecall.assemblyai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.ProviderException;
import dev.voicecall.RecordingTranscript;
import dev.voicecall.assemblyai.Http.Answer;
import dev.voicecall.spi.Transcriber;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transcribes over REST: uploads, orders, and asks again and again until the transcript is ready.
 *
 * <p>What may be repeated is: an upload, a question. An order is repeated only if it was certainly not taken (429, or there was no
 * connection), since each costs money. Safe for use by many threads.
 */
final class AssemblyAiTranscriber implements Transcriber {
    private static final Logger LOG = LoggerFactory.getLogger(AssemblyAiTranscriber.class);
    private static final int MOST_ATTEMPTS = 4;
    private static final int MOST_UNANSWERED = 10;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_POLL_INTERVAL = Duration.ofSeconds(30);

    private final Http http;
    private final Failures failures;
    private final TranscriberSettings settings;
    private final Optional<Webhook> webhook;
    private final Waits waits;

    /** A request that may be made several times. */
    private interface Attempt {
        Answer make() throws IOException, InterruptedException;
    }

    AssemblyAiTranscriber(Account account, TranscriberSettings settings, Optional<Webhook> webhook, Waits waits) {
        this.http = new Http(account);
        this.failures = new Failures(account);
        this.settings = settings;
        this.webhook = webhook;
        this.waits = waits;
    }

    @Override
    public RecordingTranscript transcribe(Audio audio, Request request) throws IOException, InterruptedException {
        String url = audio instanceof Audio.Content content
                ? upload(content)
                : ((Audio.At) audio).url().toString();
        String id = order(url, request);
        try {
            return TranscriptReader.read(await(id));
        } catch (InterruptedException e) {
            http.deleteLater(path(id));
            throw e;
        }
    }

    private String upload(Audio.Content content) throws IOException, InterruptedException {
        byte[] answer = insist(() -> http.upload("/v2/upload", content), true);
        return field(Json.readWithoutWords(answer), "upload_url");
    }

    private String order(String audioUrl, Request request) throws IOException, InterruptedException {
        byte[] order = TranscriptOrder.json(audioUrl, request, settings.speechModels(), webhook);
        byte[] answer = insist(() -> http.post("/v2/transcript", order), false);
        return field(Json.readWithoutWords(answer), "id");
    }

    private String field(JsonNode answer, String name) {
        String value = answer.path(name).asText("");
        if (value.isEmpty()) {
            throw failures.unexpected("an answer has no " + name + ". Check the base URL.");
        }
        return value;
    }

    private static String path(String id) {
        return "/v2/transcript/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    }

    /** @param harmless whether it may be repeated even if it may have been carried out */
    private byte[] insist(Attempt attempt, boolean harmless) throws IOException, InterruptedException {
        Duration pause = FIRST_PAUSE;
        for (int made = 1; ; made++) {
            Answer answer = attempt.make();
            ProviderException failure = answer.failure();
            Duration wanted = answer.retryAfter().orElse(pause);
            boolean again = failure != null && failure.retryable() && (harmless || answer.notDone());
            if (!again || made == MOST_ATTEMPTS || wanted.compareTo(LONGEST_PAUSE) > 0) {
                return answer.bodyOrThrow();
            }
            LOG.debug("Attempt {} failed and is repeated in {}.", made, wanted);
            waits.sleep(wanted);
            pause = pause.multipliedBy(2);
        }
    }

    private JsonNode await(String id) throws InterruptedException {
        CompletableFuture<Void> news = webhook.map(known -> known.news(id)).orElseGet(CompletableFuture::new);
        try {
            return poll(id, news);
        } finally {
            webhook.ifPresent(known -> known.forget(id));
        }
    }

    private JsonNode poll(String id, CompletableFuture<Void> news) throws InterruptedException {
        long beginNanos = waits.nanoTime();
        Duration waited = Duration.ZERO;
        Optional<Duration> wanted = Optional.empty();
        int unanswered = 0;
        while (waited.compareTo(settings.timeout()) < 0) {
            CompletableFuture<Void> wake = news.isDone() ? new CompletableFuture<>() : news;
            waits.await(
                    wake,
                    min(wanted.orElse(interval(waited)), settings.timeout().minus(waited)));
            Answer answer = http.get(path(id));
            wanted = answer.retryAfter();
            ProviderException failure = answer.failure();
            unanswered = failure == null ? 0 : unanswered + 1;
            if (failure != null && (!failure.retryable() || unanswered == MOST_UNANSWERED)) {
                throw failure;
            }
            Optional<JsonNode> ready = failure == null ? ready(answer.body()) : Optional.empty();
            if (ready.isPresent()) {
                return ready.get();
            }
            waited = Duration.ofNanos(waits.nanoTime() - beginNanos);
        }
        http.deleteLater(path(id));
        throw failures.passing("a transcript was not ready after " + settings.timeout() + ".");
    }

    /** A tenth of what was waited already, so that short recordings are ready soon and long ones cost few requests. */
    private Duration interval(Duration waited) {
        Duration tenth = waited.dividedBy(10);
        Duration longest = settings.pollInterval().compareTo(LONGEST_POLL_INTERVAL) > 0
                ? settings.pollInterval()
                : LONGEST_POLL_INTERVAL;
        return min(tenth.compareTo(settings.pollInterval()) > 0 ? tenth : settings.pollInterval(), longest);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** A sound that is too short for words has none; AssemblyAI calls that an error. */
    private JsonNode silenceOrFailure(JsonNode transcript) {
        String error = transcript.path("error").asText("no reason was given");
        if (error.contains("duration is too short")) {
            return transcript;
        }
        throw failures.ofTranscript(error);
    }

    private Optional<JsonNode> ready(byte[] body) {
        JsonNode transcript = Json.readWithoutWords(body);
        String status = transcript.path("status").asText("");
        return switch (status) {
            case "queued", "processing" -> Optional.empty();
            case "completed" -> Optional.of(transcript);
            case "error" -> Optional.of(silenceOrFailure(transcript));
            default -> throw failures.unexpected("a transcript has the status '" + status + "'.");
        };
    }
}
