package dev.voicecall.openai;

import dev.voicecall.ToolUse;
import dev.voicecall.spi.ToolCall;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tools that a model has asked for, by the answers that asked: it is to go on when all of an answer have settled. Belongs
 * to one call; called on its mailbox.
 */
final class ToolRounds {
    private final Map<String, Round> roundOfCall = new HashMap<>();

    /** The tools of one answer. */
    private static final class Round {
        private int open;
        private boolean news;
    }

    /** An answer asks for tools. */
    void begin(List<ToolCall> calls) {
        Round round = new Round();
        for (ToolCall call : calls) {
            if (roundOfCall.putIfAbsent(call.id(), round) == null) {
                round.open++;
            }
        }
    }

    /** Whether a tool was asked for, and has not settled. */
    boolean isOpen(String callId) {
        return roundOfCall.containsKey(callId);
    }

    /** Whether any has not settled. */
    boolean areOpen() {
        return !roundOfCall.isEmpty();
    }

    /**
     * A tool has settled.
     *
     * @return whether the model is to go on: it was the last of its answer, and not all of them were given up
     */
    boolean settle(ToolUse use) {
        Round round = roundOfCall.remove(use.id());
        if (round == null) {
            return false;
        }
        round.open--;
        round.news |= use.status() != ToolUse.Status.CANCELLED;
        return round.open == 0 && round.news;
    }
}
