package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** A recording in its course. Changed on its call's mailbox only; read from any thread. */
final class LiveRecording {
    private static final Duration PROCESSING = Duration.ofSeconds(2);

    private final LiveCall call;
    private final RecordingOrder order;
    private final String sid;
    private final Instant created;
    private volatile String status = "in-progress";
    private volatile Duration length = Duration.ZERO;
    private long measuredNanos;
    private boolean skipping;
    private boolean sound;

    private LiveRecording(LiveCall call, RecordingOrder order) {
        this.call = call;
        this.order = order;
        this.sid = call.simulation().sids().next("RE");
        this.created = call.simulation().line().now();
        this.measuredNanos = call.simulation().line().nanoTime();
        this.sound = !order.source().equals("RecordVerb");
    }

    static LiveRecording begin(LiveCall call, RecordingOrder order) {
        LiveRecording recording = new LiveRecording(call, order);
        call.simulation().recordings().add(recording);
        recording.report();
        return recording;
    }

    String sid() {
        return sid;
    }

    String callSid() {
        return call.view().sid();
    }

    LiveCall call() {
        return call;
    }

    RecordingOrder order() {
        return order;
    }

    Instant created() {
        return created;
    }

    String status() {
        return status;
    }

    /** Whole seconds; those that have begun count. */
    long seconds() {
        return (length.toMillis() + 999) / 1_000;
    }

    boolean stopped() {
        return !status.equals("in-progress") && !status.equals("paused");
    }

    /** Something is to be heard on it. */
    void sounds() {
        sound = true;
    }

    /** @param skip whether nothing is recorded in the meantime; otherwise silence is */
    void pause(boolean skip) {
        if (status.equals("in-progress")) {
            measure();
            skipping = skip;
            status = "paused";
        }
    }

    void resume() {
        if (status.equals("paused")) {
            measure();
            skipping = false;
            status = "in-progress";
        }
    }

    void stop() {
        if (stopped()) {
            return;
        }
        measure();
        status = "processing";
        call.simulation().timers().after(call.simulation().line(), PROCESSING, call.mailbox(), () -> {
            status = sound ? "completed" : "absent";
            report();
        });
    }

    private void measure() {
        long now = call.simulation().line().nanoTime();
        if (!skipping) {
            length = length.plusNanos(now - measuredNanos);
        }
        measuredNanos = now;
    }

    /** What requests to actions tell of it. */
    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("RecordingUrl", call.simulation().recordingUrl(sid));
        parameters.put("RecordingSid", sid);
        parameters.put("RecordingDuration", Long.toString(seconds()));
        return parameters;
    }

    private void report() {
        if (order.statusCallback().isEmpty() || !order.statusEvents().contains(status)) {
            return;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("AccountSid", call.simulation().accountSid());
        parameters.put("CallSid", callSid());
        parameters.put("RecordingStatus", status);
        parameters.putAll(parameters());
        parameters.put("RecordingChannels", Integer.toString(order.channels()));
        parameters.put("RecordingStartTime", Dates.rfc2822(created));
        parameters.put("RecordingSource", order.source());
        parameters.put("RecordingTrack", order.track());
        if (status.equals("absent")) {
            parameters.put("ErrorCode", "16102");
        }
        call.webhooks()
                .report(Kind.RECORDING, order.statusCallback().get(), CallParameters.form(parameters), Duration.ZERO);
    }
}
