package dev.voicecall.testkit.twilio;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
            kind("Dial", Verbs::dial, DialVerb.ATTRIBUTES),
            kind("Redirect", RedirectVerb::new, "method"),
            kind("Hangup", HangupVerb::new),
            kind("Leave", HangupVerb::new),
            kind("Reject", RejectVerb::new, "reason"),
            kind("Connect", ConnectVerb::new, "action", "method"),
            kind("Start", StartVerb::new, "action", "method"),
            kind("Stop", StopVerb::new));

    /** What stands within other verbs and is simulated. */
    private static final Map<String, Set<String>> NOUNS = Map.of(
            "Number", Set.of(DialVerb.NUMBER_ATTRIBUTES),
            "Conference", Set.of(ConferenceOrder.ATTRIBUTES),
            "Stream", Set.of(StreamOrder.ATTRIBUTES),
            "Parameter", Set.of("name", "value"));

    private static final Set<String> NOT_SIMULATED =
            Set.of("Echo", "Enqueue", "Pay", "Prompt", "Queue", "Refer", "Sms");

    private Verbs() {}

    private static Map.Entry<String, Kind> kind(String name, Function<TwimlElement, Verb> maker, String... attributes) {
        return Map.entry(name, new Kind(maker, Set.of(attributes)));
    }

    static Optional<Verb> of(TwimlElement element) {
        return Optional.ofNullable(KINDS.get(element.name()))
                .map(kind -> kind.maker().apply(element));
    }

    private static Verb dial(TwimlElement element) {
        return element.children().stream()
                .filter(noun -> noun.name().equals("Conference"))
                .findFirst()
                .<Verb>map(noun -> new ConferenceVerb(element, noun))
                .orElseGet(() -> new DialVerb(element));
    }

    /** All elements whose attributes are checked. */
    static Set<String> names() {
        Set<String> names = new TreeSet<>(KINDS.keySet());
        names.addAll(NOUNS.keySet());
        return names;
    }

    /** The attributes of an element; none of one that is unknown. */
    static Set<String> attributes(String name) {
        Kind kind = KINDS.get(name);
        return kind == null ? NOUNS.getOrDefault(name, Set.of()) : kind.attributes();
    }

    /** A warning for each attribute that the verb, or what stands within it, doesn't have. */
    static List<Problem> check(TwimlElement element) {
        List<Problem> problems = new ArrayList<>();
        element.attributes().keySet().stream()
                .filter(name -> !attributes(element.name()).contains(name))
                .map(name -> warning("<" + element.name() + "> has no attribute " + name + "; it is ignored."))
                .forEach(problems::add);
        element.children().stream()
                .filter(child -> names().contains(child.name()))
                .forEach(child -> problems.addAll(check(child)));
        return problems;
    }

    /** The warning that an element is skipped. */
    static Problem skipped(TwimlElement element) {
        return warning(
                NOT_SIMULATED.contains(element.name())
                        ? "<" + element.name() + "> is not simulated; it is skipped."
                        : "There is no verb <" + element.name() + ">; it is skipped.");
    }

    private static Problem warning(String message) {
        return new Problem(12200, true, message);
    }
}
