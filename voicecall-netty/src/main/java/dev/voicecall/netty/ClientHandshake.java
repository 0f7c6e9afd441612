package dev.voicecall.netty;

import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketListener;
import dev.voicecall.spi.WebSocketRefusedException;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Asks a server for a WebSocket connection (RFC 6455 §4.1) and becomes one, or says what came instead. */
final class ClientHandshake extends SimpleChannelInboundHandler<HttpObject> {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** Of a refusal; more is not read. */
    private static final int MAX_BODY_BYTES = 4 << 10;

    private final URI uri;
    private final WebSocketConnection connection;
    private final Handshaker handshaker;
    private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable HttpResponse head;

    ClientHandshake(URI uri, HttpHeaders headers, WebSocketListener listener) {
        this.uri = uri;
        this.connection = new WebSocketConnection(SocketOptions.CLIENT, listener, true);
        this.handshaker = new Handshaker(uri, headers);
    }

    /** Completes when the listener has heard that the connection stands. */
    CompletableFuture<WebSocket> opened() {
        return opened;
    }

    void addTo(ChannelPipeline pipeline, boolean secure) throws NoSuchAlgorithmException {
        if (secure) {
            pipeline.addLast(encryption());
        }
        pipeline.addLast(new HttpResponseDecoder(), new HttpRequestEncoder(), this);
    }

    /** Does not wait for longer than its time, whatever is missing. */
    void giveUpInTime(EventLoopGroup thread) {
        Future<?> timer = thread.schedule(
                () -> fail(new SocketTimeoutException("Nothing came of it within " + TIMEOUT.toSeconds() + " s")),
                TIMEOUT.toMillis(),
                TimeUnit.MILLISECONDS);
        opened.whenComplete((socket, failure) -> timer.cancel(false));
    }

    /** Ends it, if it has not come to an end. */
    void fail(Throwable cause) {
        Throwable reason = cause instanceof IOException || cause.getCause() == null ? cause : cause.getCause();
        opened.completeExceptionally(
                reason instanceof WebSocketRefusedException
                        ? reason
                        : new IOException("Can't connect to " + uri.getHost() + " by WebSocket: " + reason, reason));
    }

    private SslHandler encryption() throws NoSuchAlgorithmException {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine(uri.getHost(), uri.getPort());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return new SslHandler(engine);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        opened.whenComplete((socket, failure) -> {
            if (failure != null) {
                context.close();
            }
        });
        handshaker.handshake(context.channel()).addListener((ChannelFutureListener) asked -> {
            if (!asked.isSuccess()) {
                fail(asked.cause());
            }
        });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (part.decoderResult().isFailure()) {
            fail(new IOException(
                    "The server does not speak HTTP", part.decoderResult().cause()));
        } else if (part instanceof HttpResponse response) {
            head = response;
        } else if (part instanceof HttpContent content && head != null && !opened.isDone()) {
            int room = Math.min(content.content().readableBytes(), MAX_BODY_BYTES - body.size());
            body.writeBytes(
                    ByteBufUtil.getBytes(content.content(), content.content().readerIndex(), room));
            if (part instanceof LastHttpContent || body.size() == MAX_BODY_BYTES) {
                answered(context, head);
            }
        }
    }

    private void answered(ChannelHandlerContext context, HttpResponse answer) {
        if (answer.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            upgrade(context, answer);
        } else {
            fail(WebSocketRefusedException.by(uri, answer.status().code(), body.toString(StandardCharsets.UTF_8)));
        }
    }

    private void upgrade(ChannelHandlerContext context, HttpResponse answer) {
        handshaker.finishHandshake(
                context.channel(),
                new DefaultFullHttpResponse(
                        answer.protocolVersion(),
                        answer.status(),
                        Unpooled.EMPTY_BUFFER,
                        answer.headers(),
                        EmptyHttpHeaders.INSTANCE));
        connection.addTo(context.pipeline());
        context.pipeline().remove(this);
        opened.complete(connection.open());
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (head == null) {
            fail(new EOFException("The server hung up"));
        } else {
            answered(context, head);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ServerCloses.EVENT) {
            fail(new IOException("The server whose thread it is closes"));
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause);
    }

    /** Without an Origin, which is for browsers; violations of the protocol are the connection's to deal with. */
    private static final class Handshaker extends WebSocketClientHandshaker13 {
        Handshaker(URI uri, HttpHeaders headers) {
            super(uri, WebSocketVersion.V13, null, false, headers, SocketOptions.CLIENT.maxMessageBytes(), true, false);
        }

        @Override
        protected FullHttpRequest newHandshakeRequest() {
            FullHttpRequest request = super.newHandshakeRequest();
            request.headers().remove(HttpHeaderNames.ORIGIN);
            return request;
        }

        @Override
        protected WebSocketFrameDecoder newWebsocketDecoder() {
            return new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                    .expectMaskedFrames(false)
                    .maxFramePayloadLength(maxFramePayloadLength())
                    .closeOnProtocolViolation(false)
                    .build());
        }
    }
}
