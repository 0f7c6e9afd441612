package dev.voicecall.netty;

import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.Router;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** A bound port, its connections and the threads that serve them. Safe for use by many threads. */
final class RunningServer {
    private final Options options;
    private final IoThreads threads;
    private final ChannelGroup connections;
    private final Channel listening;
    private final AtomicBoolean released = new AtomicBoolean();
    private volatile boolean closing;

    private RunningServer(Options options, Router router, IoThreads threads) {
        this.options = options;
        this.threads = threads;
        this.connections = new DefaultChannelGroup(threads.one(), true);
        ChannelFuture bound = new ServerBootstrap()
                .group(threads.all())
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ConnectionInitializer(options, router, connections, () -> closing))
                .bind(options.host(), options.port())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new VoiceCallException(
                    "Can't listen on " + options.host() + " port " + options.port() + ": "
                            + bound.cause()
                            + ". The host must be an address of this machine, the port a free one; 0 takes any.",
                    bound.cause());
        }
        this.listening = bound.channel();
    }

    /** @throws VoiceCallException if the port can't be had */
    static RunningServer start(Options options, Router router) {
        IoThreads threads = IoThreads.ofServer(options.ioThreads());
        try {
            return new RunningServer(options, router, threads);
        } catch (RuntimeException e) {
            threads.release();
            throw e;
        }
    }

    URI address() {
        InetSocketAddress bound = (InetSocketAddress) listening.localAddress();
        String host = bound.getAddress().isAnyLocalAddress() ? "127.0.0.1" : options.host();
        try {
            return new URI("http", null, host, bound.getPort(), null, null, null);
        } catch (URISyntaxException e) {
            throw new VoiceCallException("The host " + host + " makes no address.", e);
        }
    }

    void requireOtherThread() {
        threads.requireOther();
    }

    void close() {
        closing = true;
        listening.close();
        connections.forEach(RunningServer::tellThatItCloses);
        threads.outgoing().forEach(RunningServer::tellThatItCloses);
        long beginNanos = System.nanoTime();
        await(connections.newCloseFuture(), options.closeTimeout());
        Duration left = options.closeTimeout().minusNanos(System.nanoTime() - beginNanos);
        await(threads.outgoing().newCloseFuture(), left.isNegative() ? Duration.ZERO : left);
        connections.close();
        await(threads.outgoing().close(), IoThreads.GRACE);
        if (released.compareAndSet(false, true)) {
            threads.release();
        }
        await(threads.ended(), IoThreads.GRACE.multipliedBy(2));
    }

    private static void tellThatItCloses(Channel connection) {
        connection.pipeline().fireUserEventTriggered(ServerCloses.EVENT);
    }

    /** Waits even if interrupted: what is waited for is bounded, and to leave half of it closed would help nobody. */
    private static void await(Future<?> end, Duration most) {
        end.awaitUninterruptibly(most.toMillis());
    }
}
