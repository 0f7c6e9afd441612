package dev.voicecall.testkit.twilio;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;

/** What goes to the application on one stream: in order, in one write what belongs together, perhaps a little late. */
final class StreamOutbox {
    private final LiveCall call;
    private final StreamSocket socket;
    private final SimulatedStream view;
    private final long jitterNanos;
    private final SplittableRandom random;
    private final Queue<Runnable> late = new ArrayDeque<>();
    private List<byte[]> unsent = new ArrayList<>();
    private long lastDueNanos = Long.MIN_VALUE;

    StreamOutbox(LiveCall call, StreamSocket socket, SimulatedStream view, Duration jitter, SplittableRandom random) {
        this.call = call;
        this.socket = socket;
        this.view = view;
        this.jitterNanos = jitter.toNanos();
        this.random = random;
    }

    /** Adds a message to the next write. */
    void add(String event, byte[] message) {
        view.countSent(event);
        unsent.add(message);
    }

    void flush() {
        if (!unsent.isEmpty()) {
            List<byte[]> write = unsent;
            unsent = new ArrayList<>();
            inTurn(() -> socket.send(write));
        }
    }

    void close() {
        inTurn(socket::close);
    }

    void abort() {
        socket.abort();
    }

    private void inTurn(Runnable task) {
        if (jitterNanos == 0) {
            task.run();
            return;
        }
        long now = call.simulation().line().nanoTime();
        lastDueNanos = Math.max(lastDueNanos, now + random.nextLong(jitterNanos + 1));
        late.add(task);
        call.simulation()
                .timers()
                .after(
                        call.simulation().line(),
                        Duration.ofNanos(lastDueNanos - now),
                        call.mailbox(),
                        () -> late.remove().run());
    }
}
