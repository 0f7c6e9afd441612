package dev.voicecall.testkit.twilio;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** All verbs, by their names. */
final class Verbs {
    private record Kind(Function<TwimlElement, Verb> maker, Set<String> attributes) {}

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            kind("Say", PromptVerb::new, "voice", "language", "loop"),
            kind("Play", PromptVerb::new, "loop", "digits"),
            kind("Pause", PauseVerb::new, "length"),
            kind("Gather", GatherVerb::new, GatherVerb.ATTRIBUTES),
            kind("Record", RecordVerb::new, RecordVerb.ATTRIBUTES),
            kind("Dial", DialVerb::new, DialVerb.ATTRIBUTES),
            kind("Redirect", RedirectVerb::new, "method"),
            kind("Hangup", HangupVerb::new),
            kind("Leave", HangupVerb::new),
            kind("Reject", RejectVerb::new, "reason"),
            kind("Connect", StreamVerb::new, "action", "method"),
            kind("Start", StreamVerb::new, "action", "method"),
            kind("Stop", StreamVerb::new));

    private Verbs() {}

    private static Map.Entry<String, Kind> kind(String name, Function<TwimlElement, Verb> maker, String... attributes) {
        return Map.entry(name, new Kind(maker, Set.of(attributes)));
    }

    static Optional<Verb> of(TwimlElement element) {
        return Optional.ofNullable(KINDS.get(element.name()))
                .map(kind -> kind.maker().apply(element));
    }

    /** A warning for each attribute that the verb doesn't have. */
    static List<Problem> check(TwimlElement element) {
        Kind kind = KINDS.get(element.name());
        return element.attributes().keySet().stream()
                .filter(name -> kind == null || !kind.attributes().contains(name))
                .map(name -> new Problem(
                        12200, true, "<" + element.name() + "> has no attribute " + name + "; it is ignored."))
                .toList();
    }
}
