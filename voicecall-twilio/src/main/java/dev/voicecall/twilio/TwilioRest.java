package dev.voicecall.twilio;

import com.twilio.http.HttpMethod;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Call;
import com.twilio.rest.api.v2010.account.CallCreator;
import com.twilio.rest.api.v2010.account.call.Stream;
import com.twilio.rest.api.v2010.account.conference.Participant;
import com.twilio.type.PhoneNumber;
import dev.voicecall.MachineDetection;
import dev.voicecall.spi.OutboundCall;
import dev.voicecall.spi.Scheduler;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What we ask of Twilio's REST API, without blocking the caller: the SDK blocks, so it runs on workers, at most
 * so many at once; the rest wait in line.
 *
 * <p>Every stage fails with a {@link RestFailure}. Nothing is repeated here. Safe for use by many threads.
 */
final class TwilioRest {
    /** Accounts have to ask Twilio for longer calls; without that, the limit is there anyway. */
    private static final Duration LONGEST_WITHOUT_ASKING = Duration.ofHours(4).minusMinutes(1);

    /** How much longer Twilio lets a call last than we do. */
    private static final Duration SHOULD_WE_HAVE_DIED = Duration.ofMinutes(1);

    private static final List<String> ALL_EVENTS = List.of("initiated", "ringing", "answered", "completed");

    private final TwilioRestClient client;
    private final BoundedExecutor workers;

    /** @param atOnce how many requests are under way at most */
    TwilioRest(TwilioRestClient client, Scheduler scheduler, int atOnce) {
        this.client = client;
        this.workers = new BoundedExecutor(scheduler.worker(), atOnce);
    }

    /**
     * Where Twilio shall reach us about a call. Immutable.
     *
     * @param voice what to do once it is answered
     * @param fallback what to do if that fails
     * @param status where to report what happens
     * @param recording where to report what becomes of its recording
     */
    record Callbacks(String voice, String fallback, String status, String recording) {}

    /**
     * Places a call.
     *
     * @param wanted whether it is still wanted when its turn has come; if not, it fails as never sent
     * @return its SID
     */
    CompletableFuture<String> create(OutboundCall call, String from, Callbacks callbacks, BooleanSupplier wanted) {
        CallCreator creator = Call.creator(
                        new PhoneNumber(call.to().e164()), new PhoneNumber(from), URI.create(callbacks.voice()))
                .setMethod(HttpMethod.POST)
                .setFallbackUrl(callbacks.fallback())
                .setFallbackMethod(HttpMethod.POST)
                .setStatusCallback(callbacks.status())
                .setStatusCallbackMethod(HttpMethod.POST)
                .setStatusCallbackEvent(ALL_EVENTS)
                .setTimeout((int) call.ringTimeout().toSeconds());
        if (call.maxDuration().compareTo(LONGEST_WITHOUT_ASKING) <= 0) {
            creator.setTimeLimit(
                    (int) call.maxDuration().plus(SHOULD_WE_HAVE_DIED).toSeconds());
        }
        if (call.machineDetection() != MachineDetection.OFF) {
            creator.setMachineDetection(
                    call.machineDetection() == MachineDetection.UNTIL_BEEP ? "DetectMessageEnd" : "Enable");
        }
        if (call.machineDetection() == MachineDetection.WHILE_TALKING) {
            creator.setAsyncAmd("true")
                    .setAsyncAmdStatusCallback(callbacks.status())
                    .setAsyncAmdStatusCallbackMethod(HttpMethod.POST);
        }
        call.recording().ifPresent(how -> RecordingRequests.onCreate(creator, how, callbacks.recording()));
        return submit(() -> {
            if (!wanted.getAsBoolean()) {
                throw RestFailure.noAnswer(new CancellationException("given up before it was sent"), true);
            }
            String sid = creator.create(client).getSid();
            if (sid == null) {
                throw RestFailure.noAnswer(new IllegalStateException("a success without a CallSid"), false);
            }
            return sid;
        });
    }

    /** Ends a call in any state. */
    CompletableFuture<Void> complete(String callSid) {
        return submit(() -> {
            Call.updater(callSid).setStatus(Call.UpdateStatus.COMPLETED).update(client);
            return null;
        });
    }

    /** Breaks off what Twilio is doing on a call, and has it ask us what to do. */
    CompletableFuture<Void> redirect(String callSid, String url) {
        return submit(() -> {
            Call.updater(callSid).setUrl(url).setMethod(HttpMethod.POST).update(client);
            return null;
        });
    }

    /** Has others in a conference not hear a call, or hear it again. */
    CompletableFuture<Void> mute(String conferenceSid, String callSid, boolean muted) {
        return submit(() -> {
            Participant.updater(conferenceSid, callSid).setMuted(muted).update(client);
            return null;
        });
    }

    /** Ends a media stream that only listens. */
    CompletableFuture<Void> stopStream(String callSid, String name) {
        return submit(() -> {
            Stream.updater(callSid, name, Stream.UpdateStatus.STOPPED).update(client);
            return null;
        });
    }

    /** Looks a call up. @return its status as Twilio names it; empty if Twilio names it in a way the SDK doesn't know */
    CompletableFuture<String> status(String callSid) {
        return submit(() -> {
            Call.Status status = Call.fetcher(callSid).fetch(client).getStatus();
            return status == null ? "" : status.toString().toLowerCase(Locale.ROOT);
        });
    }

    /** Makes a request of any kind. */
    <T> CompletableFuture<T> submit(Function<TwilioRestClient, T> request) {
        return submit(() -> request.apply(client));
    }

    private <T> CompletableFuture<T> submit(Supplier<T> request) {
        return CompletableFuture.supplyAsync(request, workers);
    }
}
