package dev.voicecall.examples;

/** Something is not set, or not as it has to be. The message is for the person who sets it; it never quotes a secret. */
final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConfigException(String message) {
        super(message);
    }
}
