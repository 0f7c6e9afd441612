package dev.voicecall.examples;

import dev.voicecall.CallScript;
import dev.voicecall.VoiceCalls;
import dev.voicecall.VoiceCallsBuilder;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.WebSocketAcceptor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * "Talk to your agent": browsers as telephones. Each WebSocket is one call to the agent over a {@link SimulatedLine}, which is
 * opened when the first one comes; see {@link BrowserCall} for what is said on it. There are at most {@value #MAX_CALLS} at a time.
 *
 * <p>Safe for use by many threads.
 */
final class ConsolePhone implements WebSocketAcceptor, AutoCloseable {
    static final String PATH = "/console/phone";
    static final int MAX_CALLS = 4;

    private final CallScript<?> agent;
    private final Consumer<VoiceCallsBuilder> settings;
    private final Scheduler scheduler;
    private final Set<BrowserCall> open = new LinkedHashSet<>();
    private @Nullable CompletableFuture<SimulatedLine> line;

    /**
     * Nothing is opened yet.
     *
     * @param agent who answers
     * @param scheduler whose threads may be blocked to open the line; outlives this
     * @param settings of the calls: who listens, where they are kept
     */
    ConsolePhone(CallScript<?> agent, Scheduler scheduler, Consumer<VoiceCallsBuilder> settings) {
        this.agent = agent;
        this.scheduler = scheduler;
        this.settings = settings;
    }

    @Override
    public Decision accept(HttpRequest handshake) {
        return new Decision.Accept(new BrowserCall(this));
    }

    /** The calls of browsers; empty if there was none yet. */
    Optional<VoiceCalls> calls() {
        return opened().map(SimulatedLine::calls);
    }

    private synchronized Optional<SimulatedLine> opened() {
        return line == null || line.isCompletedExceptionally()
                ? Optional.empty()
                : Optional.ofNullable(line.getNow(null));
    }

    /** The line, for one more call. @return empty if there are too many */
    synchronized Optional<CompletionStage<SimulatedLine>> begin(BrowserCall call) {
        if (open.size() >= MAX_CALLS) {
            return Optional.empty();
        }
        open.add(call);
        if (line == null || line.isCompletedExceptionally()) {
            line = CompletableFuture.supplyAsync(() -> SimulatedLine.open(agent, settings), scheduler.worker());
        }
        return Optional.of(line);
    }

    synchronized void over(BrowserCall call) {
        open.remove(call);
    }

    /** Hangs up all calls, and waits until they are over. */
    @Override
    public void close() {
        List.copyOf(calling()).forEach(BrowserCall::hangUp);
        opened().ifPresent(SimulatedLine::close);
    }

    private synchronized Set<BrowserCall> calling() {
        return Set.copyOf(open);
    }
}
