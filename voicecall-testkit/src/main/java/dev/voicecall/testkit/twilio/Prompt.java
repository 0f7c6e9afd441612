package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.SpeakingTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Plays what is to be heard: Say, Play and Pause, alone or within Gather. */
final class Prompt {
    private static final int MAX_CHARACTERS = 4096;
    private static final int ENDLESS = 1_000;
    private static final Duration SOUND = Duration.ofSeconds(3);

    private Prompt() {}

    /** Plays one after the other; each is heard from its begin. */
    static void play(LiveCall call, Scope scope, List<TwimlElement> elements, Runnable then) {
        if (elements.isEmpty()) {
            then.run();
            return;
        }
        TwimlElement element = elements.get(0);
        Runnable rest = () -> play(call, scope, elements.subList(1, elements.size()), then);
        String heard = heard(element);
        if (wrong(call, element)) {
            rest.run();
            return;
        }
        if (!heard.isEmpty()) {
            call.hears(heard);
        }
        scope.after(length(element), rest);
    }

    /** The words of a question. */
    static String text(List<TwimlElement> elements) {
        return elements.stream()
                .map(Prompt::heard)
                .filter(heard -> !heard.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static boolean wrong(LiveCall call, TwimlElement element) {
        if (!element.name().equals("Say")) {
            return false;
        }
        if (element.text().isEmpty()) {
            call.view().problem(new Problem(13520, true, "<Say> has no text."));
            return true;
        }
        if (element.text().length() > MAX_CHARACTERS) {
            call.view()
                    .problem(new Problem(
                            13520,
                            false,
                            "<Say> has " + element.text().length() + " characters; at most 4,096 are spoken."));
            return true;
        }
        return false;
    }

    private static String heard(TwimlElement element) {
        return switch (element.name()) {
            case "Say" -> element.text();
            case "Play" ->
                element.attribute("digits").map(keys -> "[keys " + keys + "]").orElse("[sound " + element.text() + "]");
            default -> "";
        };
    }

    private static Duration length(TwimlElement element) {
        int given = element.number("loop", 1, 0);
        int loop = given == 0 ? ENDLESS : Math.min(given, ENDLESS);
        return switch (element.name()) {
            case "Say" -> SpeakingTime.of(element.text()).multipliedBy(loop);
            case "Play" ->
                element.attribute("digits").map(Tones::length).orElse(SOUND).multipliedBy(loop);
            default -> Duration.ofSeconds(element.number("length", 1, 0));
        };
    }
}
