package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.twilio.RecordingFaults.Quirk;
import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A recording in its course. What it tells before it is completed is its length with all silence; only then it is trimmed, and
 * absent if nothing is left. Changed on its call's mailbox only; read from any thread.
 */
final class LiveRecording implements CallSound.Listener {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration SWAPPED = Duration.ofSeconds(1);
    private static final Duration MEDIA_LATE = Duration.ofSeconds(5);
    private static final int TOO_SHORT = 16101;
    private static final int SILENT = 16102;
    private static final long NANOS_PER_SAMPLE = 125_000;

    private final LiveCall call;
    private final RecordingOrder order;
    private final RecordingFaults faults;
    private final RecordedSound sound;
    private final String sid;
    private final Instant created;
    private volatile String status = "in-progress";
    private volatile Instant updated;
    private volatile Duration length = Duration.ZERO;
    private volatile boolean hasSound;
    private long measuredNanos;
    private boolean skipping;

    private LiveRecording(LiveCall call, RecordingOrder order) {
        Simulation simulation = call.simulation();
        this.call = call;
        this.order = order;
        this.faults = simulation.faults().recordings();
        this.sound = new RecordedSound(order, simulation.recordings()::reserve);
        this.sid = simulation.sids().next("RE");
        this.created = simulation.line().now();
        this.updated = created;
        this.measuredNanos = simulation.line().nanoTime();
    }

    static LiveRecording begin(LiveCall call, RecordingOrder order) {
        LiveRecording recording = new LiveRecording(call, order);
        call.simulation().recordings().add(recording);
        call.streams().sound().listen(recording);
        if (!recording.faults.has(Quirk.COMPLETED_BEFORE_IN_PROGRESS)) {
            recording.report("in-progress", Duration.ZERO);
        }
        return recording;
    }

    String sid() {
        return sid;
    }

    String callSid() {
        return call.view().sid();
    }

    RecordingOrder order() {
        return order;
    }

    RecordedSound sound() {
        return sound;
    }

    Instant created() {
        return created;
    }

    Instant updated() {
        return updated;
    }

    String status() {
        return status;
    }

    /** Whether its sound can be had by now. */
    boolean hasSound() {
        return hasSound;
    }

    /** Why it is absent. */
    int errorCode() {
        return length.compareTo(SHORTEST) < 0 ? TOO_SHORT : SILENT;
    }

    /** Whole seconds; those that have begun count. */
    long seconds() {
        long millis = status.equals("completed") ? sound.length() / 8 : length.toMillis();
        return (millis + 999) / 1_000;
    }

    boolean stopped() {
        return !status.equals("in-progress") && !status.equals("paused");
    }

    @Override
    public void sound(byte[] inbound, byte[] outbound, long atNanos) {
        if (status.equals("in-progress")) {
            long at = Math.floorDiv(length.toNanos() + atNanos - measuredNanos, NANOS_PER_SAMPLE);
            sound.write(at, inbound, outbound);
        }
    }

    /** @param skip whether nothing is recorded in the meantime; otherwise silence is */
    void pause(boolean skip) {
        if (status.equals("in-progress")) {
            measure();
            skipping = skip;
            become("paused");
        }
    }

    void resume() {
        if (status.equals("paused")) {
            measure();
            skipping = false;
            become("in-progress");
        }
    }

    void stop() {
        if (stopped()) {
            return;
        }
        measure();
        call.streams().sound().leave(this);
        sound.end(length.toNanos() / NANOS_PER_SAMPLE, order.trimmed());
        become("processing");
        later(faults.processing(), this::complete);
    }

    private void complete() {
        boolean absent = sound.length() == 0 || length.compareTo(SHORTEST) < 0;
        if (!absent) {
            later(faults.has(Quirk.MEDIA_LATE) ? MEDIA_LATE : Duration.ZERO, () -> hasSound = true);
        }
        become(absent ? "absent" : "completed");
        report(status, Duration.ZERO);
        if (faults.has(Quirk.COMPLETED_BEFORE_IN_PROGRESS)) {
            report("in-progress", SWAPPED);
        }
    }

    private void later(Duration delay, Runnable task) {
        if (delay.isZero()) {
            task.run();
        } else {
            call.simulation().timers().after(call.simulation().line(), delay, call.mailbox(), task);
        }
    }

    private void become(String next) {
        status = next;
        updated = call.simulation().line().now();
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

    private void report(String event, Duration delay) {
        if (order.statusCallback().isEmpty()
                || !order.statusEvents().contains(event)
                || faults.has(Quirk.NEVER_REPORTED)) {
            return;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("AccountSid", call.simulation().accountSid());
        parameters.put("CallSid", callSid());
        parameters.put("RecordingStatus", event);
        parameters.putAll(parameters());
        parameters.put("RecordingChannels", Integer.toString(order.channels()));
        parameters.put("RecordingStartTime", Dates.rfc2822(created));
        parameters.put("RecordingSource", order.source());
        parameters.put("RecordingTrack", order.track());
        if (event.equals("absent")) {
            parameters.put("ErrorCode", Integer.toString(errorCode()));
        }
        for (int times = faults.has(Quirk.REPORTED_TWICE) ? 2 : 1; times > 0; times--) {
            call.webhooks()
                    .report(Kind.RECORDING, order.statusCallback().get(), CallParameters.form(parameters), delay);
        }
    }
}
