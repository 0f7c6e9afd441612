package dev.voicecall.conversation;

import dev.voicecall.conversation.Hearing.HeardTurn;
import dev.voicecall.spi.StepResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A step that is done over live audio, and hears what comes in meanwhile. Belongs to one call; called on its mailbox.
 */
abstract class LiveStep {
    private final CompletableFuture<StepResult> result = new CompletableFuture<>();
    private boolean over;

    /** What came of it; never completes if it is abandoned. */
    final CompletionStage<StepResult> result() {
        return result;
    }

    /** Begins to do it. */
    abstract void begin();

    /** Ceases to do it: no sound, no timer is left. */
    abstract void cease();

    final void finish(StepResult how) {
        if (end()) {
            result.complete(how);
        }
    }

    final void fail(Throwable why) {
        if (end()) {
            result.completeExceptionally(why);
        }
    }

    final void interrupt() {
        finish(new StepResult.Interrupted());
    }

    /** Ends without a result. */
    final void abandon() {
        end();
    }

    /** Whether this is the end, and not after it. */
    private boolean end() {
        if (over) {
            return false;
        }
        over = true;
        cease();
        return true;
    }

    /** Whether what is being said may become its result. */
    boolean wantsWords() {
        return false;
    }

    /** See {@link Hearing.Listener}. */
    void onSpeech(Duration speech) {}

    /** See {@link Hearing.Listener}. */
    void onTurn(HeardTurn turn) {}

    /** See {@link Hearing.Listener}. */
    void onNoise() {}

    /** See {@link AudioPath.Listener}. */
    void onKey(char key) {}
}
