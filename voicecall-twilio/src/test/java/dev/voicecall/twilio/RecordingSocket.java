package dev.voicecall.twilio;

import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketListener;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A WebSocket that keeps what it is given, and takes it as fast as the test says. */
final class RecordingSocket implements WebSocket {
    final List<String> sent = new ArrayList<>();
    final List<CompletableFuture<Void>> unfinished = new ArrayList<>();
    boolean stuck;
    long queuedBytes;
    int closeCode;

    @Nullable
    WebSocketListener listener;

    @Override
    public CompletionStage<Void> sendText(ByteBuffer utf8) {
        sent.add(StandardCharsets.UTF_8.decode(utf8.duplicate()).toString());
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (stuck) {
            queuedBytes += utf8.remaining();
            unfinished.add(done);
        } else {
            done.complete(null);
        }
        return done;
    }

    @Override
    public CompletionStage<Void> sendBinary(ByteBuffer data) {
        throw new AssertionError("Twilio takes no binary messages.");
    }

    @Override
    public long queuedBytes() {
        return queuedBytes;
    }

    @Override
    public void close(int code, String reason) {
        if (closeCode == 0) {
            closeCode = code;
        }
    }

    @Override
    public Executor executor() {
        return Runnable::run;
    }
}
