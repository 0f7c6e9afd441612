package dev.voicecall.conversation;

import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Waits for whoever's turn it is: for the other side to say something, or for the model, which owes an answer. Belongs to one call;
 * called on its mailbox.
 */
final class Waiting {
    /** A model that owes an answer and is silent for so long has failed. */
    static final Duration MODEL_TIMEOUT = Duration.ofSeconds(15);

    private final Scheduler scheduler;
    private final Executor mailbox;
    private final Duration idleAfter;
    private final Listener listener;
    private Timer timer = Timer.NONE;
    private boolean suspended;
    /** Whose turn it is; begins to wait for them. */
    private Runnable turn = () -> {};

    private long modelNanos;

    /** Hears that nobody takes the turn. */
    interface Listener {
        /** The other side says nothing. */
        void onIdle();

        /** The model says nothing. */
        void onModelSilent();
    }

    Waiting(Scheduler scheduler, Executor mailbox, Duration idleAfter, Listener listener) {
        this.scheduler = scheduler;
        this.mailbox = mailbox;
        this.idleAfter = idleAfter;
        this.listener = listener;
    }

    /** It is the other side's turn. */
    void forCaller() {
        begin(() -> timer = scheduler.schedule(idleAfter, mailbox, listener::onIdle));
    }

    /** It is the model's turn. */
    void forModel() {
        begin(() -> {
            modelNanos = scheduler.nanoTime();
            timer = scheduler.schedule(MODEL_TIMEOUT, mailbox, this::checkModel);
        });
    }

    private void begin(Runnable turn) {
        timer.cancel();
        this.turn = turn;
        if (!suspended) {
            turn.run();
        }
    }

    /** Time does not count until {@link #resume}. */
    void suspend() {
        suspended = true;
        timer.cancel();
    }

    /** Waits from now on for whoever's turn it is. */
    void resume() {
        suspended = false;
        begin(turn);
    }

    /** The model goes on. */
    void modelGoesOn() {
        modelNanos = scheduler.nanoTime();
    }

    private void checkModel() {
        Duration left = MODEL_TIMEOUT.minusNanos(scheduler.nanoTime() - modelNanos);
        if (left.compareTo(Duration.ZERO) > 0) {
            timer = scheduler.schedule(left, mailbox, this::checkModel);
        } else {
            listener.onModelSilent();
        }
    }

    /** It is nobody's turn: somebody is speaking. */
    void stop() {
        begin(() -> {});
    }
}
