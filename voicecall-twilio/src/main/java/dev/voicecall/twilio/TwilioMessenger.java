package dev.voicecall.twilio;

import com.twilio.rest.api.v2010.account.Message;
import com.twilio.rest.api.v2010.account.MessageCreator;
import dev.voicecall.CarrierException;
import dev.voicecall.IncomingMessage;
import dev.voicecall.OutgoingMessage;
import dev.voicecall.spi.Messenger;
import dev.voicecall.spi.Scheduler.Timer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages over Twilio. Each is sent once, as a call is placed once: an order is repeated only where it was certainly not carried out
 * (Twilio could not be reached, or asks to wait). Where that stays open, a status callback tells, which carries a token of the
 * message's own; without one for {@link #SIGN_OF_LIFE} it has failed, and may have been sent all the same.
 *
 * <p>Of each message the delivery is waited for a day, and of {@value #MAX_WAITING} at most. Safe for use by many threads.
 */
final class TwilioMessenger implements Messenger {
    private static final Logger LOG = LoggerFactory.getLogger(TwilioMessenger.class);
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);
    private static final Duration DELIVERY = Duration.ofDays(1);
    static final int MAX_WAITING = 10_000;

    private final TwilioLeg.Context context;
    private final TwilioRest rest;
    private final Executor worker;
    private final MessageSenders senders;
    private final IncomingMessages incoming;
    /** By token, the oldest first. */
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();

    /** @param patience gives it up */
    private record Waiting(SentMessage message, Timer patience) {}

    TwilioMessenger(TwilioLeg.Context context, TwilioRest rest, MessageSenders senders) {
        this.context = context;
        this.rest = rest;
        this.worker = context.scheduler().worker();
        this.senders = senders;
        this.incoming = new IncomingMessages(worker);
    }

    @Override
    public CompletableFuture<Sent> send(OutgoingMessage message) {
        String token = context.registry().newToken();
        SentMessage sent = new SentMessage(worker);
        MessageCreator order =
                senders.order(message).setStatusCallback(context.config().messageStatusUrl(token));
        if (!add(token, sent)) {
            return CompletableFuture.failedFuture(new CarrierException(
                    MAX_WAITING + " messages wait for Twilio to take them; send this one later.", 0, true, null));
        }
        order(token, sent, order, 1);
        return sent.taken().thenApply(id -> new Sent(id, sent.delivery()));
    }

    @Override
    public void onIncoming(Consumer<IncomingMessage> listener) {
        incoming.listener(listener);
    }

    /** Where messages come in. */
    IncomingMessages incoming() {
        return incoming;
    }

    private void order(String token, SentMessage sent, MessageCreator order, int attempt) {
        rest.submit(order::create).whenComplete((answer, broken) -> {
            if (broken == null && answer.getSid() != null) {
                taken(token, sent, answer);
                return;
            }
            RestFailure failure = broken == null
                    ? RestFailure.noAnswer(new IllegalStateException("a success without a MessageSid"), false)
                    : RestFailure.of(broken);
            if (failure.safeToRepeat() && attempt < Retry.ATTEMPTS) {
                later(Retry.delay(failure, attempt), () -> order(token, sent, order, attempt + 1));
            } else if (failure.certainlyNotDone()) {
                refused(token, sent, failure.toCarrierException());
            } else {
                later(SIGN_OF_LIFE, () -> giveUp(token, sent, failure));
            }
        });
    }

    private void taken(String token, SentMessage sent, Message answer) {
        sent.isTaken(answer.getSid());
        int code = answer.getErrorCode() == null ? 0 : answer.getErrorCode();
        MessageReport.of(answer.getSid(), String.valueOf(answer.getStatus()), code)
                .filter(sent::report)
                .ifPresent(over -> forget(token));
    }

    private void giveUp(String token, SentMessage sent, RestFailure failure) {
        if (!sent.taken().isDone()) {
            String why = failure.getMessage() + "; the message may have been sent all the same";
            refused(token, sent, new CarrierException(why, failure.code(), false, failure));
        }
    }

    private void refused(String token, SentMessage sent, CarrierException why) {
        forget(token);
        sent.refused(why);
    }

    /** Twilio tells what became of a message. */
    void onStatus(Webhook webhook) {
        String token = webhook.query().first("message").orElse("");
        find(token)
                .ifPresent(sent ->
                        MessageReport.read(webhook.form()).filter(sent::report).ifPresent(over -> forget(token)));
    }

    private Timer later(Duration time, Runnable then) {
        return context.scheduler().schedule(time, worker, then);
    }

    /** Makes room by giving up the oldest. @return false if not even that was taken by Twilio yet */
    private boolean add(String token, SentMessage sent) {
        synchronized (waiting) {
            if (waiting.size() == MAX_WAITING) {
                Map.Entry<String, Waiting> oldest =
                        waiting.entrySet().iterator().next();
                SentMessage message = oldest.getValue().message();
                if (!message.taken().isDone()) {
                    return false;
                }
                forget(oldest.getKey());
                worker.execute(message::abandon);
                LOG.warn("More than {} messages wait to be delivered; the oldest is not waited for.", MAX_WAITING);
            }
            waiting.put(token, new Waiting(sent, later(DELIVERY, () -> {
                forget(token);
                sent.abandon();
            })));
        }
        return true;
    }

    private Optional<SentMessage> find(String token) {
        synchronized (waiting) {
            return Optional.ofNullable(waiting.get(token)).map(Waiting::message);
        }
    }

    private void forget(String token) {
        synchronized (waiting) {
            Waiting known = waiting.remove(token);
            if (known != null) {
                known.patience().cancel();
            }
        }
    }

    /** How many messages Twilio may still have something to say about. */
    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** Waits for no delivery any more. */
    void close() {
        List<Waiting> left;
        synchronized (waiting) {
            left = List.copyOf(waiting.values());
            waiting.clear();
        }
        left.forEach(known -> {
            known.patience().cancel();
            known.message().abandon();
        });
    }
}
