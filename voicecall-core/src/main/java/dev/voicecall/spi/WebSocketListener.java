package dev.voicecall.spi;

import java.nio.ByteBuffer;

/**
 * Hears of what happens on a WebSocket. All methods but {@link #onText} do nothing by default; binary messages are then
 * ignored.
 *
 * <p>Called by one thread at a time, always the connection's own, which must not be blocked. What a listener throws
 * closes the connection with {@link WebSocket#INTERNAL_ERROR}.
 */
public interface WebSocketListener {
    /** The connection stands. Comes first. */
    default void onOpen(WebSocket socket) {}

    /**
     * A whole text message.
     *
     * @param utf8 its bytes, valid only during the call
     */
    void onText(WebSocket socket, ByteBuffer utf8);

    /**
     * A whole binary message.
     *
     * @param data its bytes, valid only during the call
     */
    default void onBinary(WebSocket socket, ByteBuffer data) {}

    /**
     * The connection is gone. Comes last and exactly once after {@link #onOpen}.
     *
     * @param code why, as in RFC 6455 §7.4; 1006 if the connection just broke
     * @param reason the same in words; often empty
     */
    default void onClose(WebSocket socket, int code, String reason) {}
}
