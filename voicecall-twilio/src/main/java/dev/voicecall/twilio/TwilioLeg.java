package dev.voicecall.twilio;

import dev.voicecall.AnsweredBy;
import dev.voicecall.CallInfo;
import dev.voicecall.CarrierException;
import dev.voicecall.Direction;
import dev.voicecall.Outcome;
import dev.voicecall.Recording;
import dev.voicecall.RecordingOptions;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.LegRecording;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.OutboundCall;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One call over Twilio, by carrier speech.
 *
 * <p>Twilio asks, we answer with a document: {@link Dialog} pairs the steps that we want done with Twilio's requests.
 * {@link Placement} orders the call, {@link Watchdog} looks it up when nothing is heard of it. Here is what holds them
 * together: what state the call is in, whatever the order in which Twilio reports it, and how it ends.
 *
 * <p>Belongs to one call; called on its mailbox.
 */
final class TwilioLeg implements CallLeg {
    /** Twilio adds up to 5 s to the time that a phone rings; the rest is for the callback to arrive. */
    private static final Duration RINGING_MARGIN = Duration.ofSeconds(15);

    private static final Duration SILENCE_WHILE_TALKING = Duration.ofSeconds(30);
    private static final Duration SILENCE_AFTER_HANG_UP = Duration.ofSeconds(3);
    private static final Duration STRAGGLER = Duration.ofMillis(750);
    /** In a row; beyond that, trying again would go on for ever. */
    private static final int MAX_FALLBACKS = 3;

    private final Context context;
    private final String token;
    private final Mailbox mailbox;
    private final Dialog dialog;
    private final Watchdog watchdog;
    private final Taps taps;
    private final LegRecordings recordings;
    private final @Nullable OutboundCall outbound;
    private final @Nullable Placement placement;
    private final CompletableFuture<Void> hungUp = new CompletableFuture<>();

    private volatile CallInfo info;
    private @Nullable Listener listener;
    private @Nullable StreamStep stream;
    private boolean ringing;
    private boolean answered;
    private boolean hangingUp;
    private boolean ended;
    private int fallbacks;
    private int streams;
    private Step.@Nullable Conference conference;
    private @Nullable String conferenceSid;
    private boolean muted;
    private boolean mutedOnEntry;
    /** Twilio is told one after the other, for the last to stand. */
    private CompletionStage<Void> muting = CompletableFuture.completedFuture(null);

    private Timer redirection = Timer.NONE;
    private Timer retry = Timer.NONE;
    private Timer end = Timer.NONE;

    /** What all legs of a gateway share. Immutable. */
    record Context(TwilioConfig config, TwilioRest rest, Scheduler scheduler, LegRegistry registry) {}

    private TwilioLeg(Context context, CallInfo info, @Nullable OutboundCall outbound) {
        this.context = context;
        this.token = context.registry().newToken();
        this.mailbox = new Mailbox(context.scheduler().executor());
        this.info = info;
        this.outbound = outbound;
        this.dialog = new Dialog(context.config(), token, context.scheduler(), mailbox);
        this.watchdog = new Watchdog(context, mailbox, new LookedUp());
        this.taps = new Taps(context, mailbox, this::warnOfTap);
        this.recordings = new LegRecordings(
                context,
                mailbox,
                outbound == null,
                outbound != null && outbound.recording().isPresent());
        this.placement = outbound == null
                ? null
                : new Placement(context, mailbox, outbound, info.from(), callbacks(), new Placed());
        info.id().ifPresent(watchdog::watch);
    }

    static TwilioLeg outbound(Context context, OutboundCall call) {
        String from = call.callerId().orElse(context.config().phoneNumber()).e164();
        return new TwilioLeg(
                context,
                new CallInfo(
                        Direction.OUTBOUND, Optional.empty(), from, call.to().e164()),
                call);
    }

    static TwilioLeg inbound(Context context, String callSid, String from, String to) {
        return new TwilioLeg(context, new CallInfo(Direction.INBOUND, Optional.of(callSid), from, to), null);
    }

    @Override
    public Executor mailbox() {
        return mailbox;
    }

    @Override
    public CallInfo info() {
        return info;
    }

    @Override
    public void start(Listener listener) {
        this.listener = listener;
        context.registry().add(token, this);
        if (placement != null) {
            placement.begin();
        } else {
            watchdog.expectSignWithin(SILENCE_WHILE_TALKING);
        }
    }

    private TwilioRest.Callbacks callbacks() {
        return new TwilioRest.Callbacks(
                context.config().voiceUrl(token),
                context.config().fallbackUrl(token),
                context.config().statusUrl(token),
                context.config().recordingUrl());
    }

    private final class Placed implements Placement.Outcome {
        @Override
        public void placed(String callSid) {
            if (!ended) {
                identify(callSid);
            }
        }

        @Override
        public void failed(End how) {
            finish(how);
        }
    }

    private final class LookedUp implements Watchdog.Listener {
        @Override
        public void onOver(End how) {
            terminal(how);
        }

        @Override
        public void onAlive() {
            if (hangingUp) {
                info.id().ifPresent(sid -> completeCall(sid, Retry.ATTEMPTS));
            } else if (stream != null && stream.isExpected()) {
                stream.breakOff();
                interrupt();
            }
        }
    }

    private void identify(String sid) {
        if (info.id().isPresent()) {
            return;
        }
        info = new CallInfo(info.direction(), Optional.of(sid), info.from(), info.to());
        context.registry().identify(sid, this);
        watchdog.watch(sid);
        if (placement != null) {
            placement.over();
        }
        if (hangingUp) {
            completeCall(sid, 1);
        } else if (outbound != null) {
            watchdog.expectSignWithin(outbound.ringTimeout().plus(RINGING_MARGIN));
        }
    }

    /** Twilio asks what to do. */
    CompletionStage<HttpResponse> onVoice(Webhook webhook) {
        CompletableFuture<HttpResponse> response = new CompletableFuture<>();
        mailbox.execute(() -> ask(webhook, response));
        return response;
    }

    private void ask(Webhook webhook, CompletableFuture<HttpResponse> response) {
        if (ended || !isOurs(webhook)) {
            Dialog.answer(response, Twiml.hangUp());
            return;
        }
        webhook.callSid().ifPresent(this::identify);
        watchdog.onSign();
        if (webhook.isWaiting()) {
            Dialog.answer(response, waiting());
            return;
        }
        if (hangingUp) {
            hungUp.complete(null);
            Dialog.answer(response, Twiml.hangUp());
            return;
        }
        if (webhook.isFallback()) {
            String why = "Twilio could not use an answer of ours and asked again at the fallback URL"
                    + (webhook.errorCode().isPresent()
                            ? " (Twilio error " + webhook.errorCode().getAsInt() + ")"
                            : "");
            CarrierException problem =
                    new CarrierException(why, webhook.errorCode().orElse(0), true, null);
            if (++fallbacks > MAX_FALLBACKS) {
                Dialog.answer(response, Twiml.hangUp());
                finish(new End(Outcome.FAILED, Optional.of(problem)));
                return;
            }
            warn(problem);
            dialog.onRequest(webhook.asTheOneThatFailed(), response);
        } else {
            fallbacks = 0;
            dialog.onRequest(webhook, response);
        }
        if (outbound != null) {
            answered(webhook.answeredBy().orElse(AnsweredBy.UNKNOWN));
        }
    }

    private String waiting() {
        return Twiml.music(Optional.ofNullable(conference).flatMap(Step.Conference::music));
    }

    private boolean isOurs(Webhook webhook) {
        return info.id().isEmpty() || info.id().equals(webhook.callSid());
    }

    /** Twilio reports something. */
    void onReport(Webhook webhook) {
        mailbox.execute(() -> {
            if (ended || listener == null || !isOurs(webhook)) {
                return;
            }
            webhook.callSid().ifPresent(this::identify);
            watchdog.onSign();
            if (webhook.isOfConference()) {
                webhook.conferenceJoined().ifPresent(this::joined);
                return;
            }
            Optional<CallStatus> status = webhook.callStatus();
            if (status.isEmpty()) {
                webhook.answeredBy().ifPresent(this::answeredBy);
                webhook.streamError()
                        .ifPresent(problem -> streamError(webhook.streamName().orElse(""), problem));
            } else if (status.get().isTerminal()) {
                terminal(status.get().end(webhook.sipResponseCode()));
            } else if (status.get().isRinging()) {
                ringing();
            } else if (!status.get().isKnown()) {
                warn(new VoiceCallException(
                        "Twilio reported the unknown status \"" + status.get().name() + "\"; it is ignored."));
            }
        });
    }

    private void ringing() {
        if (!ringing && !answered && listener != null) {
            ringing = true;
            listener.onRinging();
        }
    }

    private void answered(AnsweredBy by) {
        if (!answered && listener != null) {
            ringing();
            answered = true;
            watchdog.expectSignWithin(SILENCE_WHILE_TALKING);
            listener.onAnswered(by);
        }
    }

    private void answeredBy(AnsweredBy by) {
        if (listener != null) {
            listener.onAnsweredBy(by);
        }
    }

    private void streamError(String name, CarrierException problem) {
        boolean ofTap = taps.onError(name, problem);
        if (!ofTap && stream != null && (name.isEmpty() || name.equals(stream.name()))) {
            stream.onError(problem);
        }
    }

    @Override
    public CompletionStage<StepResult> perform(Step step) {
        if (!(step instanceof Step.Reject)) {
            answered(AnsweredBy.UNKNOWN);
        }
        if (step instanceof Step.Stream sound) {
            return stream(sound);
        }
        if (step instanceof Step.Tap tap) {
            return tap(tap);
        }
        if (step instanceof Step.Conference meeting) {
            return confer(meeting);
        }
        CompletionStage<StepResult> result = dialog.perform(step);
        if (step instanceof Step.Reject) {
            watchdog.expectSignWithin(SILENCE_AFTER_HANG_UP);
        }
        return result;
    }

    private CompletionStage<StepResult> stream(Step.Stream step) {
        if (taps.full()) {
            return CompletableFuture.failedFuture(new CarrierException(
                    "Twilio has no room for live audio beside two taps; close one first.", 0, false, null));
        }
        String name = "line-" + ++streams;
        StreamStep begun = new StreamStep(name, context, mailbox, watchdog, step.listener(), this::warn);
        stream = begun;
        CompletableFuture<StepResult> result = new CompletableFuture<>();
        dialog.perform(
                        step,
                        next -> Twiml.stream(
                                begun.url(info.id()), name, context.config().statusUrl(token), next))
                .thenAccept(asTwilioSaysIt -> {
                    stream = null;
                    watchdog.expectSignWithin(SILENCE_WHILE_TALKING);
                    begun.complete(asTwilioSaysIt, result);
                });
        return result;
    }

    private CompletionStage<StepResult> tap(Step.Tap step) {
        if (taps.full()) {
            return CompletableFuture.failedFuture(new CarrierException(
                    "Twilio has no room for one more tap on this call; close another first.", 0, true, null));
        }
        TwilioTap begun = taps.add(step.listener());
        return dialog.perform(
                        step,
                        next -> Twiml.tap(
                                begun.url(info.id()),
                                begun.name(),
                                context.config().statusUrl(token),
                                next))
                .thenApply(asTwilioSaysIt -> {
                    if (asTwilioSaysIt instanceof StepResult.Interrupted) {
                        begun.stop();
                        return asTwilioSaysIt;
                    }
                    return new StepResult.Tapped(begun);
                });
    }

    @Override
    public CompletionStage<LegRecording> record(RecordingOptions options) {
        return recordings.record(info.id(), options);
    }

    /** Twilio tells of a recording of this call. */
    void onRecording(Recording recording) {
        mailbox.execute(() -> recordings.onReport(recording));
    }

    private CompletionStage<StepResult> confer(Step.Conference step) {
        conference = step;
        return dialog.perform(step, next -> document(step, next)).thenApply(done -> {
            conference = null;
            conferenceSid = null;
            return done;
        });
    }

    private String document(Step.Conference step, String next) {
        mutedOnEntry = muted;
        return Twiml.conference(
                step, muted, context.config().waitUrl(token), context.config().statusUrl(token), next);
    }

    @Override
    public CompletionStage<Void> mute(boolean muted) {
        this.muted = muted;
        String where = conferenceSid;
        if (where == null || ended) {
            return CompletableFuture.completedFuture(null);
        }
        CompletionStage<Void> told = muting.exceptionally(failure -> null)
                .thenCompose(before -> tellMute(where, muted))
                .whenCompleteAsync((done, failure) -> {}, mailbox);
        muting = told;
        return told;
    }

    private CompletionStage<Void> tellMute(String where, boolean muted) {
        return info.id()
                .map(sid -> context.rest().mute(where, sid, muted))
                .orElseGet(() -> CompletableFuture.completedFuture(null))
                .exceptionallyCompose(failure -> {
                    RestFailure why = RestFailure.of(failure);
                    return why.isNotFound() // they have left it
                            ? CompletableFuture.completedFuture(null)
                            : CompletableFuture.failedFuture(why.toCarrierException());
                });
    }

    /** The conference was entered, as muted as its document said. */
    private void joined(String conferenceSid) {
        if (conference == null) {
            return;
        }
        this.conferenceSid = conferenceSid;
        if (muted == mutedOnEntry) {
            return;
        }
        mute(muted).whenComplete((done, failure) -> {
            if (failure instanceof CompletionException wrapped
                    && wrapped.getCause() instanceof CarrierException known) {
                warn(known);
            }
        });
    }

    @Override
    public void interrupt() {
        if (!dialog.interruptUnsent() && !ended) {
            info.id().ifPresent(sid -> redirect(sid, dialog.redirect(), 1));
        }
    }

    private void redirect(String sid, String url, int attempt) {
        if (!dialog.isRedirecting()) {
            return; // Twilio has come, though its answer was lost
        }
        context.rest()
                .redirect(sid, url)
                .whenCompleteAsync(
                        (done, broken) -> {
                            if (broken != null && !ended) {
                                notRedirected(RestFailure.of(broken), sid, url, attempt);
                            }
                        },
                        mailbox);
    }

    private void notRedirected(RestFailure failure, String sid, String url, int attempt) {
        if (mayBeRedirectedLater(failure) && attempt < Retry.ATTEMPTS && !hangingUp) {
            redirection = schedule(Retry.delay(failure, attempt), () -> redirect(sid, url, attempt + 1));
            return;
        }
        dialog.notRedirected();
        if (failure.meansCallIsOver()) {
            watchdog.expectSignWithin(SILENCE_AFTER_HANG_UP);
        } else {
            warn(failure.toCarrierException());
        }
    }

    /** A call that has just come in is not in progress for Twilio until it has our first answer. */
    private boolean mayBeRedirectedLater(RestFailure failure) {
        return failure.worthRepeating() || (outbound == null && failure.meansCallIsOver());
    }

    @Override
    public CompletionStage<Void> hangUp() {
        if (ended || hangingUp) {
            return hungUp;
        }
        hangingUp = true;
        if (placement != null && placement.giveUp()) {
            finish(new End(Outcome.CANCELED, Optional.empty()));
        } else if (dialog.hangUp()) {
            hungUp.complete(null);
            watchdog.expectSignWithin(SILENCE_AFTER_HANG_UP);
        } else {
            info.id().ifPresent(sid -> completeCall(sid, 1));
        }
        return hungUp;
    }

    private void completeCall(String sid, int attempt) {
        context.rest()
                .complete(sid)
                .whenCompleteAsync(
                        (done, broken) -> {
                            if (ended) {
                                return;
                            }
                            RestFailure failure = broken == null ? null : RestFailure.of(broken);
                            if (failure == null || failure.meansCallIsOver()) {
                                hungUp.complete(null);
                                watchdog.expectSignWithin(SILENCE_AFTER_HANG_UP);
                            } else if (failure.worthRepeating() && attempt < Retry.ATTEMPTS) {
                                retry = schedule(Retry.delay(failure, attempt), () -> completeCall(sid, attempt + 1));
                            } else {
                                hungUp.completeExceptionally(failure.toCarrierException());
                                watchdog.expectSignWithin(SILENCE_AFTER_HANG_UP);
                            }
                        },
                        mailbox);
    }

    /** The call is over; but a last answer that was given before may still be on its way. */
    private void terminal(End how) {
        if (answered && dialog.isListening() && !hangingUp) {
            end.cancel();
            end = schedule(STRAGGLER, () -> finish(how));
        } else {
            finish(how);
        }
    }

    private void finish(End how) {
        if (ended) {
            return;
        }
        ended = true;
        watchdog.stop();
        if (placement != null) {
            placement.over();
        }
        redirection.cancel();
        retry.cancel();
        end.cancel();
        dialog.close();
        if (stream != null) {
            stream.end();
        }
        taps.callEnded();
        recordings.callEnded();
        context.registry().remove(token, info.id());
        hungUp.complete(null);
        if (listener != null) {
            listener.onEnded(how);
        }
    }

    private void warn(VoiceCallException problem) {
        if (listener != null) {
            listener.onWarning(problem);
        }
    }

    /** That a connection breaks while we hang up is no news. */
    private void warnOfTap(VoiceCallException problem) {
        if (!hangingUp) {
            warn(problem);
        }
    }

    private Timer schedule(Duration delay, Runnable task) {
        return context.scheduler().schedule(delay, mailbox, () -> {
            if (!ended) {
                task.run();
            }
        });
    }
}
