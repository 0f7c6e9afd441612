package dev.voicecall.socketio;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.CallEvent;
import dev.voicecall.CallInfo;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.Scheduler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Where what happens on calls meets those who watch. All of it is done one thing after the other, in a mailbox of its own and never on
 * the thread of a call, so that what a watcher gets has an order: a snapshot, and then whatever happens after it.
 *
 * <p>Of events at most {@value #MOST_WAITING} may wait, further ones are lost; of the sound of each call one piece. Safe for use by
 * many threads.
 */
final class RelayHub {
    static final int MOST_WAITING = 10_000;

    /** How long the end of a call waits for the last of its sound. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** How many events of a call are kept back while the carrier has no name for it, so that all watchers are asked about one that has. */
    private static final int MOST_UNTOLD = 64;

    private final Scheduler scheduler;
    private final Mailbox mailbox;
    private final AtomicInteger waiting = new AtomicInteger();
    private final LongAdder lostEvents = new LongAdder();
    private final LongAdder lostSamples = new LongAdder();
    /** By our name for the call. */
    private final Map<String, RelayedCall> calls = new LinkedHashMap<>();
    /** Those of them that watchers have been asked about, by the carrier's name. */
    private final Map<String, RelayedCall> introduced = new LinkedHashMap<>();

    private final Set<Subscription> subscriptions = new LinkedHashSet<>();
    private boolean closed;

    RelayHub(Scheduler scheduler) {
        this.scheduler = scheduler;
        this.mailbox = new Mailbox(scheduler.executor());
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /** Events that were lost since too many waited. */
    long lostEvents() {
        return lostEvents.sum();
    }

    /** Something has happened on a call. */
    void tell(CallEvent event) {
        boolean mayBeLost = !begins(event) && !ends(event);
        if (waiting.incrementAndGet() > MOST_WAITING && mayBeLost) {
            waiting.decrementAndGet();
            lostEvents.increment();
            return;
        }
        run(() -> {
            waiting.decrementAndGet();
            relay(event);
        });
    }

    /** @return false if the threads were shut down */
    private boolean run(Runnable task) {
        try {
            mailbox.execute(task);
            return true;
        } catch (RejectedExecutionException shutDown) {
            return false; // and so are the connections of all who watch
        }
    }

    private static boolean begins(CallEvent event) {
        return event.type().equals("status") && event.details().containsKey("direction");
    }

    private static boolean ends(CallEvent event) {
        return event.type().equals("ended");
    }

    /** What comes of a call that has not begun, or is over, is too late. */
    private void relay(CallEvent event) {
        String key = event.call().recordId().or(() -> event.call().id()).orElse("");
        if (begins(event)) {
            calls.putIfAbsent(key, new RelayedCall(event));
        }
        RelayedCall call = calls.get(key);
        if (call == null) {
            return;
        }
        boolean named = event.call().id().isPresent();
        if (!named && call.untoldEvents() >= MOST_UNTOLD && !ends(event)) {
            lostEvents.increment();
            return;
        }
        call.take(event);
        if (!named && !ends(event)) {
            return;
        }
        introduce(call);
        if (ends(event)) {
            calls.remove(key);
            endWithSound(call);
        } else {
            tellUntold(call);
        }
    }

    /** Asks all who watch whether they may see it; once. */
    private void introduce(RelayedCall call) {
        if (!call.introduced()) {
            call.introduce();
            introduced.put(call.id(), call);
            subscriptions.forEach(subscription -> ask(subscription, call));
        }
    }

    private static void ask(Subscription subscription, RelayedCall call) {
        if (subscription.mayWatch(call.info())) {
            call.entitled().add(subscription);
            call.update(subscription);
        }
    }

    private static void tellUntold(RelayedCall call) {
        call.untold().forEach(event -> tellAll(call.followers(), message(event)));
    }

    private static void tellAll(Collection<Subscription> subscriptions, Message message) {
        subscriptions.forEach(subscription -> subscription.watcher().send(message));
    }

    private static Message message(CallEvent event) {
        String alias = null;
        if (event.type().equals("words")) {
            alias = event.text("speaker").orElse("").equals("agent") ? "Receiver" : "Caller";
        }
        return new Message(event.type(), alias, event.toJson().getBytes(StandardCharsets.UTF_8));
    }

    /** What there is of its sound comes before. */
    private void endWithSound(RelayedCall call) {
        if (call.sound() == null) {
            end(call);
        } else {
            call.end(scheduler.schedule(PATIENCE, mailbox, () -> end(call)));
        }
    }

    private void end(RelayedCall call) {
        if (introduced.remove(call.id(), call)) {
            tellUntold(call);
            call.over();
        }
    }

    /** The sound of a call begins to be heard. */
    void soundBegins(CallSound sound) {
        run(() -> {
            RelayedCall call = introduced.get(sound.callId());
            if (call == null) {
                sound.wanted(false);
            } else {
                call.sound(sound);
            }
        });
    }

    /** No more of it will come. */
    void soundEnded(CallSound sound) {
        run(() -> {
            RelayedCall call = introduced.get(sound.callId());
            if (call != null && call.sound() == sound) {
                call.soundEnded();
                if (call.ending()) {
                    end(call);
                }
            }
        });
    }

    /** Tells of sound, and waits until it was sent: may block. */
    void tell(CallSound sound, Message message) {
        await(() -> {
            RelayedCall call = introduced.get(sound.callId());
            if (call != null && call.sound() == sound) {
                tellAll(call.hearers(), message);
            }
        });
    }

    /** Runs it, and waits until it was run; an interrupt ends the waiting. */
    private void await(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean runs = run(() -> {
            task.run();
            done.complete(null);
        });
        try {
            if (runs) {
                scheduler.await(done);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void lostSamples(long samples) {
        lostSamples.add(samples);
    }

    /** How much sound was not converted, since the machine could not keep up. */
    Duration lostSound() {
        return AudioFormat.TELEPHONE.duration(lostSamples.sum());
    }

    /** A new watcher, who is told how the calls stand that it may see. */
    Subscription connect(Watcher watcher, Predicate<CallInfo> mayWatch, boolean media) {
        Subscription subscription = new Subscription(watcher, mayWatch, media);
        boolean runs = run(() -> {
            if (closed) {
                watcher.close();
                return;
            }
            subscriptions.add(subscription);
            introduced.values().forEach(call -> ask(subscription, call));
            sendCalls(subscription);
        });
        if (!runs) {
            watcher.close();
        }
        return subscription;
    }

    /** Its watcher is gone. */
    void disconnect(Subscription subscription) {
        run(() -> {
            subscriptions.remove(subscription);
            introduced.values().forEach(call -> call.forget(subscription));
        });
    }

    /**
     * It wants to see this call, of all that it may see, and those that it has joined before.
     *
     * @param answer why not; empty if it does now
     */
    void join(Subscription subscription, String callId, Consumer<Optional<String>> answer) {
        run(() -> {
            RelayedCall call = introduced.get(callId);
            if (call == null || !call.entitled().contains(subscription)) {
                answer.accept(Optional.of("There is no such call that you may watch, or it is over."));
            } else if (subscription.join(callId)) {
                answer.accept(Optional.empty());
                follow(subscription);
            } else {
                answer.accept(Optional.of("These are too many calls; leave those that are over."));
            }
        });
    }

    /** It does not want to see this call any more; if it was the last one, it sees all again. */
    void leave(Subscription subscription, String callId, Runnable answer) {
        run(() -> {
            answer.run();
            if (subscription.leave(callId)) {
                follow(subscription);
            }
        });
    }

    private void follow(Subscription subscription) {
        introduced.values().forEach(call -> call.update(subscription));
        sendCalls(subscription);
    }

    /** Whether it wants the sound of the calls, too. */
    void media(Subscription subscription, boolean wanted, Runnable answer) {
        run(() -> {
            answer.run();
            subscription.wantMedia(wanted);
            introduced.values().forEach(call -> call.update(subscription));
        });
    }

    private void sendCalls(Subscription subscription) {
        ObjectNode snapshot =
                Json.object().put("evt", "calls").put("ts", scheduler.now().toString());
        ArrayNode list = snapshot.putArray("calls");
        introduced.values().stream()
                .filter(call -> call.followers().contains(subscription))
                .forEach(call -> list.add(json(call)));
        subscription.watcher().send(new Message("calls", null, Json.bytes(snapshot)));
    }

    private static ObjectNode json(RelayedCall call) {
        ObjectNode json = Json.object().put("call_id", call.id());
        call.info().recordId().ifPresent(id -> json.put("record_id", id));
        return json.put("direction", call.info().direction().name().toLowerCase(Locale.ROOT))
                .put("from", call.info().from())
                .put("to", call.info().to())
                .put("status", call.status())
                .put("since", call.since().toString());
    }

    /** Lets all watchers go, and those that come later. Blocks until they were told. */
    void close() {
        await(() -> {
            closed = true;
            subscriptions.forEach(subscription -> subscription.watcher().close());
            subscriptions.clear();
            introduced.values().forEach(RelayedCall::over);
            introduced.clear();
            calls.clear();
        });
    }
}
