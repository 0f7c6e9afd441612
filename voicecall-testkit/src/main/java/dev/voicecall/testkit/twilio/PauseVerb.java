package dev.voicecall.testkit.twilio;

import java.time.Duration;

/** Pause: silence. A call that came in goes on ringing meanwhile, if this is what its document begins with. */
final class PauseVerb implements Verb {
    private final TwimlElement element;

    PauseVerb(TwimlElement element) {
        this.element = element;
    }

    @Override
    public void run(TwimlExecution execution) {
        execution.scope().after(Duration.ofSeconds(element.number("length", 1, 0)), execution::next);
    }

    @Override
    public boolean answers() {
        return false;
    }
}
