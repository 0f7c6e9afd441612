package dev.voicecall.netty;

import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketClient;
import dev.voicecall.spi.WebSocketListener;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Opens WebSocket connections by Netty.
 *
 * <p>A connection that is opened on a thread of a {@link NettyWebServer} (that is, by what one of its handlers or listeners
 * does) is served by that very thread; else by any thread of a server that runs, if there is one. Either way it is closed with
 * that server. Without a server, connections share some daemon threads, which end with the last of them.
 *
 * <p>After 60 s without anything from the other side it gets a ping, and is cut off if for as long again nothing comes. Trust
 * in certificates is that of {@link javax.net.ssl.SSLContext#getDefault()}. Messages are not compressed.
 *
 * <p>Found by {@link WebSocketClient#system()}. Safe for use by many threads.
 */
public final class NettyWebSocketClient implements WebSocketClient {
    /** Called by {@link java.util.ServiceLoader}. */
    public NettyWebSocketClient() {}

    @Override
    public CompletionStage<WebSocket> connect(URI uri, Map<String, String> headers, WebSocketListener listener) {
        boolean secure = isSecure(uri);
        HttpHeaders custom = new DefaultHttpHeaders();
        headers.forEach(custom::add);
        IoThreads threads = IoThreads.ofConnection();
        ClientHandshake handshake = new ClientHandshake(uri, custom, listener);
        Bootstrap bootstrap = new Bootstrap()
                .group(threads.one())
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) throws NoSuchAlgorithmException {
                        threads.outgoing().add(channel);
                        handshake.addTo(channel.pipeline(), secure);
                    }
                });
        handshake.giveUpInTime(bootstrap.config().group());
        NameLookup.address(uri.getHost(), port(uri, secure)).whenComplete((address, failure) -> {
            if (failure == null) {
                connect(bootstrap, address, handshake, threads);
            } else {
                handshake.fail(failure);
                threads.release();
            }
        });
        return handshake.opened();
    }

    private static void connect(
            Bootstrap bootstrap, InetSocketAddress address, ClientHandshake handshake, IoThreads threads) {
        ChannelFuture connecting = bootstrap.connect(address);
        connecting.channel().closeFuture().addListener(closed -> threads.release());
        connecting.addListener((ChannelFutureListener) connected -> {
            if (!connected.isSuccess()) {
                handshake.fail(connected.cause());
            }
        });
    }

    private static boolean isSecure(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || !(scheme.equals("ws") || scheme.equals("wss"))) {
            throw new IllegalArgumentException("The URI must be ws: or wss: and have a host.");
        }
        return scheme.equals("wss");
    }

    private static int port(URI uri, boolean secure) {
        return uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
    }
}
