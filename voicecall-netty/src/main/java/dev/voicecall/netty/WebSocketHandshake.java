package dev.voicecall.netty;

import dev.voicecall.spi.HttpResponse;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import java.util.Optional;

/** Turns an HTTP connection into a WebSocket one: RFC 6455 §4.2, version 13 only, without extensions. */
final class WebSocketHandshake {
    private WebSocketHandshake() {}

    static boolean isAskedForBy(HttpRequest head) {
        return head.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
    }

    /** What is wrong with a handshake, as the answer to it. */
    static Optional<HttpResponse> objectionTo(HttpRequest head) {
        if (!"13".equals(head.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION))) {
            return Optional.of(HttpResponse.of(426, "text/plain", "WebSocket version 13 is spoken here")
                    .with("Sec-WebSocket-Version", "13")
                    .with("Upgrade", "websocket"));
        }
        boolean whole = head.method().equals(HttpMethod.GET)
                && head.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && head.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        return whole ? Optional.empty() : Optional.of(HttpResponse.of(400, "text/plain", "Broken handshake"));
    }

    /**
     * Answers the handshake and has a connection handle what follows. Frames that came along with the handshake reach
     * the connection before the answer is written; it keeps them until it is told to {@link WebSocketConnection#open}.
     */
    static void perform(ChannelHandlerContext context, HttpRequest head, WebSocketConnection connection) {
        ChannelPipeline pipeline = context.pipeline();
        pipeline.remove(RequestAssembler.class);
        connection.addTo(pipeline);
        pipeline.remove(HttpConnection.class);
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(connection.options().maxMessageBytes())
                .closeOnProtocolViolation(false)
                .build();
        new WebSocketServerHandshaker13(head.uri(), null, config)
                .handshake(context.channel(), withoutBody(head))
                .addListener((ChannelFutureListener) answered -> {
                    if (answered.isSuccess()) {
                        connection.open();
                    } else {
                        answered.channel().close();
                    }
                });
    }

    private static FullHttpRequest withoutBody(HttpRequest head) {
        return new DefaultFullHttpRequest(
                head.protocolVersion(),
                head.method(),
                head.uri(),
                Unpooled.EMPTY_BUFFER,
                head.headers(),
                EmptyHttpHeaders.INSTANCE);
    }
}
