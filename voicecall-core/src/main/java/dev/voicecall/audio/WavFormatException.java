package dev.voicecall.audio;

/** A WAV file is damaged, or of a kind that is not read here. The message says what was found and what is read. */
public final class WavFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WavFormatException(String message) {
        super(message);
    }
}
