package dev.voicecall.conversation;

import dev.voicecall.CallInfo;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.Scheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes what records calls, and knows what is still to be written. Safe for use by many threads. */
public final class CallRecorders {
    private static final Logger LOG = LoggerFactory.getLogger(CallRecorders.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final @Nullable Path directory;
    private final Scheduler scheduler;
    private final Set<CallRecorder> writing = ConcurrentHashMap.newKeySet();

    /** @param directory where all calls are recorded; null for those only that are asked for */
    public CallRecorders(@Nullable Path directory, Scheduler scheduler) {
        this.directory = directory;
        this.scheduler = scheduler;
    }

    /** What hears the session's call if all are recorded. */
    public AudioTap.Factory ofAll(CallSession session) {
        return call -> Optional.ofNullable(directory).map(all -> recorder(all.resolve(name(call)), session));
    }

    /** The carrier's name for the call, which is unique and tells nobody's number. */
    private static String name(CallInfo call) {
        String id = call.id().orElseGet(() -> UUID.randomUUID().toString());
        return id.replaceAll("[^A-Za-z0-9_-]", "_") + ".wav";
    }

    private static Consumer<VoiceCallException> onMailbox(Executor mailbox, Consumer<VoiceCallException> warn) {
        return problem -> {
            try {
                mailbox.execute(() -> warn.accept(problem));
            } catch (RejectedExecutionException shutDown) {
                LOG.warn("{}", problem.getMessage());
            }
        };
    }

    /** What writes to a file what a tap of the session's call hears. */
    public CallRecorder recorder(Path file, CallSession session) {
        return new CallRecorder(file, scheduler, onMailbox(session.mailbox(), session::onWarning), writing);
    }

    /**
     * Waits until all that was heard is written, for five seconds at most.
     *
     * @return false if the thread was interrupted
     */
    public boolean close() {
        CompletableFuture<?> all = CompletableFuture.allOf(
                writing.stream().map(CallRecorder::closed).toArray(CompletableFuture<?>[]::new));
        if (all.isDone()) {
            return true;
        }
        CompletableFuture<Void> tooLong = new CompletableFuture<>();
        Scheduler.Timer timer = scheduler.schedule(PATIENCE, scheduler.executor(), () -> tooLong.complete(null));
        try {
            scheduler.await(CompletableFuture.anyOf(all, tooLong));
            return true;
        } catch (InterruptedException e) {
            return false;
        } finally {
            timer.cancel();
        }
    }
}
