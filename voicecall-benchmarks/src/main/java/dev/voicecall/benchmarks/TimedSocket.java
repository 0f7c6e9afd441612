package dev.voicecall.benchmarks;

import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketAcceptor;
import dev.voicecall.spi.WebSocketAcceptor.Decision;
import dev.voicecall.spi.WebSocketListener;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Takes when messages are with the operating system. Safe for use by many threads. */
final class TimedSocket implements WebSocket {
    /** In all that we send, this byte is the second letter of the event: media, mark or clear. */
    private static final int TELLING = 11;

    private final WebSocket socket;
    private final LiveTimes times;

    private TimedSocket(WebSocket socket, LiveTimes times) {
        this.socket = socket;
        this.times = times;
    }

    static WebSocketAcceptor accepting(WebSocketAcceptor acceptor, LiveTimes times) {
        return handshake -> {
            Decision decision = acceptor.accept(handshake);
            return decision instanceof Decision.Accept accept
                    ? new Decision.Accept(new Listener(accept.listener(), times))
                    : decision;
        };
    }

    /** Gives a timed socket to whom it belongs. */
    private record Listener(WebSocketListener listener, LiveTimes times) implements WebSocketListener {
        @Override
        public void onOpen(WebSocket socket) {
            listener.onOpen(new TimedSocket(socket, times));
        }

        @Override
        public void onText(WebSocket socket, ByteBuffer utf8) {
            listener.onText(new TimedSocket(socket, times), utf8);
        }

        @Override
        public void onBinary(WebSocket socket, ByteBuffer data) {
            listener.onBinary(new TimedSocket(socket, times), data);
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason) {
            listener.onClose(new TimedSocket(socket, times), code, reason);
        }
    }

    @Override
    public CompletionStage<Void> sendText(ByteBuffer utf8) {
        char kind = (char) utf8.get(utf8.position() + TELLING);
        long began = System.nanoTime();
        long due = times.due.get();
        long frameHeard = times.frameHeard();
        return socket.sendText(utf8).whenComplete((sent, failure) -> {
            long now = System.nanoTime();
            times.add(times.writes, now - began);
            if (kind == 'e' && due != Moment.NEVER) {
                times.add(times.frames, now - due);
            } else if (kind == 'l') {
                times.add(times.clears, now - frameHeard);
            }
        });
    }

    @Override
    public CompletionStage<Void> sendBinary(ByteBuffer data) {
        return socket.sendBinary(data);
    }

    @Override
    public long queuedBytes() {
        return socket.queuedBytes();
    }

    @Override
    public void close(int code, String reason) {
        socket.close(code, reason);
    }

    @Override
    public Executor executor() {
        return socket.executor();
    }
}
