package dev.voicecall.conversation;

import dev.voicecall.AnswerFormat;
import dev.voicecall.NoInputException;
import dev.voicecall.NotUnderstoodException;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One question, put again until it is answered or {@link dev.voicecall.CallOptions#attempts()} are used up.
 *
 * @param <T> what an answer is
 */
public final class Dialogue<T> {
    private static final int LONGEST_QUOTE = 100;

    private final Conduct conduct;
    private final CallSession session;
    private final String question;
    private final AnswerFormat<T> format;

    private Dialogue(Conduct conduct, String question, AnswerFormat<T> format) {
        this.conduct = conduct;
        this.session = conduct.session();
        this.question = question;
        this.format = format;
    }

    /**
     * Puts a question.
     *
     * @return the answer; fails with {@link NoInputException} if there was none, with
     *     {@link dev.voicecall.CallEndedException} if the call ended before, with
     *     {@link dev.voicecall.CallRedirectedException} if another took over, and with whatever else the format threw
     */
    public static <T> CompletableFuture<T> ask(Conduct conduct, String question, AnswerFormat<T> format) {
        return new Dialogue<>(conduct, question, format).put(question, 1);
    }

    private CompletableFuture<T> put(String prompt, int attempt) {
        Step.Listen listen;
        try {
            listen = new Step.Listen(
                    session.speech(prompt),
                    format.expected().plus(session.options().hints()),
                    session.options().keys(),
                    session.options().answerTimeout());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        return conduct.perform(listen).thenCompose(result -> take(result, attempt));
    }

    private CompletableFuture<T> take(StepResult result, int attempt) {
        if (!(result instanceof StepResult.Heard heard)) {
            return again(Optional.empty(), "", attempt);
        }
        try {
            return CompletableFuture.completedFuture(format.parse(heard.reply()));
        } catch (NotUnderstoodException e) {
            return again(Optional.of(heard.reply().text()), String.valueOf(e.getMessage()), attempt);
        }
    }

    private CompletableFuture<T> again(Optional<String> heard, String problem, int attempt) {
        if (attempt >= session.options().attempts()) {
            return CompletableFuture.failedFuture(new NoInputException(attempt));
        }
        String sentence = session.options().reprompt().sentence(question, heard.map(Dialogue::quotable), problem);
        return put(sentence.length() <= Speech.MAX_LENGTH ? sentence : question, attempt + 1);
    }

    /** What was heard is said back, so it must be something that can be said, and not for long. */
    private static String quotable(String heard) {
        String clean =
                heard.replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{P}\\p{S} ]", " ").strip();
        return clean.codePointCount(0, clean.length()) <= LONGEST_QUOTE
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, LONGEST_QUOTE)) + "…";
    }
}
