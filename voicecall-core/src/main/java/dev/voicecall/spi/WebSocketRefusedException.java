package dev.voicecall.spi;

import dev.voicecall.VoiceCallException;
import java.net.URI;

/** A server did not want a WebSocket connection. Immutable. */
public final class WebSocketRefusedException extends VoiceCallException {
    private static final long serialVersionUID = 1L;

    private static final int MOST_OF_BODY = 500;

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

    /**
     * A refusal by a server.
     *
     * @param server of it, only the host is told
     * @param status of HTTP
     * @param body what the server says; only its beginning is told
     */
    public static WebSocketRefusedException by(URI server, int status, String body) {
        String said = body.substring(0, Math.min(body.length(), MOST_OF_BODY))
                .replaceAll("[\\s\\p{Cntrl}]+", " ")
                .strip();
        return new WebSocketRefusedException(
                status,
                server.getHost() + " refused a WebSocket connection with status " + status
                        + (said.isEmpty() ? "." : ": " + said));
    }

    /** The status of HTTP with which the handshake was answered. */
    public int status() {
        return status;
    }
}
