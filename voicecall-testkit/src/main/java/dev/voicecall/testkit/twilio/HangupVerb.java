package dev.voicecall.testkit.twilio;

/** Hangup, and Leave outside a queue: the end. */
final class HangupVerb implements Verb {
    HangupVerb(TwimlElement element) {}

    @Override
    public void run(TwimlExecution execution) {
        execution.call().hangUp();
    }
}
