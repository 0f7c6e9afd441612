package dev.voicecall.twilio;

import dev.voicecall.CarrierException;
import dev.voicecall.Recording;
import dev.voicecall.RecordingOptions;
import dev.voicecall.spi.LegRecording;
import dev.voicecall.spi.Mailbox;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The recordings that Twilio makes of one call: the one that was ordered with it, of which the first callback tells, and those that
 * are begun by request.
 *
 * <p>Belongs to one call; called on its mailbox.
 */
final class LegRecordings {
    /** How long the callback may take that tells of the recording which was ordered with the call; then it is looked up. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(3);

    /** Until Twilio holds a call for answered that we have just answered: 0.25, 0.5, 1, 2, 4 s. */
    private static final Duration FIRST_DELAY = Duration.ofMillis(250);

    private static final int MAX_TRIES = 6;

    private final TwilioLeg.Context context;
    private final Mailbox mailbox;
    private final boolean inbound;
    private final Set<String> begun = new HashSet<>();
    private final CompletableFuture<Recording> ordered = new CompletableFuture<>();
    private boolean orderIsOpen;
    private boolean ended;

    /** @param ordered whether Twilio was told to record when the call was placed */
    LegRecordings(TwilioLeg.Context context, Mailbox mailbox, boolean inbound, boolean ordered) {
        this.context = context;
        this.mailbox = mailbox;
        this.inbound = inbound;
        this.orderIsOpen = ordered;
    }

    CompletionStage<LegRecording> record(Optional<String> callSid, RecordingOptions how) {
        if (orderIsOpen) {
            orderIsOpen = false;
            return takeOrdered(callSid);
        }
        CompletableFuture<LegRecording> result = new CompletableFuture<>();
        callSid.ifPresentOrElse(
                sid -> begin(sid, how, 1, result),
                () -> result.completeExceptionally(
                        new CarrierException("The call was not answered yet; record it then.", 0, true, null)));
        return result;
    }

    private CompletionStage<LegRecording> takeOrdered(Optional<String> callSid) {
        callSid.ifPresent(sid -> context.scheduler().schedule(SIGN_OF_LIFE, mailbox, () -> lookUpOrdered(sid)));
        return ordered.thenApply(recording -> new TwilioLegRecording(context.rest(), recording));
    }

    private void lookUpOrdered(String callSid) {
        if (ended || ordered.isDone()) {
            return;
        }
        context.rest()
                .submit(client -> TwilioRecordings.ofCall(client, callSid))
                .whenCompleteAsync(
                        (all, broken) -> {
                            if (broken != null) {
                                ordered.completeExceptionally(
                                        RestFailure.of(broken).toCarrierException());
                            } else {
                                all.forEach(this::onReport);
                                ordered.completeExceptionally(new CarrierException(
                                        "Twilio was told to record the call, but has no recording of it.", 0, false, null));
                            }
                        },
                        mailbox);
    }

    private void begin(String callSid, RecordingOptions how, int attempt, CompletableFuture<LegRecording> result) {
        String callback = context.config().recordingUrl();
        context.rest()
                .submit(client -> RecordingRequests.begin(client, callSid, how, callback))
                .whenCompleteAsync(
                        (sid, broken) -> {
                            if (broken == null) {
                                begun.add(sid);
                                result.complete(new TwilioLegRecording(
                                        context.rest(),
                                        Recording.of(sid, callSid, Recording.State.IN_PROGRESS, how.channels())));
                                return;
                            }
                            RestFailure failure = RestFailure.of(broken);
                            Duration delay = delay(failure, attempt);
                            if (ended || delay == null) {
                                result.completeExceptionally(failure.toCarrierException());
                            } else {
                                context.scheduler()
                                        .schedule(delay, mailbox, () -> begin(callSid, how, attempt + 1, result));
                            }
                        },
                        mailbox);
    }

    /** When to ask again; null for never. What may have begun a recording is not repeated. */
    private @Nullable Duration delay(RestFailure failure, int attempt) {
        if (inbound && failure.meansCallIsOver() && attempt < MAX_TRIES) {
            return FIRST_DELAY.multipliedBy(1L << (attempt - 1));
        }
        return failure.safeToRepeat() && attempt < Retry.ATTEMPTS ? Retry.delay(failure, attempt) : null;
    }

    /** Twilio tells of a recording of this call. */
    void onReport(Recording recording) {
        if (!begun.contains(recording.id())) {
            ordered.complete(recording);
        }
    }

    void callEnded() {
        ended = true;
    }
}
