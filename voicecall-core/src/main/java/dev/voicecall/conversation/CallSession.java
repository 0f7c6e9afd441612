package dev.voicecall.conversation;

import dev.voicecall.AnsweredBy;
import dev.voicecall.CallEndedException;
import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.CallOptions;
import dev.voicecall.CallRedirectedException;
import dev.voicecall.MachineDetection;
import dev.voicecall.Outcome;
import dev.voicecall.PhoneNumber;
import dev.voicecall.RecordingOptions;
import dev.voicecall.Timeline.Source;
import dev.voicecall.Timeline.Span;
import dev.voicecall.Usage;
import dev.voicecall.Utterance;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.VoiceCallException;
import dev.voicecall.WarmTransfer;
import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.LegRecording;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call from its first ring to its end: performs steps on the leg, keeps the transcript, and sees to it that the call
 * ends exactly once, within its bound, whatever happens.
 *
 * <p>A call ends twice. First it is <em>concluded</em>: by the script ({@link #end}), by the other side, by the clock or by
 * a machine; the first of them wins, its {@link Outcome} stands, and every step fails from then on with
 * {@link CallEndedException}. Then it is <em>over</em>, when the carrier has taken note of the hang-up, but
 * {@link #HANG_UP_PATIENCE} later at the latest; that is when the {@link #ending} is known. Where taps write down what is said, the
 * last words are waited for as well, within the same time. The leg itself may live on a little ({@link #closed}).
 *
 * <p>The public methods may be called from any thread; all state is touched on the leg's mailbox only.
 */
public final class CallSession implements CallLeg.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(CallSession.class);
    private static final Duration HANG_UP_PATIENCE = Duration.ofSeconds(5);
    /** The shortest bound of a call. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /**
     * How a call ended. Immutable.
     *
     * @param outcome the outcome
     * @param failure what broke, if anything
     * @param duration from being picked up to the end
     * @param answeredBy who picked up
     * @param transcript what was said
     */
    public record Ending(
            Outcome outcome,
            Optional<Throwable> failure,
            Duration duration,
            AnsweredBy answeredBy,
            List<Utterance> transcript) {}

    private final String recordId = UUID.randomUUID().toString();
    private final CallLeg leg;
    private final SpeechTimeline timeline;
    private final CallOptions options;
    private final Scheduler scheduler;
    private final List<CallListener> listeners;
    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private final CompletableFuture<Ending> ending = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private final Transcript transcript;
    private AnsweredBy answeredBy = AnsweredBy.UNKNOWN;
    private boolean machine;
    private volatile CompletableFuture<Optional<LegRecording>> recording =
            CompletableFuture.completedFuture(Optional.empty());
    private boolean legEnded;
    private long startedNanos;
    private @Nullable Long answeredAtNanos;
    private @Nullable Outcome outcome;
    private @Nullable Throwable failure;
    private final Mute mute = new Mute();
    private boolean held;
    private final CallSteps steps;
    private final CallControls controls;
    private final List<CallTranscriber> transcribers = new ArrayList<>();
    private @Nullable Long lineEndedNanos;
    private Timer bound = Timer.NONE;
    private Timer patience = Timer.NONE;

    /**
     * A session that has not begun.
     *
     * @param timeline of that leg
     */
    public CallSession(
            CallLeg leg,
            SpeechTimeline timeline,
            CallOptions options,
            Scheduler scheduler,
            List<CallListener> listeners) {
        this.leg = leg;
        this.timeline = timeline;
        this.options = options;
        this.scheduler = scheduler;
        this.listeners = List.copyOf(listeners);
        this.transcript = new Transcript(scheduler, utterance -> tell(to -> to.onUtterance(info(), utterance)));
        this.steps = new CallSteps(leg, scheduler, mute, transcript::add);
        this.controls = new CallControls(this, steps);
    }

    /** Places the call or begins to take it, and starts the clock of {@link CallOptions#maxDuration()}. */
    public void start() {
        leg.mailbox().execute(() -> {
            startedNanos = scheduler.nanoTime();
            bound = scheduler.schedule(options.maxDuration(), leg.mailbox(), () -> conclude(Outcome.TIMED_OUT, null));
            tell(to -> to.onStarted(info()));
            try {
                leg.start(this);
            } catch (RuntimeException e) {
                onEnded(new CallLeg.End(Outcome.FAILED, Optional.of(asVoiceCallException(e))));
            }
        });
    }

    /** How the call is conducted. */
    public CallOptions options() {
        return options;
    }

    /** Which call this is, as far as is known by now. */
    public CallInfo info() {
        return leg.info().withRecordId(recordId);
    }

    /** Our name for the call. */
    public String recordId() {
        return recordId;
    }

    /** Completes when steps can be performed; fails with {@link CallEndedException} if that never comes about. */
    public CompletableFuture<Void> answered() {
        return answered;
    }

    /** Completes when the call is over. Never fails. */
    public CompletableFuture<Ending> ending() {
        return ending;
    }

    /** Completes when the carrier has confirmed that the line is closed. Never fails. */
    public CompletableFuture<Void> closed() {
        return closed;
    }

    /**
     * Gives the conduct of the call to somebody else. What its conductor has under way is broken off, and so are a hold and a transfer.
     *
     * @return the conduct; its steps have to wait until the call is answered, as any
     */
    public Conduct takeOver() {
        Conduct next = new Conduct(this);
        onMailbox(
                () -> {
                    if (!machine) {
                        steps.conductedBy(next, new CallRedirectedException());
                    }
                },
                () -> {});
        return next;
    }

    /** What can be done to the call from outside. */
    public CallControls controls() {
        return controls;
    }

    /** As {@link Conduct#perform}. */
    CompletableFuture<StepResult> perform(Conduct by, Step step) {
        CompletableFuture<StepResult> result = new CompletableFuture<>();
        asConductor(by, result, () -> steps.perform(step, result));
        return result;
    }

    /** Completes if that is who conducts the call; else fails as {@link #perform} does. */
    CompletableFuture<Void> checked(Conduct somebody) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        asConductor(somebody, result, () -> result.complete(null));
        return result;
    }

    private void asConductor(Conduct by, CompletableFuture<?> result, Runnable task) {
        onMailbox(
                () -> {
                    if (outcome != null || machine) {
                        result.completeExceptionally(
                                new CallEndedException(outcome == null ? Outcome.VOICEMAIL : outcome));
                    } else if (steps.isConductedBy(by)) {
                        task.run();
                    } else {
                        result.completeExceptionally(new CallRedirectedException());
                    }
                },
                () -> result.completeExceptionally(
                        new CallEndedException(ending.join().outcome())));
    }

    /** As {@link Conduct#attendedBy}. */
    void attended(Conduct by) {
        steps.attended(by);
    }

    /** As {@link Conduct#end}. */
    void end(Conduct by, Outcome how, @Nullable Throwable why) {
        onMailbox(
                () -> {
                    if (how == Outcome.CANCELED) {
                        conclude(how, why);
                    } else if (steps.isConductedBy(by) && !machine) {
                        steps.end(() -> conclude(how, why));
                    }
                },
                () -> {});
    }

    /**
     * Ends the call with an outcome of this side's choice and hangs up, whoever conducts it and whatever is under way. Does nothing if it
     * is concluded already, or while a message is left on a machine: that ends by itself, and only giving up
     * ({@link Outcome#CANCELED}) cuts it short.
     */
    public void end(Outcome outcome, @Nullable Throwable failure) {
        onMailbox(
                () -> {
                    if (!machine || outcome == Outcome.CANCELED) {
                        conclude(outcome, failure);
                    }
                },
                () -> {});
    }

    /** Runs a task on the mailbox; once the call is over, when its threads may be gone, another one at once. */
    void onMailbox(Runnable task, Runnable ifOver) {
        if (ending.isDone()) {
            ifOver.run();
        } else {
            leg.mailbox().execute(task);
        }
    }

    /** Runs a task on the mailbox, later. */
    Timer after(Duration delay, Runnable task) {
        return scheduler.schedule(delay, leg.mailbox(), task);
    }

    /** Whether it is known how the call ends. On the mailbox. */
    boolean isConcluded() {
        return outcome != null;
    }

    /** Whether a machine has picked up, and a message is left on it. On the mailbox. */
    boolean isWithMachine() {
        return machine;
    }

    /** The other side is on hold from now on. On the mailbox. */
    void held() {
        held = true;
        timeline.held();
        tell(to -> to.onHeld(info()));
    }

    /** The other side is not on hold any more, if it was. On the mailbox. */
    void resumed() {
        if (held) {
            held = false;
            tell(to -> to.onResumed(info()));
            timeline.resumed();
        }
    }

    /** How somebody is called with whom the other side is to be connected: for no longer than this call lasts. On the mailbox. */
    public CallOptions optionsOfThird(WarmTransfer how) {
        Duration left = options.maxDuration().minusNanos(scheduler.nanoTime() - startedNanos);
        CallOptions.Builder third = CallOptions.builder()
                .language(options.language())
                .ringTimeout(options.ringTimeout())
                .answerTimeout(options.answerTimeout())
                .attempts(options.attempts())
                .reprompt(options.reprompt())
                .maxDuration(left.compareTo(SHORTEST) < 0 ? SHORTEST : left)
                .machineDetection(how.offer().isPresent() ? MachineDetection.OFF : MachineDetection.BEFORE_TALKING);
        options.voice().ifPresent(third::voice);
        options.callerId().ifPresent(third::callerId);
        return third.build();
    }

    /** The other side's way to somebody else. */
    Step.Transfer transferTo(PhoneNumber to) {
        return new Step.Transfer(to, options.callerId(), options.ringTimeout());
    }

    /** Warns of a transfer that did not come about, and not for want of an answer. */
    void transferFailed(Throwable why) {
        controlFailed("The transfer failed", why);
    }

    /** Warns of something that was to be done to the call from outside. */
    void controlFailed(String what, Throwable why) {
        Throwable cause = why instanceof CompletionException && why.getCause() != null ? why.getCause() : why;
        onWarning(new VoiceCallException(what + ": " + cause.getMessage(), cause));
    }

    /** Has the other side not be heard any more, or again; completes as {@link CallLeg#mute}. On the mailbox. */
    CompletionStage<Void> mute(boolean muted) {
        mute.set(muted);
        return leg.mute(muted);
    }

    /**
     * Has the carrier record the call from now on.
     *
     * @return fails with a {@link dev.voicecall.CarrierException} if it can't, and with {@link CallEndedException} if the call is
     *     over before it has begun
     */
    public CompletableFuture<LegRecording> record(RecordingOptions options) {
        CompletableFuture<LegRecording> result = new CompletableFuture<>();
        ending.thenAccept(ended -> result.completeExceptionally(new CallEndedException(ended.outcome())));
        if (!result.isDone()) { // else its threads may be gone
            leg.mailbox().execute(() -> begin(options, result));
        }
        return result;
    }

    private void begin(RecordingOptions options, CompletableFuture<LegRecording> result) {
        if (outcome != null) {
            result.completeExceptionally(new CallEndedException(outcome));
            return;
        }
        leg.record(options).whenComplete((recording, failure) -> {
            if (failure == null) {
                result.complete(recording);
            } else {
                result.completeExceptionally(failure instanceof CompletionException ? failure.getCause() : failure);
            }
        });
    }

    /** Completes with the recording that the {@link CallOptions} ask for; empty if they don't, if the call was not answered, or without success. */
    public CompletableFuture<Optional<LegRecording>> recording() {
        return recording;
    }

    private void recordAsOptionsSay(RecordingOptions how) {
        recording = record(how).handle((begun, failure) -> {
            if (failure != null && !(failure instanceof CallEndedException)) {
                onWarning(new VoiceCallException("The call is not recorded: " + failure.getMessage(), failure));
            }
            return Optional.ofNullable(begun);
        });
    }

    /** A text as this call speaks it. */
    public Speech speech(String text) {
        return new Speech(text, options.language(), options.voice());
    }

    /**
     * After how long a conversation has to come to its end. On the mailbox.
     *
     * @param most how long it may be; the call has a bound of its own, before which there has to be time for a farewell
     * @param farewell how much
     */
    Duration timeUntilFarewell(Duration most, Duration farewell) {
        Duration ofCall = options.maxDuration()
                .minusNanos(scheduler.nanoTime() - startedNanos)
                .minus(farewell);
        return ofCall.isNegative() || ofCall.compareTo(most) >= 0 ? most : ofCall;
    }

    /** Where everything about this call runs. */
    Executor mailbox() {
        return leg.mailbox();
    }

    /** Takes down what was said in a conversation. On the mailbox. */
    void said(Speaker speaker, String text, OptionalDouble confidence, boolean interrupted) {
        transcript.add(speaker, text, confidence, interrupted);
    }

    /** Whether what a side says now gets into the transcript by what is done on the line, or is nobody's words. On the mailbox. */
    boolean writesDown(Speaker speaker) {
        return steps.writesDown(speaker);
    }

    /** What somebody writes down who hears the call is part of its transcript. On the mailbox. */
    void transcribedBy(CallTranscriber transcriber) {
        transcribers.add(transcriber);
    }

    /** Tells of something that happened in a conversation. On the mailbox. */
    void tell(Consumer<CallListener> event) {
        if (ending.isDone()) {
            return; // the end comes last, though the carrier may have more to say
        }
        for (CallListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException | Error e) {
                LOG.warn("{}: a listener failed.", info(), e);
            }
        }
    }

    @Override
    public void onRinging() {
        tell(to -> to.onRinging(info()));
    }

    @Override
    public void onAnswered(AnsweredBy by) {
        answeredAtNanos = scheduler.nanoTime();
        answeredBy = by;
        timeline.begin(new WhoSpeaks());
        tell(to -> to.onAnswered(info(), by));
        options.recording().ifPresent(this::recordAsOptionsSay);
        if (by.isMachine()) {
            machinePickedUp();
        } else if (outcome == null) {
            answered.complete(null);
        }
    }

    /** Passes on who speaks when. */
    private final class WhoSpeaks implements SpeechTimeline.Listener {
        @Override
        public void onSpeechStarted(Speaker speaker) {
            tell(to -> to.onSpeechStarted(info(), speaker));
        }

        @Override
        public void onSpeechStopped(Speaker speaker) {
            tell(to -> to.onSpeechStopped(info(), speaker));
        }

        @Override
        public void onSpan(Source source, Span span) {
            tell(to -> to.onSpan(info(), source, span));
        }
    }

    @Override
    public void onAnsweredBy(AnsweredBy by) {
        answeredBy = by;
        tell(to -> to.onAnsweredBy(info(), by));
        // Who presses keys when asked to is a person, whatever the detector makes of the voice.
        if (by.isMachine() && !transcript.hasKeys()) {
            machinePickedUp();
        }
    }

    private void machinePickedUp() {
        if (outcome != null || machine) {
            return;
        }
        if (options.voicemailMessage().isEmpty()) {
            conclude(Outcome.VOICEMAIL, null);
            return;
        }
        machine = true;
        CallEndedException voicemail = new CallEndedException(Outcome.VOICEMAIL);
        answered.completeExceptionally(voicemail);
        steps.conductedBy(new Conduct(this), voicemail);
        CompletableFuture<StepResult> said = new CompletableFuture<>();
        said.whenComplete((done, broken) -> conclude(Outcome.VOICEMAIL, null));
        try {
            steps.perform(new Step.Say(speech(options.voicemailMessage().get())), said);
        } catch (RuntimeException unspeakable) {
            conclude(Outcome.FAILED, unspeakable);
        }
    }

    @Override
    public void onWarning(VoiceCallException problem) {
        LOG.warn("{}: {}", info(), problem.getMessage());
        tell(to -> to.onWarning(info(), problem));
    }

    @Override
    public void onInterim(Speaker speaker, String words) {
        tell(to -> to.onInterim(info(), speaker, words));
    }

    @Override
    public void onUsage(Usage usage) {
        tell(to -> to.onUsage(info(), usage));
    }

    @Override
    public void onEnded(CallLeg.End end) {
        legEnded = true;
        boolean machineHungUp = machine && end.outcome() == Outcome.HUNG_UP;
        conclude(
                machineHungUp ? Outcome.VOICEMAIL : end.outcome(), end.failure().orElse(null));
        settleOnceWrittenDown();
        ending.thenRun(() -> closed.complete(null));
    }

    /** The first conclusion stands; all others do nothing. */
    private void conclude(Outcome how, @Nullable Throwable why) {
        if (outcome != null) {
            return;
        }
        outcome = how;
        failure = why;
        bound.cancel();
        CallEndedException ended = new CallEndedException(how);
        answered.completeExceptionally(ended);
        steps.close(ended);
        try {
            patience = scheduler.schedule(HANG_UP_PATIENCE, leg.mailbox(), this::settle);
        } catch (RejectedExecutionException closed) {
            settle(); // there is no time left to be patient
        }
        if (!legEnded) {
            hangUp();
        }
    }

    private void hangUp() {
        leg.hangUp().whenComplete((done, broken) -> {
            if (broken != null) {
                onWarning(new VoiceCallException(
                        "The carrier could not be told to hang up: " + broken.getMessage(), broken));
            }
            settleOnceWrittenDown();
        });
    }

    private void settleOnceWrittenDown() {
        lineEnded();
        CompletableFuture.allOf(
                        transcribers.stream().map(CallTranscriber::finish).toArray(CompletableFuture<?>[]::new))
                .thenRun(this::settle);
    }

    private long lineEnded() {
        if (lineEndedNanos == null) {
            lineEndedNanos = scheduler.nanoTime();
            timeline.end();
        }
        return lineEndedNanos;
    }

    private void settle() {
        if (ending.isDone() || outcome == null) {
            return;
        }
        patience.cancel();
        transcribers.forEach(CallTranscriber::close);
        Outcome how = outcome;
        long ended = lineEnded();
        Duration duration =
                answeredAtNanos == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, ended - answeredAtNanos));
        Optional<Throwable> why = Optional.ofNullable(failure);
        why.ifPresent(broken -> tell(to -> to.onFailure(info(), broken)));
        tell(to -> to.onEnded(info(), how));
        ending.complete(new Ending(how, why, duration, answeredBy, transcript.utterances()));
    }

    private static VoiceCallException asVoiceCallException(RuntimeException e) {
        return e instanceof VoiceCallException already ? already : new VoiceCallException(e.toString(), e);
    }
}
