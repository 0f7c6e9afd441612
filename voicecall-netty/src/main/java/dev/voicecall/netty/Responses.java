package dev.voicecall.netty;

import dev.voicecall.spi.HttpResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Turns answers into Netty's. */
final class Responses {
    /** RFC 9110 §5.6.7; the JDK's own RFC 1123 format writes days of one digit, which HTTP does not allow. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private Responses() {}

    /**
     * An answer ready to be written.
     *
     * @param toHead whether it answers a HEAD, so that the body is announced but not sent
     * @param version what the client speaks, which decides how keeping the connection is said
     * @throws IllegalArgumentException if the handler's answer can't be sent as HTTP
     */
    static FullHttpResponse encode(HttpResponse answer, boolean toHead, HttpVersion version, boolean keepAlive) {
        if (answer.status() < 200 || answer.status() > 599) {
            throw new IllegalArgumentException("The status is " + answer.status() + "; it must be 200 to 599.");
        }
        boolean bodiless = answer.status() == 204 || answer.status() == 304;
        ByteBuf body = toHead || bodiless ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(answer.body());
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), body);
        HttpHeaders headers = response.headers();
        answer.headers().forEach(headers::add);
        headers.remove(HttpHeaderNames.TRANSFER_ENCODING).remove(HttpHeaderNames.CONTENT_LENGTH);
        if (!bodiless) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, answer.body().length);
        }
        headers.set(HttpHeaderNames.DATE, now());
        HttpUtil.setKeepAlive(headers, version, keepAlive);
        return response;
    }

    private static String now() {
        return DATE.format(ZonedDateTime.now(ZoneOffset.UTC));
    }
}
