package dev.voicecall.conversation;

import dev.voicecall.CallEndedException;
import dev.voicecall.CarrierException;
import dev.voicecall.HeardText;
import dev.voicecall.NoInputException;
import dev.voicecall.Outcome;
import dev.voicecall.PhoneNumber;
import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.Usage;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.VoiceCallException;
import dev.voicecall.conversation.ModelSpeech.HeardItem;
import dev.voicecall.spi.AudioLine;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.spi.SpeechToSpeech;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.Tool;
import dev.voicecall.spi.ToolCall;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The conversation of a model that hears and speaks by itself with the other side. The model decides whose turn it is and what is
 * said; decided here is what of that is heard, when nobody says anything, and when it ends:
 *
 * <pre>
 *  AudioLine ─▶ {@link InboundAudio} ─▶ SpeechToSpeech.Session
 *  AudioLine ◀─ {@link Playback} ◀─ {@link ModelSpeech} ◀─┘
 * </pre>
 *
 * <p>The one way against the arrows is the interruption: the line falls silent, and the model is told how much of what it has
 * said was heard. Belongs to one call; called on its mailbox.
 */
final class SpeechToSpeechConversation
        implements AudioLine.Listener,
                SpeechToSpeech.Listener,
                ModelSpeech.Listener,
                SpokenOrder.Listener,
                Waiting.Listener {
    /** A line that breaks is opened anew, but not for ever. */
    private static final int MAX_LINES = 3;

    /** For saying goodbye before the call is cut off. */
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    /** Who delivers more sound ahead of the playing than this does not speak. */
    private static final Duration MOST_UNHEARD = Duration.ofMinutes(10);

    private static final String ANSWER = "You have not answered. Answer now.";
    private static final String ASK_INTO_SILENCE =
            "The other side has been silent for a while. Ask in one short sentence whether they are still there.";
    private static final String SAY_GOODBYE = "The call ends now. Say goodbye in one short sentence.";

    private final Conduct conduct;
    private final CallSession session;
    private final SpeechToSpeechSettings settings;
    private final Scheduler scheduler;
    private final CompletableFuture<Void> over;
    private final Line line;
    private final InboundAudio inbound;
    private final ModelSpeech speech;
    private final SpokenOrder order;
    private final TurnMeter meter;
    private final Waiting waiting;
    private final KeyEntry keys;
    private final SpeechToSpeech.Session model;
    private final ModelTools tools;

    private Timer bound = Timer.NONE;
    private Timer farewell = Timer.NONE;
    private long endNanos;
    private int lines;
    private int idlePrompts;
    private boolean callerSpeaks;
    /** Whether the model owes an answer to what its tools have told it. */
    private boolean answerDue;
    /** Whether the model owes an answer that it was reminded of. */
    private boolean reminded;
    /** Whether the other side has said or keyed in anything so far. */
    private boolean spoken;
    /** The conversation ends when what is said next was heard. */
    private boolean leaving;
    /** And whatever the other side says. */
    private boolean leavingForGood;
    /** All was said; the line is being closed. */
    private boolean left;
    /** To whom the other side is connected, or will be when the line is closed; nothing is heard or said here meanwhile. */
    private @Nullable PhoneNumber transferredTo;
    /** The model failed meanwhile. */
    private @Nullable ProviderException failedMeanwhile;
    /** What is done with the line then. */
    private @Nullable Step last;
    /** Why, unless it simply ended. */
    private @Nullable RuntimeException end;

    private SpeechToSpeechConversation(
            Conduct conduct, SpeechToSpeechSettings settings, Scheduler scheduler, CompletableFuture<Void> over) {
        this.conduct = conduct;
        this.session = conduct.session();
        this.settings = settings;
        this.scheduler = scheduler;
        this.over = over;
        this.line = new Line(scheduler, heard -> session.onInterim(Speaker.US, heard));
        this.speech = new ModelSpeech(line, scheduler, session.mailbox(), this);
        this.order = new SpokenOrder(session, scheduler, this);
        this.meter = new TurnMeter(scheduler, turn -> session.tell(to -> to.onTurn(session.info(), turn)));
        this.waiting = new Waiting(scheduler, session.mailbox(), settings.idleAfter(), this);
        this.keys = new KeyEntry(scheduler, session.mailbox(), this::onKeys);
        this.model = settings.model()
                .open(
                        new SpeechToSpeech.Request(
                                session.info(), session.options().language(), scheduler, session.mailbox()),
                        this);
        this.inbound = new InboundAudio(scheduler, session.mailbox(), model::audio);
        // What fails at once is told of within the answer that asks for it; the model's turn comes after that answer.
        Runnable modelsTurn = () -> session.mailbox().execute(this::onModelsTurn);
        this.tools = new ModelTools(conduct, scheduler, settings.model().tools(), model, modelsTurn);
    }

    /** As {@link Agent#hold}. */
    static CompletableFuture<Void> hold(Conduct conduct, SpeechToSpeechSettings settings, Scheduler scheduler) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        CallSession session = conduct.session();
        session.mailbox().execute(() -> {
            try {
                new SpeechToSpeechConversation(conduct, settings, scheduler, over).begin();
            } catch (RuntimeException e) {
                over.completeExceptionally(e);
            }
        });
        return over;
    }

    private void begin() {
        openLine();
        conduct.attendedBy(new StandingStill());
        endNanos = scheduler.nanoTime()
                + session.timeUntilFarewell(settings.maxDuration(), FAREWELL).toNanos();
        watchBound();
        settings.greeting().ifPresentOrElse(this::prompt, waiting::forCaller);
    }

    private void watchBound() {
        bound = after(Duration.ofNanos(Math.max(0, endNanos - scheduler.nanoTime())), this::timeIsUp);
    }

    private void openLine() {
        lines++;
        conduct.perform(new Step.Stream(this)).whenComplete((done, failure) -> lineClosed(failure));
    }

    private void lineClosed(@Nullable Throwable failure) {
        Throwable cause = causeOf(failure);
        if (transferredTo != null && !(cause instanceof CallEndedException)) {
            tools.transfer(transferredTo).whenComplete(this::transferOver);
        } else if (cause instanceof CarrierException broken && broken.retryable() && lines < MAX_LINES && !left) {
            session.onWarning(broken);
            line.lost();
            openLine();
        } else if (last != null && !(cause instanceof CallEndedException)) {
            conduct.perform(last).whenComplete((done, broken) -> finish(causeOf(broken)));
        } else {
            finish(cause);
        }
    }

    private static @Nullable Throwable causeOf(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private void finish(@Nullable Throwable cause) {
        hangUp();
        order.close();
        if (end != null) {
            over.completeExceptionally(end);
        } else if (cause != null) {
            over.completeExceptionally(cause);
        } else {
            over.complete(null);
        }
    }

    @Override
    public void onOpen(AudioLine opened) {
        if (left || transferredTo != null) {
            opened.close();
            return;
        }
        inbound.open();
        line.open(opened);
    }

    @Override
    public void onAudio(long positionSamples, byte[] muLaw) {
        inbound.audio(positionSamples, muLaw);
    }

    @Override
    public void onMark(String name) {
        line.onMark(name);
    }

    @Override
    public void onOpen() {
        if (callerSpeaks) { // which may be lost
            callerSpeaks = false;
            waiting.forModel();
        }
    }

    @Override
    public void onSpeechBegan() {
        if (left) {
            return;
        }
        callerSpeaks = true;
        if (leavingForGood) {
            settle(true); // the model has broken off, too
        } else {
            takeTheTurn();
        }
    }

    /** The other side has the turn: whatever is being said is to stop. */
    private void takeTheTurn() {
        waiting.stop();
        farewell.cancel();
        answerDue = false;
        leaving = false;
        end = null;
        settle(true);
        tools.interrupted();
    }

    /** What is being said ends here; what was heard of it remains. */
    private void settle(boolean interrupted) {
        for (HeardItem item : speech.stop()) {
            HeardText heard = item.heard();
            if (!heard.complete()) {
                model.cut(item.item(), heard.position());
            }
            if (interrupted && !heard.complete() && !heard.position().isZero()) {
                session.tell(to -> to.onInterrupted(session.info(), heard));
            }
            takeDown(item);
        }
    }

    private void takeDown(HeardItem item) {
        order.ours(item.item(), item.heard().text(), !item.heard().complete());
    }

    @Override
    public void onSpeechEnded(String item) {
        if (left) {
            return;
        }
        callerSpeaks = false;
        order.beginTheirs(item);
        if (!leavingForGood) {
            meter.ended(item);
            idlePrompts = 0;
            waiting.forModel();
        }
    }

    @Override
    public void onCallerInterim(String item, String words) {
        session.onInterim(Speaker.THEM, words);
    }

    @Override
    public void onCallerWords(String item, String words) {
        order.theirs(item, words);
    }

    @Override
    public void onTheirs(String item, @Nullable String words) {
        spoken |= words == null || !words.isEmpty();
        meter.words(item, words);
    }

    @Override
    public void onAudio(String item, byte[] muLaw) {
        if (left) {
            return;
        }
        waiting.modelGoesOn();
        if (keys.isUnderWay() && speech.refuse(item)) {
            model.cut(item, Duration.ZERO); // it was being made when the first of them was pressed
        }
        speech.audio(item, muLaw);
        if (speech.unheard().compareTo(MOST_UNHEARD) > 0) {
            giveUp(new ProviderException(
                    Stage.SPEAKING,
                    "The model has delivered more than " + MOST_UNHEARD.toMinutes()
                            + " min of sound ahead of its playing.",
                    false,
                    null));
        }
    }

    @Override
    public void onWords(String item, String piece) {
        speech.words(item, piece);
    }

    @Override
    public void onItemEnded(String item) {
        speech.itemEnded(item);
    }

    @Override
    public void onItemBegan(String item) {
        reminded = false;
        order.beginOurs(item);
        meter.delivered();
    }

    @Override
    public void onSoundSent() {
        meter.sent();
    }

    @Override
    public void onToolCalls(List<ToolCall> calls) {
        if (!left) {
            tools.run(calls);
            if (callerSpeaks || keys.isUnderWay()) {
                tools.interrupted();
            }
        }
    }

    private void onModelsTurn() {
        if (!left && !callerSpeaks) {
            answerDue = true;
            waiting.forModel();
        }
    }

    @Override
    public void onAnswered() {
        if (left) {
            return;
        }
        reminded = false;
        answerDue = false;
        waiting.stop();
        speech.answered();
        if (!speech.isUnheard()) {
            allIsHeard();
        }
    }

    @Override
    public void onHeard(List<HeardItem> items) {
        items.forEach(this::takeDown);
        allIsHeard();
    }

    private void allIsHeard() {
        Optional<Tool.Effect> ending = tools.ending();
        if (leaving) {
            hangUp();
        } else if (ending.isPresent()) {
            end(ending.get());
        } else if (!tools.areRunning() && !answerDue) {
            waiting.forCaller();
        }
    }

    private void end(Tool.Effect how) {
        if (how instanceof Tool.Transfer transfer) {
            transferredTo = transfer.to();
            waiting.stop();
            keys.cancel();
            bound.cancel();
            inbound.close();
            line.close();
        } else {
            tools.hungUp();
            hangUp();
        }
    }

    private void transferOver(@Nullable Boolean connected, @Nullable Throwable ended) {
        if (connected == null || connected) {
            finish(causeOf(ended));
            return;
        }
        transferredTo = null;
        openLine();
        watchBound();
        waiting.forModel();
        if (failedMeanwhile != null) {
            giveUp(failedMeanwhile);
        }
    }

    @Override
    public void onWarning(VoiceCallException problem) {
        session.onWarning(problem);
    }

    @Override
    public void onUsage(Usage usage) {
        session.onUsage(usage);
    }

    @Override
    public void onFailure(ProviderException failure) {
        if (transferredTo != null) {
            failedMeanwhile = failure;
        } else if (!left) {
            giveUp(failure);
        }
    }

    @Override
    public void onModelSilent() {
        if (!reminded) {
            reminded = true;
            prompt(ANSWER);
            return;
        }
        giveUp(new ProviderException(
                Stage.THINKING,
                "The model did not answer for " + Waiting.MODEL_TIMEOUT.toSeconds() + " s, though asked again.",
                false,
                null));
    }

    /** The model has failed: the carrier apologizes, if that can still be done. */
    private void giveUp(ProviderException failure) {
        session.onWarning(failure);
        if (!leavingForGood) {
            end = failure;
            last = new Step.Say(session.speech(settings.apology()));
        }
        hangUp();
    }

    /** While the line is used for something else, what the model has said waits, and so does who waits for words. */
    private final class StandingStill implements Conduct.Attendant {
        @Override
        public boolean interrupt() {
            return SpeechToSpeechConversation.this.interrupt();
        }

        @Override
        public void onSuspended() {
            waiting.suspend();
            line.lost();
        }

        @Override
        public void onResumed() {
            waiting.resume();
        }
    }

    /** Falls silent for the host, as if the other side had interrupted; not if these are the last words. */
    private boolean interrupt() {
        if (left || leavingForGood || !speech.isUnheard()) {
            return false;
        }
        takeTheTurn();
        waiting.forCaller();
        return true;
    }

    @Override
    public void onIdle() {
        if (callerSpeaks || speech.isUnheard()) {
            return;
        }
        if (idlePrompts < settings.idlePrompts()) {
            idlePrompts++;
            prompt(ASK_INTO_SILENCE);
        } else {
            leave(spoken ? null : new NoInputException(idlePrompts + 1));
        }
    }

    private void prompt(String instructions) {
        model.prompt(instructions);
        waiting.forModel();
    }

    /** Has the model say goodbye and ends the conversation, unless the other side has more to say. */
    private void leave(@Nullable RuntimeException why) {
        end = why;
        leaving = true;
        prompt(SAY_GOODBYE);
        farewell = after(FAREWELL, this::hangUp);
    }

    /** Whatever the other side says. */
    private void timeIsUp() {
        leavingForGood = true;
        keys.cancel();
        farewell.cancel();
        settle(false);
        leave(new CallEndedException(Outcome.TIMED_OUT));
    }

    /** Gives the line back; nothing is heard any more. */
    private void hangUp() {
        settle(false);
        tools.close();
        left = true;
        leavingForGood = true;
        waiting.stop();
        keys.cancel();
        bound.cancel();
        farewell.cancel();
        inbound.close();
        model.close();
        line.close();
    }

    @Override
    public void onKey(char key) {
        if (!leavingForGood && transferredTo == null) {
            takeTheTurn();
            keys.press(key);
        }
    }

    private void onKeys(String pressed) {
        if (pressed.isEmpty()) {
            waiting.forCaller();
            return;
        }
        order.theirs("", pressed);
        meter.keyed(pressed);
        idlePrompts = 0;
        model.text(pressed);
        waiting.forModel();
    }

    private Timer after(Duration delay, Runnable task) {
        return scheduler.schedule(delay, session.mailbox(), () -> {
            if (!left) {
                task.run();
            }
        });
    }
}
