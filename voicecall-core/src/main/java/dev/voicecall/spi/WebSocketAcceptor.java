package dev.voicecall.spi;

/** Decides about WebSocket handshakes. Called by many threads at once, on threads that must not be blocked. */
@FunctionalInterface
public interface WebSocketAcceptor {
    /**
     * Takes or refuses a connection before it is upgraded.
     *
     * @param handshake the request to upgrade; its body is empty
     */
    Decision accept(HttpRequest handshake);

    /** Take it or leave it. Immutable. */
    sealed interface Decision {
        /**
         * Upgrade.
         *
         * @param listener who hears of what comes in
         */
        record Accept(WebSocketListener listener) implements Decision {}

        /**
         * Refuse.
         *
         * @param response what the client gets instead, status 400 or above
         */
        record Refuse(HttpResponse response) implements Decision {}
    }
}
