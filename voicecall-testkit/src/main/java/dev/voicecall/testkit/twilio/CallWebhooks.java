package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;
import dev.voicecall.testkit.twilio.Faults.Chances;
import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The requests about one call, with the faults that befall them. Used on the call's mailbox only. */
final class CallWebhooks {
    private static final Duration DUPLICATE_AFTER = Duration.ofMillis(50);

    private final Simulation simulation;
    private final SimulatedCall call;
    private final Executor mailbox;
    private final SplittableRandom random;
    private final Cookies cookies = new Cookies();

    CallWebhooks(Simulation simulation, SimulatedCall call, Executor mailbox) {
        this.simulation = simulation;
        this.call = call;
        this.mailbox = mailbox;
        this.random = new SplittableRandom(
                simulation.faults().seed() * 31 + call.sid().hashCode());
    }

    /** Asks how to go on, or reports. Completes on any thread, exceptionally with a {@link WebhookFailure}. */
    CompletionStage<WebReply> send(Kind kind, Endpoint endpoint, FormParameters parameters) {
        return send(kind, endpoint, parameters, Duration.ZERO);
    }

    /** The same, so much later. */
    CompletionStage<WebReply> send(Kind kind, Endpoint endpoint, FormParameters parameters, Duration later) {
        Faults faults = simulation.faults();
        Chances chances = kind.steers() ? faults.steering() : faults.callbacks();
        boolean lost = chance(chances.lost());
        boolean duplicated = chance(chances.duplicated());
        Duration delay = later.plus(chance(chances.delayed()) ? upTo(chances.maxDelay()) : Duration.ZERO);
        Webhook webhook = new Webhook(
                kind,
                endpoint,
                parameters,
                new UUID(random.nextLong(), random.nextLong()).toString(),
                cookies,
                lost,
                call::sent,
                call::problem);
        CompletableFuture<WebReply> reply = new CompletableFuture<>();
        if (kind.steers() || !lost) {
            after(delay, () -> forward(simulation.sender().send(webhook), reply));
        }
        if (duplicated) {
            after(delay.plus(DUPLICATE_AFTER), () -> simulation.sender().send(webhook));
        }
        return reply;
    }

    /** Reports, and looks whether the application took it well. */
    void report(Kind kind, Endpoint endpoint, FormParameters parameters, Duration later) {
        send(kind, endpoint, parameters, later).whenComplete((reply, failure) -> {
            if (failure instanceof WebhookFailure broken) {
                call.problem(new Problem(broken.code(), true, String.valueOf(broken.getMessage())));
            } else if (reply != null && reply.status() >= 400) {
                call.problem(new Problem(15003, true, "A callback was answered with " + reply.status() + "."));
            }
        });
    }

    private void after(Duration delay, Runnable task) {
        if (delay.isZero()) {
            task.run();
        } else {
            simulation.timers().after(simulation.line(), delay, mailbox, task);
        }
    }

    private static void forward(CompletionStage<WebReply> from, CompletableFuture<WebReply> to) {
        from.whenComplete((reply, failure) -> {
            if (failure != null) {
                to.completeExceptionally(WebhookFailure.of(failure));
            } else {
                to.complete(reply);
            }
        });
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private Duration upTo(Duration max) {
        return max.isZero() ? Duration.ZERO : Duration.ofMillis(random.nextLong(max.toMillis() + 1));
    }
}
