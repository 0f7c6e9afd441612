package dev.voicecall.conversation;

import dev.voicecall.AnswerFormat;
import dev.voicecall.CallEndedException;
import dev.voicecall.Expected;
import dev.voicecall.NotUnderstoodException;
import dev.voicecall.Outcome;
import dev.voicecall.Reply;
import dev.voicecall.TransferResult;
import dev.voicecall.WarmTransfer;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The other side waits in a conference, with music, until the third party, who is called meanwhile and hears what it is about, comes
 * in. If they don't, or the conference does not come about, the other side is taken back and its call goes on; if they do, it is over
 * with the conference. The third party's call is one of its own, of which nothing is left when this is over.
 *
 * <p>That they have met is known by the conference's end: it ends by itself only if it has begun. Belongs to one call; called on its
 * mailbox.
 */
final class WarmTransferControl implements Control {
    /** When the third party has left, the conference is over; a carrier that has not said so by then won't. */
    private static final Duration CONFERENCE_PATIENCE = Duration.ofSeconds(5);

    private final CallSession session;
    private final CallSteps steps;
    private final Supplier<CallSession> dial;
    private final WarmTransfer how;
    private final CompletableFuture<TransferResult> result;
    private final String conference = UUID.randomUUID().toString();
    private @Nullable CallSession third;
    private boolean accepted;
    /** What comes of it once the other side is back; null as long as it is not to come back. */
    private @Nullable TransferResult comingBack;

    private Timer patience = Timer.NONE;
    private boolean over;

    /** @param dial calls the third party */
    WarmTransferControl(
            CallSession session,
            CallSteps steps,
            Supplier<CallSession> dial,
            WarmTransfer how,
            CompletableFuture<TransferResult> result) {
        this.session = session;
        this.steps = steps;
        this.dial = dial;
        this.how = how;
        this.result = result;
    }

    @Override
    public void begin() {
        CallSession called;
        try {
            called = dial.get();
        } catch (RuntimeException refused) {
            session.transferFailed(refused);
            end(TransferResult.FAILED);
            steps.release(this);
            return;
        }
        third = called;
        session.held();
        steps.perform(this, new Step.Conference(conference, false, how.music())).whenComplete(this::conferenceOver);
        Conduct host = called.takeOver();
        called.answered()
                .thenCompose(answered -> introduce(host))
                .whenCompleteAsync((taken, failure) -> introduced(host, failure), session.mailbox());
        called.ending().thenAcceptAsync(this::thirdLeft, session.mailbox());
    }

    private CompletableFuture<?> introduce(Conduct host) {
        CompletableFuture<StepResult> told =
                host.perform(new Step.Say(host.session().speech(how.summary())));
        return how.offer().isEmpty()
                ? told
                : told.thenCompose(done -> Dialogue.ask(host, how.offer().get(), new AnyKey()));
    }

    /** Speech doesn't count: a machine speaks, too. */
    private static final class AnyKey implements AnswerFormat<String> {
        @Override
        public String parse(Reply reply) {
            if (reply.source() != Reply.Source.KEYS) {
                throw new NotUnderstoodException("");
            }
            return reply.text();
        }

        @Override
        public Expected expected() {
            return Expected.keys(1);
        }
    }

    private void introduced(Conduct host, @Nullable Throwable failure) {
        if (over || comingBack != null || isEndOfCall(failure)) {
            return;
        }
        if (failure != null) {
            host.end(Outcome.NO_INPUT, null);
            comeBack(TransferResult.DECLINED);
            return;
        }
        accepted = true;
        session.resumed();
        host.perform(new Step.Conference(conference, true, how.music()))
                .whenComplete((done, broken) -> host.end(Outcome.ANSWERED, null));
    }

    /** Which is told of, too. */
    private static boolean isEndOfCall(@Nullable Throwable failure) {
        return failure instanceof CallEndedException
                || (failure != null && failure.getCause() instanceof CallEndedException);
    }

    private void thirdLeft(CallSession.Ending ending) {
        if (over || comingBack != null) {
            return;
        }
        if (accepted) {
            patience = session.after(CONFERENCE_PATIENCE, () -> comeBack(TransferResult.FAILED));
        } else {
            comeBack(resultOf(ending.outcome()));
        }
    }

    private static TransferResult resultOf(Outcome outcome) {
        return switch (outcome) {
            case BUSY -> TransferResult.BUSY;
            case NO_ANSWER, VOICEMAIL -> TransferResult.NO_ANSWER;
            case REJECTED, HUNG_UP, NO_INPUT -> TransferResult.DECLINED;
            case CANCELED -> TransferResult.CANCELED;
            case ANSWERED, FAILED, TIMED_OUT -> TransferResult.FAILED;
        };
    }

    private void comeBack(TransferResult why) {
        if (!over) {
            comingBack = why;
            steps.breakOff(this, () -> comeBack(why));
        }
    }

    private void conferenceOver(@Nullable StepResult done, @Nullable Throwable broken) {
        if (accepted && done instanceof StepResult.Done) {
            end(TransferResult.COMPLETED);
            session.end(Outcome.ANSWERED, null);
            return;
        }
        if (broken != null) {
            session.transferFailed(broken);
        }
        end(comingBack == null ? TransferResult.FAILED : comingBack);
        steps.release(this);
    }

    @Override
    public void notBegun() {
        end(TransferResult.FAILED);
    }

    @Override
    public void dropped(boolean callEnded) {
        end(callEnded && accepted ? TransferResult.COMPLETED : TransferResult.CANCELED);
    }

    private void end(TransferResult how) {
        over = true;
        patience.cancel();
        session.resumed();
        if (third != null) {
            dismiss(third);
        }
        result.complete(how);
    }

    /** Whose call it is that goes on without the other side: they are told, unless they have talked. */
    private void dismiss(CallSession left) {
        if (accepted || !left.answered().isDone()) {
            left.end(accepted ? Outcome.ANSWERED : Outcome.CANCELED, null);
            return;
        }
        Conduct farewell = left.takeOver();
        farewell.perform(new Step.Say(left.speech(how.withdrawn())))
                .whenComplete((said, broken) -> farewell.end(Outcome.CANCELED, null));
    }
}
