package dev.voicecall.openai;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Tells words that nobody said. Models write something down for noise and silence too, most often what stood at the end of the
 * videos that they were trained with. An utterance is not believed if
 *
 * <ul>
 *   <li>less than 60 ms of it can be heard: then nobody is asked at all;
 *   <li>the model itself thinks that nobody spoke, and is not sure of its words ({@code no_speech_prob} over 0.6 and a mean logprob under
 *       -1: Whisper's own rule);
 *   <li>it is nothing but what nobody says on the telephone ({@code never-said.txt}: "Thanks for watching!", subtitles' credits);
 *   <li>it is nothing but the hints that the model was given, two or more of them;
 *   <li>it is one of the phrases that people do say and models make up ({@code seldom-said.txt}: "Thank you."), and the sound does not
 *       bear it: it can be heard for less than 30 ms per letter (which nobody speaks so fast: 33 letters a second), 120 ms at
 *       least, or the model is not sure (a mean probability under 0.4, or {@code no_speech_prob} over 0.6).
 * </ul>
 *
 * <p>So a "thank you" that was spoken gets through: it can be heard for 240 ms, and the model is sure of it. Safe for use by many threads.
 */
final class Hallucinations {
    private static final Duration LEAST_SOUND = Duration.ofMillis(60);
    private static final Duration LEAST_WORD = Duration.ofMillis(120);
    private static final Duration LETTER = Duration.ofMillis(30);
    private static final double NO_SPEECH = 0.6;
    private static final double UNSURE = Math.exp(-1);
    private static final double UNSURE_OF_PHRASE = 0.4;

    private final List<String> neverSaid = load("never-said.txt");
    private final List<String> seldomSaid = load("seldom-said.txt");

    /** Whether there is anything to be heard. */
    boolean isSilence(Loudness loudness) {
        return loudness.loud().compareTo(LEAST_SOUND) < 0;
    }

    /**
     * Whether nobody said that.
     *
     * @param hints what the model was told to expect
     */
    boolean isMadeUp(Transcript transcript, Loudness loudness, List<String> hints) {
        String phrase = normalized(transcript.text());
        boolean noSpeech = transcript.noSpeech().orElse(0) > NO_SPEECH;
        if (noSpeech && transcript.confidence().orElse(1) < UNSURE) {
            return true;
        }
        if (isNeverSaid(transcript.text()) || isEcho(phrase, hints)) {
            return true;
        }
        boolean unsure = noSpeech || transcript.confidence().orElse(1) < UNSURE_OF_PHRASE;
        return seldomSaid.contains(phrase) && (unsure || loudness.loud().compareTo(shortest(phrase)) < 0);
    }

    /** Whether nobody says that on the telephone, whatever the sound. */
    boolean isNeverSaid(String text) {
        String phrase = normalized(text);
        return neverSaid.stream().anyMatch(known -> matches(phrase, known));
    }

    private static Duration shortest(String phrase) {
        long letters = phrase.chars().filter(c -> c != ' ').count();
        Duration time = LETTER.multipliedBy(letters);
        return time.compareTo(LEAST_WORD) < 0 ? LEAST_WORD : time;
    }

    private static boolean isEcho(String phrase, List<String> hints) {
        return hints.size() > 1 && phrase.equals(normalized(String.join(" ", hints)));
    }

    private static boolean matches(String phrase, String known) {
        boolean open = known.endsWith("*");
        String end = open ? known.substring(0, known.length() - 1) : known;
        if (end.startsWith("*")) {
            return open ? phrase.contains(end.substring(1)) : phrase.endsWith(end.substring(1));
        }
        return open ? phrase.startsWith(end) : phrase.equals(end);
    }

    /** Lower case, letters and digits only, one space between words; an apostrophe joins. */
    private static String normalized(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("['’]", "")
                .replaceAll("[^\\p{L}\\p{M}\\p{N}]+", " ")
                .strip();
    }

    private static List<String> load(String name) {
        try (InputStream in = Hallucinations.class.getResourceAsStream(name)) {
            String all = new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
            return all.lines()
                    .map(String::stripLeading)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
