package dev.voicecall.testkit.twilio;

/** Reject: turns a call that came in away, as long as it is not answered. */
final class RejectVerb implements Verb {
    private final TwimlElement element;

    RejectVerb(TwimlElement element) {
        this.element = element;
    }

    @Override
    public void run(TwimlExecution execution) {
        LiveCall call = execution.call();
        if (call.answered()) {
            execution.warn(12200, "<Reject> comes too late, the call is answered; it is hung up.");
            call.hangUp();
        } else if (element.attribute("reason").orElse("rejected").equals("busy")) {
            call.end(CallStatus.BUSY, 486);
        } else {
            call.end(CallStatus.NO_ANSWER, 603);
        }
    }

    @Override
    public boolean answers() {
        return false;
    }
}
