package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.SpeakingTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Plays what is to be heard: Say, Play and Pause, alone or within Gather. Where it is recorded or streamed, words are {@link
 * FakeSpeech}, and files and keys a tone: a file is not fetched, and taken to last three seconds.
 */
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
            call.hears(heard, length(element), () -> sound(element));
        }
        goOn(call, scope, element, rounds(element) - 1, rest);
    }

    /** What is played several times is told of once. */
    private static void goOn(LiveCall call, Scope scope, TwimlElement element, int roundsLeft, Runnable then) {
        scope.after(length(element), () -> {
            if (roundsLeft == 0) {
                then.run();
            } else {
                call.plays(length(element), () -> sound(element));
                goOn(call, scope, element, roundsLeft - 1, then);
            }
        });
    }

    /** The words, or a tone of the right length. */
    private static byte[] sound(TwimlElement element) {
        return element.name().equals("Say") ? FakeSpeech.say(element.text()) : Tones.steady(length(element));
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

    private static int rounds(TwimlElement element) {
        int given = element.name().equals("Pause") ? 1 : element.number("loop", 1, 0);
        return given == 0 ? ENDLESS : Math.min(given, ENDLESS);
    }

    /** Of one round. */
    private static Duration length(TwimlElement element) {
        return switch (element.name()) {
            case "Say" -> SpeakingTime.of(element.text());
            case "Play" -> element.attribute("digits").map(Tones::length).orElse(SOUND);
            default -> Duration.ofSeconds(element.number("length", 1, 0));
        };
    }
}
