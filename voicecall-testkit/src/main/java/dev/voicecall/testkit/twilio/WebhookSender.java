package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.testkit.twilio.Faults.Quirk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes Twilio's requests: signed, with cookies, following redirects, tried again where the URL's fragment asks for it,
 * and all of it within the time limit. Safe for use by many threads.
 */
final class WebhookSender {
    private static final int MAX_REDIRECTS = 10;

    private final Network network;
    private final Scheduler time;
    private final Timers timers;
    private final Duration ceiling;
    private final String authToken;
    private final Supplier<Faults> faults;
    private final EtagCache cache = new EtagCache();

    WebhookSender(
            Network network,
            Scheduler time,
            Timers timers,
            Duration ceiling,
            String authToken,
            Supplier<Faults> faults) {
        this.network = network;
        this.time = time;
        this.timers = timers;
        this.ceiling = ceiling;
        this.authToken = authToken;
        this.faults = faults;
    }

    /**
     * Sends.
     *
     * @return completes with the answer, whatever its status, or exceptionally with a {@link WebhookFailure}; an answer
     *     after the time limit is ignored
     */
    CompletionStage<WebReply> send(Webhook webhook) {
        DeliveryPolicy policy = DeliveryPolicy.of(webhook.endpoint().url(), ceiling);
        if (!policy.valid()) {
            webhook.debugger().accept(new Problem(11243, true, "The retry policy of the URL is not understood."));
        }
        CompletableFuture<WebReply> outcome = new CompletableFuture<>();
        Scheduler.Timer limit = timers.after(
                time,
                policy.total(),
                time.executor(),
                () -> outcome.completeExceptionally(
                        new WebhookFailure(11205, "There was no answer within " + policy.total() + ".")));
        attempt(webhook, policy, 0, outcome);
        return outcome.whenComplete((reply, failure) -> limit.cancel());
    }

    private void attempt(Webhook webhook, DeliveryPolicy policy, int attempt, CompletableFuture<WebReply> outcome) {
        follow(webhook, 0).whenComplete((reply, thrown) -> {
            if (outcome.isDone()) {
                return;
            }
            Throwable failure =
                    thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
            if (attempt < policy.retries() && retried(policy, reply, failure)) {
                attempt(webhook.again(), policy, attempt + 1, outcome);
            } else if (failure != null) {
                outcome.completeExceptionally(WebhookFailure.of(failure));
            } else {
                outcome.complete(reply);
            }
        });
    }

    private static boolean retried(DeliveryPolicy policy, @Nullable WebReply reply, @Nullable Throwable failure) {
        if (failure == null) {
            return reply != null && policy.retries(reply.status());
        }
        return !(failure instanceof WebhookFailure)
                && policy.retries(WebhookFailure.isConnectFailure(failure) ? "ct" : "rt");
    }

    private CompletionStage<WebReply> follow(Webhook webhook, int redirects) {
        return once(webhook).thenCompose(reply -> {
            URI url = webhook.endpoint().url();
            if (!isRedirect(reply)) {
                return CompletableFuture.completedFuture(reply);
            }
            if (redirects == MAX_REDIRECTS) {
                throw new WebhookFailure(11215, "There were more than " + MAX_REDIRECTS + " redirects.");
            }
            URI next = url.resolve(reply.header("Location").orElseThrow());
            return follow(webhook.redirected(next, reply.status()), redirects + 1);
        });
    }

    private static boolean isRedirect(WebReply reply) {
        return switch (reply.status()) {
            case 301, 302, 303, 307, 308 -> reply.header("Location").isPresent();
            default -> false;
        };
    }

    private CompletionStage<WebReply> once(Webhook webhook) {
        if (timers.closed()) {
            return CompletableFuture.failedFuture(new WebhookFailure(11200, "The simulator is closed."));
        }
        URI plain = DeliveryPolicy.withoutFragment(webhook.endpoint().url());
        URI url = webhook.isGet() ? withQuery(plain, webhook.parameters()) : plain;
        FormParameters form = webhook.isGet() ? new FormParameters(Map.of()) : webhook.parameters();
        String method = webhook.isGet() ? "GET" : "POST";
        byte[] body = form.encode().getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = headers(webhook, url, form);
        if (webhook.isGet()) {
            cache.tag(url).ifPresent(tag -> headers.put("If-None-Match", tag));
        }
        return network.send(method, url, headers, body)
                .whenComplete((reply, failure) -> webhook.log()
                        .accept(new WebhookExchange(
                                webhook.kind(),
                                method,
                                url,
                                webhook.parameters(),
                                webhook.idempotencyToken(),
                                reply == null ? OptionalInt.empty() : OptionalInt.of(reply.status()))))
                .thenApply(reply -> received(webhook, url, reply));
    }

    private WebReply received(Webhook webhook, URI url, WebReply reply) {
        if (webhook.loseAnswer()) {
            throw new UncheckedIOException(new IOException("The connection broke off before the answer."));
        }
        webhook.cookies().keep(url, reply);
        return webhook.isGet() ? cache.through(url, reply) : reply;
    }

    private Map<String, String> headers(Webhook webhook, URI url, FormParameters form) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", "TwilioProxy/1.1");
        headers.put("Accept", "*/*");
        headers.put("I-Twilio-Idempotency-Token", webhook.idempotencyToken());
        if (!webhook.isGet()) {
            headers.put("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
        }
        webhook.cookies().header(url).ifPresent(cookies -> headers.put("Cookie", cookies));
        if (!faults.get().has(Quirk.NO_SIGNATURE)) {
            String token = faults.get().has(Quirk.WRONG_SIGNATURE) ? "not-" + authToken : authToken;
            headers.put("X-Twilio-Signature", new TwilioSigner(token).sign(url, form));
        }
        return headers;
    }

    private static URI withQuery(URI url, FormParameters parameters) {
        String encoded = parameters.encode();
        if (encoded.isEmpty()) {
            return url;
        }
        return URI.create(url + (url.getRawQuery() == null ? "?" : "&") + encoded);
    }
}
