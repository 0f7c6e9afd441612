package dev.voicecall.testkit.twilio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the attributes of Gather mean, and which values Twilio warns of. */
final class GatherSchema {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration MAX_SPEECH = Duration.ofSeconds(60);

    private GatherSchema() {}

    /** How long the pause is that ends what is said. */
    static Duration speechTimeout(TwimlElement gather) {
        String value = gather.attribute("speechTimeout").orElse("");
        return value.equals("auto")
                ? PAUSE
                : Duration.ofSeconds(gather.number("speechTimeout", gather.number("timeout", 5, 0), 1));
    }

    /** How long words are listened to: as long as they take, but a minute at most. */
    static Duration speakingTime(TwimlElement gather, Duration needed) {
        Duration most = Duration.ofSeconds(gather.number("maxSpeechTime", (int) MAX_SPEECH.toSeconds(), 1));
        return needed.compareTo(most) < 0 ? needed : most;
    }

    static List<Problem> check(TwimlElement gather) {
        List<Problem> problems = new ArrayList<>();
        gather.attribute("finishOnKey")
                .filter(value -> !value.matches("[0-9#*]*"))
                .ifPresent(value -> problems.add(warning(13310, "finishOnKey", value)));
        positive(gather, "timeout", 13313, problems);
        positive(gather, "numDigits", 13314, problems);
        gather.attribute("hints")
                .filter(GatherSchema::tooManyHints)
                .ifPresent(value -> problems.add(new Problem(
                        13330, true, "<Gather> has more than 500 hints, or one with over 100 characters.")));
        if (gather.attribute("speechTimeout").filter("auto"::equals).isPresent()
                && gather.attribute("speechModel").isPresent()) {
            problems.add(new Problem(
                    13335, true, "speechTimeout requires a positive integer with a speechModel. Don't use auto."));
        }
        gather.children().stream()
                .filter(child -> !Set.of("Say", "Play", "Pause").contains(child.name()))
                .forEach(child ->
                        problems.add(new Problem(13320, true, "<" + child.name() + "> can't stand within <Gather>.")));
        return problems;
    }

    private static void positive(TwimlElement gather, String attribute, int code, List<Problem> problems) {
        gather.attribute(attribute)
                .filter(value -> !value.matches("[1-9]\\d{0,5}"))
                .ifPresent(value -> problems.add(warning(code, attribute, value)));
    }

    private static boolean tooManyHints(String hints) {
        String[] all = hints.split(",", -1);
        return all.length > 500
                || List.of(all).stream().anyMatch(hint -> hint.strip().length() > 100);
    }

    private static Problem warning(int code, String attribute, String value) {
        return new Problem(code, true, "<Gather> has the invalid " + attribute + " \"" + value + "\".");
    }
}
