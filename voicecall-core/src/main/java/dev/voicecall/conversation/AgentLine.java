package dev.voicecall.conversation;

import dev.voicecall.CallEndedException;
import dev.voicecall.CarrierException;
import dev.voicecall.PhoneNumber;
import dev.voicecall.spi.Step;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The line of an agent's conversation: opened anew when it breaks, given away for a transfer, and taken back if that fails. Belongs
 * to one call; called on its mailbox.
 */
final class AgentLine {
    /** A line that breaks is opened anew, but not for ever. */
    private static final int MAX_BREAKS = 2;

    private final Conduct conduct;
    private final CallSession session;
    private final AgentTools tools;
    private final Supplier<AudioPath> paths;
    private final Listener listener;

    private AudioPath path;
    private int breaks;
    /** All was said; the line is being closed. */
    private boolean left;
    /** To whom the other side is connected, or will be when the line is closed; nothing is heard or said here meanwhile. */
    private @Nullable PhoneNumber transferredTo;

    /** Hears what becomes of the line. */
    interface Listener {
        /** The other side could not be connected with somebody else, and is here again. */
        void onBack();

        /**
         * It is closed for good.
         *
         * @param cause why; null if it was to be
         */
        void onClosed(@Nullable Throwable cause);
    }

    /** @param paths makes what hears and speaks on a line */
    AgentLine(Conduct conduct, AgentTools tools, Supplier<AudioPath> paths, Listener listener) {
        this.conduct = conduct;
        this.session = conduct.session();
        this.tools = tools;
        this.paths = paths;
        this.listener = listener;
        this.path = paths.get();
    }

    /** What hears and speaks on it; another one after a transfer. */
    AudioPath path() {
        return path;
    }

    void open() {
        conduct.perform(new Step.Stream(path)).whenComplete((done, failure) -> closed(causeOf(failure)));
    }

    /** Connects the other side with somebody else. */
    void transfer(PhoneNumber to) {
        transferredTo = to;
        path.close();
    }

    /** Whether the other side is connected with somebody else, or about to be. */
    boolean isTransferred() {
        return transferredTo != null;
    }

    /** Something else is done with the other side, for now; the line comes again by itself. */
    void suspended() {
        path.lineLost();
    }

    /** Gives it back; nothing is heard any more. */
    void leave() {
        left = true;
        path.close();
    }

    private void closed(@Nullable Throwable cause) {
        if (transferredTo != null && !(cause instanceof CallEndedException)) {
            connect(transferredTo);
        } else if (cause instanceof CarrierException broken && broken.retryable() && !left && breaks++ < MAX_BREAKS) {
            session.onWarning(broken);
            path.lineLost();
            open();
        } else {
            listener.onClosed(cause);
        }
    }

    private void connect(PhoneNumber third) {
        tools.transfer(third).whenComplete((connected, failure) -> {
            if (failure == null && !connected) {
                comeBack();
            } else {
                listener.onClosed(causeOf(failure));
            }
        });
    }

    private void comeBack() {
        transferredTo = null;
        try {
            path = paths.get();
        } catch (RuntimeException deaf) {
            listener.onClosed(deaf);
            return;
        }
        open();
        listener.onBack();
    }

    private static @Nullable Throwable causeOf(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
