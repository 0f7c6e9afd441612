package dev.voicecall.spi;

import dev.voicecall.VoiceCallException;

/** A server did not want a WebSocket connection. Immutable. */
public final class WebSocketRefusedException extends VoiceCallException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * A refusal.
     *
     * @param status of HTTP
     * @param message what was wrong
     */
    public WebSocketRefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The status of HTTP with which the handshake was answered. */
    public int status() {
        return status;
    }
}
