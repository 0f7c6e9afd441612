package dev.voicecall.audio;

/** A WAV file is damaged, or of a kind that is not read here. The message says what was found. Immutable. */
public final class WavFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WavFormatException(String message) {
        super(message);
    }
}
