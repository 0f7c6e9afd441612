package dev.voicecall.socketio;

import dev.voicecall.spi.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A GET that is answered once there is something to answer. Belongs to the session's mailbox. */
final class LongPoll {
    private final CompletableFuture<HttpResponse> response = new CompletableFuture<>();

    CompletionStage<HttpResponse> response() {
        return response;
    }

    void answer(List<byte[]> packets) {
        response.complete(
                new HttpResponse(200, Map.of("Content-Type", "text/plain; charset=UTF-8"), Payload.encode(packets)));
    }

    void refuse(EngineError error) {
        response.complete(error.response());
    }
}
