package dev.voicecall;

import java.util.Optional;

/**
 * What is said before a question is put again. Replace it to speak another language than English.
 *
 * <p>Called by one thread at a time per call; must not block.
 */
@FunctionalInterface
public interface Reprompt {
    /** English: "Sorry, I did not hear you." or "Sorry, I heard 'twenty'. Please say a number from 1 to 12.", then the question. */
    Reprompt ENGLISH = (question, heard, problem) ->
            heard.map(words -> "Sorry, I heard \"" + words + "\". " + problem).orElse("Sorry, I did not hear you.")
                    + " " + question;

    /**
     * The whole sentence to say.
     *
     * @param question the question as it was put at first
     * @param heard what was heard and not understood; empty if nothing was heard
     * @param problem what the {@link AnswerFormat} asks for; blank if nothing was heard
     */
    String sentence(String question, Optional<String> heard, String problem);
}
