package dev.voicecall.testkit.twilio;

import java.util.List;

/** What stands within Connect, Start and Stop. */
final class StreamNouns {
    private StreamNouns() {}

    /** All {@code <Stream>}s; of anything else an error says that it is not simulated. */
    static List<TwimlElement> of(TwimlElement verb, TwimlExecution execution) {
        for (TwimlElement noun : verb.children()) {
            if (!noun.name().equals("Stream")) {
                execution
                        .call()
                        .view()
                        .problem(new Problem(
                                31900,
                                false,
                                "<" + noun.name() + "> in <" + verb.name() + "> is not simulated; only <Stream> is."));
            }
        }
        return verb.children().stream()
                .filter(noun -> noun.name().equals("Stream"))
                .toList();
    }
}
