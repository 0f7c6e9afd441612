package dev.voicecall.examples;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A text that must not be seen, and can be compared without letting on how much of it was right. Immutable. */
final class Secret {
    private final byte[] text;

    Secret(String text) {
        this.text = text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether this is it; takes as long for a good guess as for a bad one. */
    boolean matches(String given) {
        return MessageDigest.isEqual(text, given.getBytes(StandardCharsets.UTF_8));
    }

    /** Not the text. */
    @Override
    public String toString() {
        return "(secret)";
    }
}
