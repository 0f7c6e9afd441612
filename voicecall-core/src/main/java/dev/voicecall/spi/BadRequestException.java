package dev.voicecall.spi;

import dev.voicecall.VoiceCallException;

/** A request that can't be understood. The message is shown to the client. Immutable. */
public final class BadRequestException extends VoiceCallException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong with the request */
    public BadRequestException(String message) {
        super(message);
    }
}
