package dev.voicecall.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import org.jspecify.annotations.Nullable;

/**
 * Makes whole requests of the pieces that the codec finds, bounded; turns down what is malformed or too large as soon as
 * that shows. After it turned something down it drops all that comes.
 */
final class RequestAssembler extends SimpleChannelInboundHandler<HttpObject> {
    private final int maxBodyBytes;
    private @Nullable HttpRequest head;
    private ByteBuf body = Unpooled.EMPTY_BUFFER;
    private boolean rejected;

    RequestAssembler(int maxBodyBytes) {
        this.maxBodyBytes = maxBodyBytes;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject piece) {
        if (!rejected && piece.decoderResult().isFailure()) {
            reject(context, rejection(piece.decoderResult().cause()));
        }
        if (!rejected && piece instanceof HttpRequest request) {
            begin(context, request);
        }
        if (!rejected && piece instanceof HttpContent content) {
            append(context, content);
        }
    }

    private void begin(ChannelHandlerContext context, HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        if (version.majorVersion() != 1) {
            reject(context, new Incoming.Rejected(505, "HTTP/1.1 is spoken here"));
        } else if (version.minorVersion() >= 1
                && request.headers().getAll(HttpHeaderNames.HOST).size() != 1) {
            reject(context, new Incoming.Rejected(400, "One Host header is needed"));
        } else if (HttpUtil.getContentLength(request, 0L) > maxBodyBytes) {
            reject(context, tooLarge());
        } else {
            head = request;
            // Not pooled: the array ends up with the handler, which has nothing to release.
            body = Unpooled.buffer(0);
            if (HttpUtil.is100ContinueExpected(request)) {
                context.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
            }
        }
    }

    private void append(ChannelHandlerContext context, HttpContent content) {
        if (head == null) {
            return;
        }
        if (body.readableBytes() + content.content().readableBytes() > maxBodyBytes) {
            reject(context, tooLarge());
            return;
        }
        body.writeBytes(content.content());
        if (content instanceof LastHttpContent) {
            Incoming whole = new Incoming.Whole(head, ByteBufUtil.getBytes(body));
            forget();
            context.fireChannelRead(whole);
        }
    }

    private void reject(ChannelHandlerContext context, Incoming.Rejected rejection) {
        rejected = true;
        forget();
        context.fireChannelRead(rejection);
    }

    private void forget() {
        head = null;
        body = Unpooled.EMPTY_BUFFER;
    }

    private static Incoming.Rejected tooLarge() {
        return new Incoming.Rejected(413, "The body is too large");
    }

    private static Incoming.Rejected rejection(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new Incoming.Rejected(414, "The request line is too long");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new Incoming.Rejected(431, "The headers are too large");
        }
        return new Incoming.Rejected(400, "Malformed HTTP");
    }
}
