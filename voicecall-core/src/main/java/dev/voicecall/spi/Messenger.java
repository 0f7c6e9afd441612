package dev.voicecall.spi;

import dev.voicecall.IncomingMessage;
import dev.voicecall.MessageDelivery;
import dev.voicecall.OutgoingMessage;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Sends and takes text messages. Safe for use by many threads.
 */
public interface Messenger {
    /**
     * Sends a message, once: what may have been taken by the carrier is not sent again.
     *
     * @return completes when the carrier has taken it, or exceptionally with a {@link dev.voicecall.CarrierException}
     */
    CompletableFuture<Sent> send(OutgoingMessage message);

    /** Has the listener hear of each message that comes in, in place of the one before; on a worker thread, on which it may block. */
    void onIncoming(Consumer<IncomingMessage> listener);

    /**
     * A message that the carrier has taken. Safe for use by many threads.
     *
     * @param id the carrier's name for it
     * @param delivery completes when it has arrived or failed for good, which may be long after; never exceptionally. If the
     *     carrier does not tell within a day, with the last that was known.
     */
    record Sent(String id, CompletableFuture<MessageDelivery> delivery) {}
}
