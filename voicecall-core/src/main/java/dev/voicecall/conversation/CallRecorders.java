package dev.voicecall.conversation;

import dev.voicecall.CaptureOptions;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.Scheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    private final @Nullable CaptureDirectory directory;
    private final Scheduler scheduler;
    private final Set<CallRecorder> writing = ConcurrentHashMap.newKeySet();

    /** @param all how all calls are recorded; null for those only that are asked for */
    public CallRecorders(@Nullable CaptureOptions all, Scheduler scheduler) {
        this.directory = all == null ? null : new CaptureDirectory(all);
        this.scheduler = scheduler;
    }

    /** What hears the session's call if all are recorded. */
    public AudioTap.Factory ofAll(CallSession session) {
        return call -> Optional.ofNullable(directory)
                .map(all -> recorder(() -> all.begin(call.id().orElse("")), session));
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
        return recorder(() -> replaced(file), session);
    }

    private static CaptureFiles replaced(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        return new CaptureFiles(List.of(file), CaptureFiles.Room.BOUNDLESS);
    }

    private CallRecorder recorder(CallRecorder.Opening opening, CallSession session) {
        return new CallRecorder(opening, scheduler, onMailbox(session.mailbox(), session::onWarning), writing);
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
