package dev.voicecall.testkit.openai;

import dev.voicecall.spi.HttpRequest;

/** The key that is accepted. Immutable. */
final class Key {
    private static final String BEARER = "Bearer ";
    private static final int SHOWN_FIRST = 8;
    private static final int SHOWN_LAST = 4;

    private final String key;

    Key(String key) {
        this.key = key;
    }

    /** @throws ApiError if the request has another key, or none */
    void check(HttpRequest request) {
        String authorization = request.header("Authorization").orElse("");
        if (!authorization.startsWith(BEARER) || authorization.length() == BEARER.length()) {
            throw ApiError.noKey();
        }
        String given = authorization.substring(BEARER.length());
        if (!given.equals(key)) {
            throw ApiError.wrongKey(masked(given));
        }
    }

    /** As OpenAI shows keys: the beginning, asterisks, and the last four characters. */
    static String masked(String key) {
        if (key.startsWith(BEARER)) {
            return BEARER + masked(key.substring(BEARER.length()));
        }
        int shown = SHOWN_FIRST + SHOWN_LAST;
        if (key.length() <= 2 * shown) {
            return "*".repeat(key.length());
        }
        return key.substring(0, SHOWN_FIRST)
                + "*".repeat(key.length() - shown)
                + key.substring(key.length() - SHOWN_LAST);
    }

    /** A browser's list of sub-protocols, in which the key is one. */
    static String maskedProtocol(String protocols) {
        return protocols.replaceAll("(openai-insecure-api-key\\.)[^, ]+", "$1***");
    }

    @Override
    public String toString() {
        return "Key[" + masked(key) + "]";
    }
}
