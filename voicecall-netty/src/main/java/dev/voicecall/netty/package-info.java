/**
 * A {@link dev.voicecall.spi.WebServer} on Netty: HTTP/1.1 and WebSocket on one port.
 *
 * <p>{@link dev.voicecall.netty.NettyWebServer} is the way in; {@link dev.voicecall.netty.NettyWebServerBuilder} holds
 * its bounds, each with a default that suits a carrier's webhooks.
 *
 * <p>Each connection is a pipeline: Netty's HTTP codec, {@code RequestAssembler}, which makes whole requests of pieces or
 * turns them down, and {@code HttpConnection}, which has them answered one after the other and cuts off whoever is too
 * slow. A handshake replaces these by Netty's WebSocket codec and a {@code WebSocketConnection}.
 */
@NullMarked
package dev.voicecall.netty;

import org.jspecify.annotations.NullMarked;
