package dev.voicecall.netty;

import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Looks up hosts by the JDK's resolver, which blocks: on threads that end when there is nothing more to look up. */
final class NameLookup {
    private static final int THREADS = 4;
    private static final int MAX_WAITING = 10_000;
    private static final ThreadPoolExecutor POOL = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            new DefaultThreadFactory("voicecall-netty-lookup", true));

    static {
        POOL.allowCoreThreadTimeOut(true);
    }

    private NameLookup() {}

    /** @return fails with an {@link UnknownHostException} if there is none */
    static CompletableFuture<InetSocketAddress> address(String host, int port) {
        CompletableFuture<InetSocketAddress> found = new CompletableFuture<>();
        if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
            lookUp(host, port, found);
            return found;
        }
        try {
            POOL.execute(() -> lookUp(host, port, found));
        } catch (RejectedExecutionException tooMany) {
            found.completeExceptionally(new UnknownHostException(host + ": too many hosts are being looked up"));
        }
        return found;
    }

    private static void lookUp(String host, int port, CompletableFuture<InetSocketAddress> found) {
        try {
            found.complete(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (UnknownHostException e) {
            found.completeExceptionally(e);
        }
    }
}
