package dev.voicecall.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What a watcher asks for: {@code join} and {@code leave} of a call, {@code media} or none. Safe for use by many threads. */
final class Commands {
    private static final int MOST_WAITING = 64;

    private final RelayHub hub;
    private final Subscription subscription;
    private final AtomicInteger waiting = new AtomicInteger();

    Commands(RelayHub hub, Subscription subscription) {
        this.hub = hub;
        this.subscription = subscription;
    }

    /**
     * Does it soon.
     *
     * @param answer told in the hub's mailbox: why it was not done; empty if it was
     * @return false if it is nothing that can be asked for
     */
    boolean obey(String name, JsonNode value, Consumer<Optional<String>> answer) {
        Consumer<Optional<String>> counted = whyNot -> {
            waiting.decrementAndGet();
            answer.accept(whyNot);
        };
        waiting.incrementAndGet();
        if (name.equals("join") && value.isTextual()) {
            hub.join(subscription, value.textValue(), counted);
        } else if (name.equals("leave") && value.isTextual()) {
            hub.leave(subscription, value.textValue(), () -> counted.accept(Optional.empty()));
        } else if (name.equals("media") && value.isBoolean()) {
            hub.media(subscription, value.booleanValue(), () -> counted.accept(Optional.empty()));
        } else {
            waiting.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Whether it asks for more than can be done. */
    boolean tooMany() {
        return waiting.get() > MOST_WAITING;
    }

    /** The watcher is gone. */
    void end() {
        hub.disconnect(subscription);
    }
}
