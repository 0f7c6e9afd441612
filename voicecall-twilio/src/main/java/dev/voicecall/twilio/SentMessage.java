package dev.voicecall.twilio;

import dev.voicecall.CarrierException;
import dev.voicecall.MessageDelivery;
import dev.voicecall.MessageDelivery.Status;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way, whatever the order in which Twilio reports it: it never goes back, and what arrived or failed stays so. Safe for
 * use by many threads.
 */
final class SentMessage {
    private final Executor worker;
    private final CompletableFuture<String> taken = new CompletableFuture<>();
    private final CompletableFuture<MessageDelivery> delivery = new CompletableFuture<>();
    private @Nullable String id;
    private Status last = Status.ACCEPTED;
    private Optional<CarrierException> failure = Optional.empty();
    private boolean abandoned;

    /** @param worker runs what waits for the futures */
    SentMessage(Executor worker) {
        this.worker = worker;
    }

    /** Completes with Twilio's name for it. */
    CompletableFuture<String> taken() {
        return taken;
    }

    CompletableFuture<MessageDelivery> delivery() {
        return delivery;
    }

    /** Twilio has taken it under this name. */
    synchronized void isTaken(String id) {
        if (this.id == null) {
            this.id = id;
            worker.execute(() -> taken.complete(id));
            settle(worker);
        }
    }

    /** It was not sent, as far as can be known. Does nothing if it was. */
    void refused(CarrierException why) {
        worker.execute(() -> taken.completeExceptionally(why));
    }

    /** @return whether it is certain now what became of it */
    synchronized boolean report(MessageDelivery report) {
        isTaken(report.id());
        if (!last.isFinal() && report.status().compareTo(last) > 0) {
            last = report.status();
            failure = report.failure();
            settle(worker);
        }
        return last.isFinal();
    }

    /** No more is waited for: what was known last is what became of it. On this thread, whose end may be near. */
    synchronized void abandon() {
        abandoned = true;
        if (id == null) {
            taken.completeExceptionally(new CarrierException(
                    "It is not waited any longer for Twilio to take the message; it may have been sent all the same.",
                    0,
                    false,
                    null));
        } else {
            taken.complete(id);
        }
        settle(Runnable::run);
    }

    private void settle(Executor where) {
        if (id != null && (abandoned || last.isFinal())) {
            MessageDelivery known = new MessageDelivery(id, last, failure);
            where.execute(() -> delivery.complete(known));
        }
    }
}
