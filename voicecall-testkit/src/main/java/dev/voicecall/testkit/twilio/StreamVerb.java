package dev.voicecall.testkit.twilio;

import java.util.Map;

/** Connect, Start and Stop: Media Streams, which are not simulated. The error says so, and the document goes on. */
final class StreamVerb implements Verb {
    private final TwimlElement element;

    StreamVerb(TwimlElement element) {
        this.element = element;
    }

    @Override
    public void run(TwimlExecution execution) {
        execution
                .call()
                .view()
                .problem(new Problem(
                        31900, false, "<" + element.name() + "> is not simulated: there are no Media Streams here."));
        if (element.name().equals("Connect")) {
            execution.actionOrNext(element, Map.of());
        } else {
            execution.next();
        }
    }
}
