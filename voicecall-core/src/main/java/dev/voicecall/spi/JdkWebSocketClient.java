package dev.voicecall.spi;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** WebSocket connections by the JDK's client. Safe for use by many threads. */
final class JdkWebSocketClient implements WebSocketClient {
    @Override
    public CompletionStage<WebSocket> connect(URI uri, Map<String, String> headers, WebSocketListener listener) {
        return CompletableFuture.failedFuture(new UnsupportedOperationException());
    }
}
