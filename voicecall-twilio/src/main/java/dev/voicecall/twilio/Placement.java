package dev.voicecall.twilio;

import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.OutboundCall;
import dev.voicecall.spi.Scheduler.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Places a call, at most once.
 *
 * <p>When Twilio's answer to the order is lost or is no answer (5xx), the phone may be ringing or not. The order is not
 * repeated then; for {@link #SIGN_OF_LIFE} a webhook about the call is waited for, which tells that it rings. It is repeated
 * only where it certainly was not carried out: Twilio could not be reached, or asks to wait (429).
 *
 * <p>Belongs to one call; called on its mailbox.
 */
final class Placement {
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

    private final TwilioLeg.Context context;
    private final Mailbox mailbox;
    private final OutboundCall call;
    private final String from;
    private final TwilioRest.Callbacks callbacks;
    private final Outcome outcome;
    private Timer timer = Timer.NONE;
    private boolean over;
    private boolean waitingToRepeat;
    private volatile boolean givenUp;

    /** What comes of it; exactly one of these is called, once, unless it was {@link Placement#over()} before. */
    interface Outcome {
        /** Twilio took the order. */
        void placed(String callSid);

        /** There is no call, as far as can be known. */
        void failed(CallLeg.End end);
    }

    Placement(
            TwilioLeg.Context context,
            Mailbox mailbox,
            OutboundCall call,
            String from,
            TwilioRest.Callbacks callbacks,
            Outcome outcome) {
        this.context = context;
        this.mailbox = mailbox;
        this.call = call;
        this.from = from;
        this.callbacks = callbacks;
        this.outcome = outcome;
    }

    void begin() {
        order(1);
    }

    /** A webhook has told of the call, so there is nothing to wait for. */
    void over() {
        over = true;
        timer.cancel();
    }

    /** The call is not wanted any more. @return whether it is certain that nothing was ordered, and nothing will be */
    boolean giveUp() {
        givenUp = true;
        return waitingToRepeat && !over;
    }

    private void order(int attempt) {
        waitingToRepeat = false;
        context.rest()
                .create(call, from, callbacks, () -> !givenUp)
                .whenCompleteAsync((sid, failure) -> answered(sid, failure, attempt), mailbox);
    }

    private void answered(String sid, @Nullable Throwable broken, int attempt) {
        if (over) {
            return;
        }
        if (broken == null) {
            over();
            outcome.placed(sid);
            return;
        }
        RestFailure failure = RestFailure.of(broken);
        if (failure.safeToRepeat() && attempt < Retry.ATTEMPTS && !givenUp) {
            waitingToRepeat = true;
            later(Retry.delay(failure, attempt), () -> order(attempt + 1));
        } else if (failure.certainlyNotDone()) {
            fail(failure);
        } else {
            later(SIGN_OF_LIFE, () -> fail(failure));
        }
    }

    private void later(Duration time, Runnable then) {
        timer = context.scheduler().schedule(time, mailbox, () -> {
            if (!over) {
                then.run();
            }
        });
    }

    private void fail(RestFailure failure) {
        over();
        outcome.failed(failure.asEndOfPlacing());
    }
}
