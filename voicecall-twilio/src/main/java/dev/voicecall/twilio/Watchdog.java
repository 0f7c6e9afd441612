package dev.voicecall.twilio;

import dev.voicecall.Outcome;
import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.Scheduler.Timer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks a call up when Twilio has been silent about it for too long: its reports may be late, or never come.
 *
 * <p>Belongs to one call; called on its mailbox.
 */
final class Watchdog {
    private static final int FAILED_LOOK_UPS = 5;

    private final TwilioLeg.Context context;
    private final Mailbox mailbox;
    private final Listener listener;
    private @Nullable String callSid;
    private Duration patience = Duration.ZERO;
    private long lastSign;
    private int failedLookUps;
    private boolean stopped;
    private Timer timer = Timer.NONE;

    /** Hears what look-ups bring to light. */
    interface Listener {
        /** The call is over. */
        void onOver(CallLeg.End end);

        /** The call is not over. */
        void onAlive();
    }

    Watchdog(TwilioLeg.Context context, Mailbox mailbox, Listener listener) {
        this.context = context;
        this.mailbox = mailbox;
        this.listener = listener;
    }

    /** Which call to look up; before that it can't be. */
    void watch(String callSid) {
        this.callSid = callSid;
    }

    /** From now on, Twilio is expected to give a sign of life each time within this time. */
    void expectSignWithin(Duration patience) {
        this.patience = patience;
        lastSign = context.scheduler().nanoTime();
        restart(patience);
    }

    /** Twilio has given a sign of life. Costs next to nothing: the timer notices when it runs out. */
    void onSign() {
        failedLookUps = 0;
        lastSign = context.scheduler().nanoTime();
    }

    void stop() {
        stopped = true;
        timer.cancel();
    }

    private void restart(Duration delay) {
        timer.cancel();
        if (!stopped) {
            timer = context.scheduler().schedule(delay, mailbox, this::runOut);
        }
    }

    private void runOut() {
        Duration left = patience.minusNanos(context.scheduler().nanoTime() - lastSign);
        if (left.isNegative() || left.isZero()) {
            lookUp();
        } else {
            restart(left);
        }
    }

    private void lookUp() {
        if (callSid == null || stopped) {
            return;
        }
        long asked = context.scheduler().nanoTime();
        context.rest().status(callSid).whenCompleteAsync((status, broken) -> found(status, broken, asked), mailbox);
    }

    private void found(String status, @Nullable Throwable broken, long asked) {
        if (stopped) {
            return;
        }
        if (broken != null) {
            notFound(RestFailure.of(broken));
        } else if (CallStatus.of(status).isTerminal()) {
            listener.onOver(CallStatus.of(status).end(Optional.empty()));
        } else {
            boolean silentSince = lastSign - asked <= 0;
            expectSignWithin(patience);
            failedLookUps = 0;
            if (silentSince) {
                listener.onAlive();
            }
        }
    }

    private void notFound(RestFailure failure) {
        failedLookUps++;
        if (failedLookUps < FAILED_LOOK_UPS) {
            restart(patience);
        } else {
            listener.onOver(new CallLeg.End(Outcome.FAILED, Optional.of(failure.toCarrierException())));
        }
    }
}
