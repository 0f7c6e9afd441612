package dev.voicecall.conversation;

import dev.voicecall.Utterance.Speaker;
import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a call, one at a time on the leg: those of who conducts it, and in between those of a {@link Control}.
 *
 * <p>A control takes the line. What the conductor has under way is then broken off, and done again, from its beginning, when the line
 * is given back; what the conductor asks for meanwhile is done then. A step that came to its end before it could be broken off is
 * done: its result counts, and it is not done again. Keys that are being sent, and taps, are not broken off but waited for.
 *
 * <p>So each step of a conductor that is neither redirected nor cut short by the end of the call is heard to its end exactly once.
 * Belongs to one call; called on its mailbox.
 */
final class CallSteps {
    /** A carrier that has not broken off a step for so long won't. */
    private static final Duration BREAK_OFF_PATIENCE = Duration.ofSeconds(20);

    private final CallLeg leg;
    private final Scheduler scheduler;
    private final Mute mute;
    private final BiConsumer<Step, StepResult> onDone;
    private @Nullable Conduct conduct;
    private @Nullable Asked asked;
    private @Nullable Step underWay;
    /** Whether somebody still waits for what is under way. */
    private BooleanSupplier wanted = () -> true;

    private boolean breakingOff;
    private Timer insistence = Timer.NONE;
    private @Nullable Control control;
    private boolean begun;
    /** Whether the conductor was told to stand still. */
    private boolean suspended;
    /** How the conductor ends the call when it may. */
    private @Nullable Runnable end;

    private Timer patience = Timer.NONE;
    private boolean closed;

    private record Asked(Step step, CompletableFuture<StepResult> result) {}

    /** @param onDone told of each step of the conductor that was done */
    CallSteps(CallLeg leg, Scheduler scheduler, Mute mute, BiConsumer<Step, StepResult> onDone) {
        this.leg = leg;
        this.scheduler = scheduler;
        this.mute = mute;
        this.onDone = onDone;
    }

    boolean isConductedBy(Conduct somebody) {
        return conduct == somebody;
    }

    Conduct.Attendant attendant() {
        return conduct == null ? Conduct.Attendant.NOBODY : conduct.attendant();
    }

    /** Somebody else attends to a conductor. */
    void attended(Conduct by) {
        if (conduct == by && suspended) {
            by.attendant().onSuspended();
        }
    }

    @Nullable
    Control control() {
        return control;
    }

    /** Whether what a side says now is written down, or known not to be worth it, by what is under way. */
    boolean writesDown(Speaker speaker) {
        Step now = underWay;
        boolean both = now instanceof Step.Listen || now instanceof Step.Stream;
        boolean ours = now instanceof Step.Say || now instanceof Step.Play || now instanceof Step.Hold;
        return both || (ours && speaker == Speaker.US);
    }

    /** Whether the conductor has the other side transferred. */
    boolean isTransferring() {
        return asked != null && asked.step instanceof Step.Transfer;
    }

    /**
     * Somebody else conducts the call; what its conductor and a control have under way is broken off.
     *
     * @param why with what the conductor's step fails
     */
    void conductedBy(Conduct next, RuntimeException why) {
        Asked broken = asked;
        conduct = next;
        asked = null;
        end = null;
        suspended = false;
        dropControl();
        breakOff();
        if (broken != null) {
            broken.result.completeExceptionally(why);
        }
    }

    /** Does a step of the conductor. */
    void perform(Step step, CompletableFuture<StepResult> result) {
        if (asked != null) {
            result.completeExceptionally(
                    new IllegalStateException("The call is busy with another step; a call does one thing at a time."));
            return;
        }
        asked = new Asked(step, result);
        next();
    }

    /** Ends the call for its conductor, as soon as no control has the line. */
    void end(Runnable conclusion) {
        end = conclusion;
        if (control == null) {
            conclusion.run();
        }
    }

    /** Gives the line to a control, in place of the one that has it. */
    void take(Control next) {
        dropControl();
        control = next;
        begun = false;
        patience = scheduler.schedule(BREAK_OFF_PATIENCE, leg.mailbox(), this::giveUpWaiting);
        if (underWay != null && isRepeatable(underWay)) {
            breakOff();
        }
        next();
    }

    private static boolean isRepeatable(Step step) {
        return !(step instanceof Step.SendDigits || step instanceof Step.Tap || step instanceof Step.Reject);
    }

    private void giveUpWaiting() {
        Control waiting = control;
        if (waiting != null && !begun) {
            breakingOff = false;
            release(waiting);
            waiting.notBegun();
        }
    }

    /**
     * Does a step for the control that has the line.
     *
     * @return completes unless the control is dropped before
     */
    CompletableFuture<StepResult> perform(Control by, Step step) {
        CompletableFuture<StepResult> result = new CompletableFuture<>();
        start(step, () -> control == by, (done, broken) -> {
            if (control != by) {
                return;
            }
            if (broken != null) {
                result.completeExceptionally(broken);
            } else if (done != null) {
                result.complete(done);
            }
        });
        return result;
    }

    /**
     * Breaks off what the control that has the line has under way.
     *
     * @param inVain run if the carrier does not do it in time
     */
    void breakOff(Control by, Runnable inVain) {
        patience.cancel();
        patience = scheduler.schedule(BREAK_OFF_PATIENCE, leg.mailbox(), () -> {
            if (control == by) {
                breakingOff = false;
                inVain.run();
            }
        });
        breakOff();
    }

    private void breakOff() {
        if (underWay != null && !breakingOff) {
            breakingOff = true;
            insistence = scheduler.schedule(BREAK_OFF_PATIENCE, leg.mailbox(), this::insist);
            leg.interrupt();
        }
    }

    /** What nobody waits for any more must be broken off: the music of a hold does not end by itself. */
    private void insist() {
        breakingOff = false;
        if (!wanted.getAsBoolean()) {
            breakOff();
        }
    }

    /** Gives the line back. Does nothing if the control doesn't have it. */
    void release(Control by) {
        if (control != by) {
            return;
        }
        patience.cancel();
        control = null;
        if (suspended) {
            suspended = false;
            attendant().onResumed();
        }
        if (end != null) {
            end.run();
        } else {
            next();
        }
    }

    /** The call is over. */
    void close(RuntimeException why) {
        Asked broken = asked;
        asked = null;
        end = null;
        closed = true;
        underWay = null;
        insistence.cancel();
        Control dropped = control;
        patience.cancel();
        control = null;
        if (broken != null) {
            broken.result.completeExceptionally(why);
        }
        if (dropped != null) {
            dropped.dropped(true);
        }
    }

    private void dropControl() {
        Control dropped = control;
        patience.cancel();
        control = null;
        if (dropped != null) {
            dropped.dropped(false);
        }
    }

    private void next() {
        if (underWay != null || closed) {
            return;
        }
        Control waiting = control;
        Asked now = asked;
        if (waiting != null) {
            begin(waiting);
        } else if (now != null) {
            start(now.step, () -> asked == now, (done, broken) -> finished(now, done, broken));
        }
    }

    private void begin(Control waiting) {
        if (begun) {
            return;
        }
        begun = true;
        patience.cancel();
        if (!suspended) {
            suspended = true;
            attendant().onSuspended();
        }
        waiting.begin();
    }

    private void finished(Asked now, @Nullable StepResult done, @Nullable Throwable broken) {
        if (asked != now || done instanceof StepResult.Interrupted) {
            return; // it is not wanted any more, or will be done again
        }
        asked = null;
        if (broken != null) {
            now.result.completeExceptionally(broken);
        } else if (done != null) {
            onDone.accept(now.step, done);
            now.result.complete(done);
        }
    }

    private void start(Step step, BooleanSupplier wanted, BiConsumer<@Nullable StepResult, @Nullable Throwable> then) {
        underWay = step;
        this.wanted = wanted;
        breakingOff = false;
        Step done = step instanceof Step.Stream stream ? new Step.Stream(mute.over(stream.listener())) : step;
        performOn(leg, done).whenComplete((how, broken) -> {
            if (!closed) {
                insistence.cancel();
                underWay = null;
                then.accept(how, broken);
                next();
            }
        });
    }

    private static CompletionStage<StepResult> performOn(CallLeg leg, Step step) {
        try {
            return leg.perform(step);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
