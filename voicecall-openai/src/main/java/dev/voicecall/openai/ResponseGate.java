package dev.voicecall.openai;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a session never has two responses under way: what is asked for waits while there is one, while the other
 * side speaks, while the server is about to answer by itself, and while what was asked for before is not answered.
 *
 * <p>The server begins responses by itself too, at any time. One that begins when it has seen all that was to be answered
 * makes the answer that still waits needless. Belongs to one call; called on its mailbox.
 */
final class ResponseGate {
    private static final int MOST_PROMPTS = 8;

    private final Requester requester;
    private final Deque<String> prompts = new ArrayDeque<>();
    /** Items that are to be answered, and that the server has not confirmed. */
    private final Set<String> unseen = new HashSet<>();

    private boolean answerWanted;
    private boolean open;
    private boolean callerSpeaks;
    private boolean serverIsToAnswer;
    private @Nullable Asked asked;
    private @Nullable Active active;

    /** Asks the server for a response. */
    interface Requester {
        /**
         * Sends the request.
         *
         * @param prompt what to say; empty for an answer to what was said
         * @return id of the event
         */
        String request(Optional<String> prompt);
    }

    /** What was asked for. */
    private record Asked(String event, Optional<String> prompt) {}

    /**
     * A response that is under way.
     *
     * @param asked for which it is taken; empty if the server began it
     * @param answersAll whether the server had seen all there was to answer
     */
    private record Active(String id, Optional<Asked> asked, boolean answersAll) {}

    ResponseGate(Requester requester) {
        this.requester = requester;
    }

    /** The session stands. */
    void open() {
        open = true;
        next();
    }

    /** An item was added that is to be answered. */
    void answer(String item) {
        unseen.add(item);
        answer();
    }

    /** What was said is to be answered. */
    void answer() {
        answerWanted = true;
        next();
    }

    /** Something is to be said; the oldest is forgotten if it is too much. */
    void prompt(String instructions) {
        prompts.addLast(instructions);
        if (prompts.size() > MOST_PROMPTS) {
            prompts.removeFirst();
        }
        next();
    }

    /** The server has an item. */
    void seen(String item) {
        unseen.remove(item);
    }

    void callerBegan() {
        callerSpeaks = true;
    }

    boolean callerSpeaks() {
        return callerSpeaks;
    }

    /** The server is going to answer. */
    void callerEnded() {
        callerSpeaks = false;
        serverIsToAnswer = true;
    }

    /** The server did not answer when it should have. */
    void unanswered() {
        serverIsToAnswer = false;
        next();
    }

    /** A response begins: the one that was asked for, as it seems, or one of the server's own. */
    void began(String id) {
        active = new Active(id, Optional.ofNullable(asked), unseen.isEmpty());
        serverIsToAnswer = false;
        if (asked == null && unseen.isEmpty()) {
            answerWanted = false;
        }
        asked = null;
    }

    /** A response is over. */
    void ended(String id) {
        if (isActive(id)) {
            active = null;
            next();
        }
    }

    /**
     * There was a response under way already when one was asked for.
     *
     * @param event which asked; empty if it was the server itself, which does not ask again
     */
    void busy(String event) {
        if (event.isEmpty()) {
            answerWanted = true;
        } else if (asked != null && asked.event.equals(event)) {
            Asked refused = asked;
            asked = null;
            serverIsToAnswer = active == null;
            again(refused);
        } else if (active != null
                && active.asked.filter(other -> other.event.equals(event)).isPresent()) {
            Active other = active;
            active = new Active(other.id, Optional.empty(), other.answersAll);
            other.asked
                    .filter(refused -> refused.prompt.isPresent() || !other.answersAll)
                    .ifPresent(this::again);
        }
    }

    /** What was asked for is not going to come. */
    void refused(String event) {
        if (asked != null && asked.event.equals(event)) {
            asked = null;
            next();
        }
    }

    /** Something need not be said any more. */
    void withdraw(String instructions) {
        prompts.remove(instructions);
    }

    /** The response under way has failed, and is wanted again. Before {@link #ended} or {@link #lost}. */
    void againAfter(String id) {
        if (active != null && active.id.equals(id)) {
            active.asked.ifPresentOrElse(this::again, () -> answerWanted = true);
        }
    }

    private void again(Asked refused) {
        refused.prompt.ifPresentOrElse(prompts::addFirst, () -> answerWanted = true);
    }

    /**
     * The session is gone; what was asked for is wanted from the next one.
     *
     * @return whether the server was about to answer by itself
     */
    boolean lost() {
        boolean owed = serverIsToAnswer;
        if (asked != null) {
            again(asked);
        }
        asked = null;
        active = null;
        open = false;
        callerSpeaks = false;
        serverIsToAnswer = false;
        return owed;
    }

    boolean isActive(String id) {
        return active != null && active.id.equals(id);
    }

    /** The response under way; empty if there is none. */
    Optional<String> active() {
        return Optional.ofNullable(active).map(Active::id);
    }

    /** Whether the server owes us events. */
    boolean awaitsServer() {
        return asked != null || active != null;
    }

    /** Whether nobody speaks, and nobody is going to. */
    boolean isQuiet() {
        return !awaitsServer() && !callerSpeaks && !serverIsToAnswer && !answerWanted && prompts.isEmpty();
    }

    private void next() {
        if (!open || callerSpeaks || serverIsToAnswer || awaitsServer()) {
            return;
        }
        if (answerWanted) {
            answerWanted = false;
            asked = new Asked(requester.request(Optional.empty()), Optional.empty());
        } else if (!prompts.isEmpty()) {
            Optional<String> prompt = Optional.of(prompts.removeFirst());
            asked = new Asked(requester.request(prompt), prompt);
        }
    }
}
