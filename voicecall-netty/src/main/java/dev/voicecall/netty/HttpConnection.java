package dev.voicecall.netty;

import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.Router;
import dev.voicecall.spi.WebSocketAcceptor.Decision;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the requests of one connection answered, one after the other in the order in which they came.
 *
 * <p>The connection is in one of three states, and always under a deadline but in the second. It <em>waits</em> for a
 * request: {@code idleTimeout}, or {@code requestTimeout} once something of it came. It is <em>busy</em> from a whole
 * request until its answer is written: no deadline while the handler works, who may take long on purpose, then
 * {@code idleTimeout} for the client to take the answer. It is <em>ending</em>: the last answer is written, and what
 * still comes is dropped until the client closes or {@code closeTimeout} is over. To close at once would have the
 * operating system reset the connection if there is something unread, and the client might never see the answer.
 *
 * <p>While requests wait for their turn nothing more is read, so that a client that sends requests without end is held
 * back by TCP. While only one is under way reading goes on: that is how the client's going away is noticed.
 */
final class HttpConnection extends SimpleChannelInboundHandler<Incoming> {
    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

    private final Options options;
    private final Router router;
    private final BooleanSupplier closing;
    private final Queue<Incoming> waiting = new ArrayDeque<>();
    private final Deadline deadline = new Deadline();

    private @Nullable CompletableFuture<Void> abandoned;
    private boolean busy;
    private boolean receiving;
    private boolean wholeRequestCame;
    private boolean ending;

    /** @param closing whether the server is closing; {@link ServerCloses} tells when it begins to */
    HttpConnection(Options options, Router router, BooleanSupplier closing) {
        this.closing = closing;
        this.options = options;
        this.router = router;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        deadline.set(context.executor(), options.requestTimeout(), context::close);
        context.fireChannelActive();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Incoming incoming) {
        if (!ending) {
            wholeRequestCame = true;
            waiting.add(incoming);
            next(context);
        }
    }

    /** Comes after all that one read brought, even if that made no whole request: the place to notice a first byte. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (!busy && !ending && !receiving && !wholeRequestCame) {
            receiving = true;
            deadline.set(context.executor(), options.requestTimeout(), () -> rejectSlow(context));
        }
        wholeRequestCame = false;
        context.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        deadline.cancel();
        if (abandoned != null) {
            abandoned.complete(null);
        }
        context.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ServerCloses.EVENT) {
            if (!busy && !receiving && !ending) {
                context.close();
            }
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("A connection is closed because of a failure.", cause);
        }
        context.close();
    }

    private void next(ChannelHandlerContext context) {
        if (!busy && !waiting.isEmpty()) {
            busy = true;
            receiving = false;
            deadline.cancel();
            serve(context, waiting.remove());
        }
        context.channel().config().setAutoRead(waiting.isEmpty());
    }

    private void serve(ChannelHandlerContext context, Incoming incoming) {
        if (incoming instanceof Incoming.Rejected rejected) {
            reject(context, rejected);
        } else if (incoming instanceof Incoming.Whole whole) {
            CompletableFuture<Void> goneAway = new CompletableFuture<>();
            abandoned = goneAway;
            HttpRequest request = request(whole, goneAway);
            if (WebSocketHandshake.isAskedForBy(whole.head())) {
                upgrade(context, whole, request);
            } else {
                router.handle(request)
                        .whenComplete((answer, failure) -> onOwnThread(context, () -> answer(context, whole, answer)));
            }
        }
    }

    private void upgrade(ChannelHandlerContext context, Incoming.Whole whole, HttpRequest request) {
        Optional<HttpResponse> objection = WebSocketHandshake.objectionTo(whole.head());
        Decision decision = objection.<Decision>map(Decision.Refuse::new).orElseGet(() -> router.accept(request));
        if (decision instanceof Decision.Refuse refuse) {
            answer(context, whole, refuse.response());
        } else if (decision instanceof Decision.Accept accept) {
            abandoned = null;
            waiting.clear();
            WebSocketHandshake.perform(
                    context, whole.head(), new WebSocketConnection(options.sockets(), accept.listener(), false));
        }
    }

    private void answer(ChannelHandlerContext context, Incoming.Whole whole, HttpResponse answer) {
        boolean head = whole.head().method().equals(HttpMethod.HEAD);
        HttpVersion version = whole.head().protocolVersion();
        boolean keepAlive = HttpUtil.isKeepAlive(whole.head()) && !closing.getAsBoolean() && !asksToClose(answer);
        FullHttpResponse response;
        try {
            response = Responses.encode(answer, head, version, keepAlive);
        } catch (IllegalArgumentException unsendable) {
            LOG.error("A handler's answer can't be sent.", unsendable);
            response = Responses.encode(HttpResponse.of(500, "text/plain", "Internal error"), head, version, keepAlive);
        }
        write(context, response, keepAlive);
    }

    private void write(ChannelHandlerContext context, FullHttpResponse response, boolean keepAlive) {
        deadline.set(context.executor(), options.idleTimeout(), context::close);
        context.writeAndFlush(response).addListener((ChannelFutureListener) written -> {
            abandoned = null;
            if (!written.isSuccess()) {
                context.close();
            } else if (keepAlive) {
                becomeIdle(context);
            } else {
                end(context);
            }
        });
    }

    private void becomeIdle(ChannelHandlerContext context) {
        busy = false;
        deadline.set(context.executor(), options.idleTimeout(), context::close);
        next(context);
        if (closing.getAsBoolean() && !busy) {
            context.close();
        }
    }

    private void reject(ChannelHandlerContext context, Incoming.Rejected rejected) {
        HttpResponse answer = HttpResponse.of(rejected.status(), "text/plain", rejected.why());
        write(context, Responses.encode(answer, false, HttpVersion.HTTP_1_1, false), false);
    }

    private void rejectSlow(ChannelHandlerContext context) {
        busy = true;
        reject(context, new Incoming.Rejected(408, "The request took too long to come"));
    }

    private void end(ChannelHandlerContext context) {
        ending = true;
        waiting.clear();
        context.channel().config().setAutoRead(true);
        deadline.set(context.executor(), options.closeTimeout(), context::close);
        ((SocketChannel) context.channel()).shutdownOutput();
    }

    private static void onOwnThread(ChannelHandlerContext context, Runnable task) {
        if (context.executor().inEventLoop()) {
            task.run();
        } else {
            context.executor().execute(task);
        }
    }

    private static boolean asksToClose(HttpResponse answer) {
        return answer.headers().entrySet().stream()
                .anyMatch(header -> HttpHeaderNames.CONNECTION.contentEqualsIgnoreCase(header.getKey())
                        && HttpHeaderValues.CLOSE.contentEqualsIgnoreCase(header.getValue()));
    }

    private static HttpRequest request(Incoming.Whole whole, CompletableFuture<Void> abandoned) {
        io.netty.handler.codec.http.HttpRequest head = whole.head();
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        head.headers().forEach(header -> headers.computeIfAbsent(header.getKey(), name -> new ArrayList<>(1))
                .add(header.getValue()));
        return new HttpRequest(
                head.method().name(), head.uri(), headers, Map.of(), whole.body(), abandoned.minimalCompletionStage());
    }
}
