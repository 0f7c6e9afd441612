package dev.voicecall.benchmarks.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The carrier on one side of a relay and the model on the other, all connections on one thread: it sends each call's frames at
 * times of its own, spread over the 20 ms.
 */
final class Fakes implements AutoCloseable {
    private static final long FRAME_NANOS = 20_000_000;
    private static final long LATE_NANOS = 5_000_000;
    private static final long NAP_NANOS = 20_000;

    private final Selector selector = Selector.open();
    private final ServerSocketChannel model = ServerSocketChannel.open();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final @Nullable FakeCarrier[] calls;
    private final long began = System.nanoTime();
    private final List<SocketChannel> streams = new ArrayList<>();
    private volatile boolean closing;

    // Of the loop's thread.
    private long ticks;
    private boolean ending;
    private Latencies toModel = new Latencies();
    private Latencies toCarrier = new Latencies();
    private long underruns;
    private long late;
    private String lost = "";

    /** What was measured. */
    record Figures(Latencies toModel, Latencies toCarrier, long underruns, long late, String lost) {}

    /** @param calls how many there will be */
    Fakes(int calls) throws IOException {
        this.calls = new FakeCarrier[calls];
        model.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4_096);
        start("fakes", this::loop);
        start("fake-model", this::acceptModels);
    }

    private static void start(String name, Callable<?> task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.call();
                    } catch (Exception e) {
                        e.printStackTrace();
                        System.exit(1);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Where the model is. */
    int modelPort() throws IOException {
        return ((InetSocketAddress) model.getLocalAddress()).getPort();
    }

    /** Opens the media stream of the call with a number, and talks. */
    void call(int number, URI stream, String callSid) throws Exception {
        SocketChannel channel = Handshakes.connect(stream);
        streams.add(channel);
        onLoop(() -> {
            SelectionKey key = register(channel);
            FakeCarrier carrier = new FakeCarrier(channel, key, this, callSid);
            key.attach(carrier);
            carrier.open();
            calls[number] = carrier;
            return carrier;
        });
    }

    private Void acceptModels() throws Exception {
        while (!closing) {
            SocketChannel channel;
            try {
                channel = model.accept();
            } catch (ClosedChannelException closed) {
                return null;
            }
            Handshakes.accept(channel);
            onLoop(() -> {
                SelectionKey key = register(channel);
                FakeModel session = new FakeModel(channel, key, this);
                key.attach(session);
                session.open();
                return session;
            });
        }
        return null;
    }

    private SelectionKey register(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, SelectionKey.OP_READ);
    }

    /** What was measured since the last time. */
    Figures figures() throws Exception {
        return onLoop(() -> {
            Figures figures = new Figures(toModel, toCarrier, underruns, late, lost);
            toModel = new Latencies();
            toCarrier = new Latencies();
            underruns = 0;
            late = 0;
            return figures;
        });
    }

    /** Ends all media streams. */
    void hangUp() throws Exception {
        onLoop(() -> {
            ending = true;
            Arrays.fill(calls, null);
            for (SocketChannel stream : streams) {
                stream.close();
            }
            return true;
        });
    }

    private <T> T onLoop(Callable<T> task) throws Exception {
        CompletableFuture<T> done = new CompletableFuture<>();
        tasks.add(() -> {
            try {
                done.complete(task.call());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done.get();
    }

    private Void loop() throws IOException {
        while (!closing) {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            boolean idle = selector.selectNow(key -> ((FakeSocket) key.attachment()).ready()) == 0;
            idle &= !tick();
            if (idle) {
                LockSupport.parkNanos(NAP_NANOS);
            }
        }
        return null;
    }

    /** @return whether it was time for any */
    private boolean tick() {
        boolean any = false;
        for (long due = began + ticks * FRAME_NANOS / calls.length;
                System.nanoTime() - due >= 0;
                due = began + ++ticks * FRAME_NANOS / calls.length) {
            FakeCarrier call = calls[(int) (ticks % calls.length)];
            if (call != null) {
                late += System.nanoTime() - due > LATE_NANOS ? 1 : 0;
                call.tick();
                any = true;
            }
        }
        return any;
    }

    Latencies toModel() {
        return toModel;
    }

    Latencies toCarrier() {
        return toCarrier;
    }

    /** A call had nothing to play. */
    void underrun() {
        underruns++;
    }

    /** A connection has ended by itself. */
    void lost(String what, String why) {
        if (!ending) {
            lost = what + ": " + why;
        }
    }

    @Override
    public void close() throws IOException {
        closing = true;
        model.close();
    }
}
