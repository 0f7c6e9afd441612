package dev.voicecall.netty;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Threads that serve connections. Each server has its own. Connections to other servers are served by those of a server, if
 * there is one, else they share some: what is relayed then crosses as few threads as possible. The threads end with the last
 * who uses them: a server, or a connection to another one.
 *
 * <p>Safe for use by many threads.
 */
final class IoThreads {
    /** How long ending them takes at most. */
    static final Duration GRACE = Duration.ofSeconds(2);

    static final int DEFAULT_COUNT = Math.min(4, Runtime.getRuntime().availableProcessors());

    /** Of the server that runs for the longest time, or made for connections. */
    private static @Nullable IoThreads shared;

    private final EventLoopGroup loops;
    private final ChannelGroup outgoing;
    private int users = 1;

    private IoThreads(String name, int count, boolean daemon) {
        loops = new MultiThreadIoEventLoopGroup(count, new Factory(name, daemon), NioIoHandler.newFactory());
        outgoing = new DefaultChannelGroup(loops.next(), true);
    }

    /** Threads for a server. They keep the program alive. */
    static IoThreads ofServer(int count) {
        IoThreads own = new IoThreads("voicecall-netty", count, false);
        synchronized (IoThreads.class) {
            if (shared == null || shared.users == 0) {
                shared = own;
            }
        }
        return own;
    }

    /** Threads for a connection that the calling thread opens: those that it belongs to, if it does to any. */
    static IoThreads ofConnection() {
        synchronized (IoThreads.class) {
            IoThreads found = Thread.currentThread() instanceof IoThread mine ? mine.owner() : shared;
            if (found == null || found.users == 0) {
                found = new IoThreads("voicecall-netty-client", DEFAULT_COUNT, true);
                shared = found;
            } else {
                found.users++;
            }
            return found;
        }
    }

    /** One user less. The threads end with the last. */
    void release() {
        synchronized (IoThreads.class) {
            users--;
            if (users > 0) {
                return;
            }
        }
        loops.shutdownGracefully(0, GRACE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Completes when the threads have ended. */
    Future<?> ended() {
        return loops.terminationFuture();
    }

    EventLoopGroup all() {
        return loops;
    }

    /** The calling thread, if it is one of them, else any. */
    EventLoop one() {
        for (EventExecutor loop : loops) {
            if (loop.inEventLoop()) {
                return (EventLoop) loop;
            }
        }
        return loops.next();
    }

    /** The connections to other servers. */
    ChannelGroup outgoing() {
        return outgoing;
    }

    /** @throws IllegalStateException if the calling thread is one of them */
    void requireOther() {
        if (Thread.currentThread() instanceof IoThread mine && mine.owner() == this) {
            throw new IllegalStateException("A server can't be closed by its own thread; use another one.");
        }
    }

    private final class IoThread extends FastThreadLocalThread {
        IoThread(ThreadGroup group, Runnable task, String name) {
            super(group, task, name);
        }

        IoThreads owner() {
            return IoThreads.this;
        }
    }

    private final class Factory extends DefaultThreadFactory {
        Factory(String name, boolean daemon) {
            super(name, daemon);
        }

        @Override
        protected Thread newThread(Runnable task, String name) {
            return new IoThread(threadGroup, task, name);
        }
    }
}
