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
    /** A simulator remembers all its calls; so there is another one after these. */
    private static final int CALLS_PER_LINE = 100;

    private final CallScript<?> agent;
    private final Consumer<VoiceCallsBuilder> settings;
    private final Scheduler scheduler;
    private final Set<BrowserCall> open = new LinkedHashSet<>();
    private @Nullable CompletableFuture<SimulatedLine> line;
    private int taken;
    private boolean closed;

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

    /**
     * The line, for one more call, which has to be {@link #over} some time.
     *
     * @return empty if there are too many
     */
    synchronized Optional<CompletionStage<SimulatedLine>> begin(BrowserCall call) {
        if (closed || open.size() >= MAX_CALLS) {
            return Optional.empty();
        }
        open.add(call);
        if (line == null || line.isCompletedExceptionally()) {
            line = CompletableFuture.supplyAsync(
                    () -> SimulatedLine.open(agent, scheduler, settings), scheduler.worker());
            taken = 0;
        }
        taken++;
        return Optional.of(line);
    }

    synchronized void over(BrowserCall call) {
        if (open.remove(call) && open.isEmpty() && taken >= CALLS_PER_LINE) {
            retire();
        }
    }

    /** The next call has another line. */
    private synchronized CompletionStage<Void> retire() {
        CompletableFuture<SimulatedLine> retired = line;
        line = null;
        return retired == null
                ? CompletableFuture.completedFuture(null)
                : retired.thenAcceptAsync(SimulatedLine::close, scheduler.worker())
                        .exceptionally(neverOpened -> null);
    }

    /** Hangs up all calls, and waits until they are over. */
    @Override
    public void close() {
        List<BrowserCall> calling;
        synchronized (this) {
            closed = true;
            calling = List.copyOf(open);
        }
        calling.forEach(BrowserCall::hangUp);
        retire().toCompletableFuture().join();
    }
}
