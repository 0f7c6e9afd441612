package dev.voicecall.netty;

import io.netty.handler.codec.http.HttpRequest;

/** What a client sent, once it is decided what it is. */
sealed interface Incoming {
    /** A whole request. The body is not copied. */
    record Whole(HttpRequest head, byte[] body) implements Incoming {}

    /** Something that is no request, or too large for one. What follows on the connection has no meaning any more. */
    record Rejected(int status, String why) implements Incoming {}
}
