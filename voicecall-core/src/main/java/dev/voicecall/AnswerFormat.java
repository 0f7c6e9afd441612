package dev.voicecall;

/**
 * Turns a reply into the value that a question asks for. {@link Answers} has the usual formats; a lambda is a new one:
 *
 * <pre>{@code
 * AnswerFormat<Color> color = reply -> Color.named(reply.text())
 *         .orElseThrow(() -> new NotUnderstoodException("Please say red, green or blue."));
 * }</pre>
 *
 * <p>Called by one thread at a time per question; an instance may serve many calls at once and should be immutable.
 *
 * @param <T> what an answer is
 */
@FunctionalInterface
public interface AnswerFormat<T> {
    /**
     * The value that the reply stands for. Must not block.
     *
     * @throws NotUnderstoodException if it stands for none; its message is spoken, and the question put again. Any other
     *     exception ends the call as {@link Outcome#FAILED}.
     */
    T parse(Reply reply);

    /** What to listen for, so that the carrier recognizes it better and stops listening sooner. */
    default Expected expected() {
        return Expected.ANYTHING;
    }
}
