package dev.voicecall.netty;

import dev.voicecall.spi.Router;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import java.util.function.BooleanSupplier;

/** Sets up each connection, unless there are too many or the server closes. */
final class ConnectionInitializer extends ChannelInitializer<SocketChannel> {
    private final Options options;
    private final Router router;
    private final ChannelGroup connections;
    private final BooleanSupplier closing;

    ConnectionInitializer(Options options, Router router, ChannelGroup connections, BooleanSupplier closing) {
        this.options = options;
        this.router = router;
        this.connections = connections;
        this.closing = closing;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        connections.add(channel);
        // Asked after the connection is in the group: whoever closes the server sets the flag and then visits the
        // group.
        if (closing.getAsBoolean() || connections.size() > options.maxConnections()) {
            channel.close();
            return;
        }
        HttpDecoderConfig config = new HttpDecoderConfig()
                .setMaxInitialLineLength(options.maxHeaderBytes())
                .setMaxHeaderSize(options.maxHeaderBytes());
        // Two handlers rather than Netty's HttpServerCodec: only so does the handshaker hand on frames that came along
        // with the handshake.
        channel.pipeline()
                .addLast(
                        new HttpRequestDecoder(config),
                        new HttpResponseEncoder(),
                        new RequestAssembler(options.maxBodyBytes()),
                        new HttpConnection(options, router, closing));
    }
}
