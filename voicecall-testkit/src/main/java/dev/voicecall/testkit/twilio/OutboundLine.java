package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.twilio.Faults.Quirk;
import java.time.Duration;

/** Dials a number and lets it ring. */
final class OutboundLine {
    private static final Duration QUEUED = Duration.ofMillis(200);
    private static final Duration CONNECTING = Duration.ofMillis(300);
    private static final int OK_TO_CANCEL = 487;

    private final LiveCall call;
    private final Callee callee;

    OutboundLine(LiveCall call) {
        this.call = call;
        this.callee = call.callee().callee();
    }

    /** A call by the REST API: it is queued first. */
    void queue() {
        Duration turn = call.simulation().queueTime();
        call.view().dequeued(turn);
        call.ringing().after(QUEUED.plus(turn), this::dial);
    }

    /** A leg that another call dials: it is never queued. */
    void dial() {
        call.view().to(CallStatus.INITIATED);
        call.statusCallbacks().initiated();
        call.ringing().after(CONNECTING, this::connect);
    }

    private void connect() {
        switch (callee.line()) {
            case BUSY -> call.end(CallStatus.BUSY, 486);
            case UNREACHABLE -> call.end(CallStatus.FAILED, 404);
            case ANSWERS, NEVER_ANSWERS, REJECTS -> ring();
        }
    }

    private void ring() {
        call.view().to(CallStatus.RINGING);
        call.statusCallbacks().ringing();
        call.ringing().after(ringTimeout(), () -> call.end(CallStatus.NO_ANSWER, OK_TO_CANCEL));
        if (callee.line() == Callee.Line.ANSWERS) {
            call.ringing().after(callee.ringing(), call::answer);
        } else if (callee.line() == Callee.Line.REJECTS) {
            call.ringing().after(callee.ringing(), () -> call.end(CallStatus.BUSY, 603));
        }
    }

    private Duration ringTimeout() {
        boolean longer = call.simulation().faults().has(Quirk.RINGS_FIVE_SECONDS_LONGER);
        return call.order().ringTimeout().plusSeconds(longer ? 5 : 0);
    }
}
