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
    /** All that we send begins with {@code {"event":"}, and the second letter of the event differs. */
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

    /** Gives the timed socket to whom it belongs. */
    private static final class Listener implements WebSocketListener {
        private final WebSocketListener listener;
        private final LiveTimes times;
        private TimedSocket timed;

        Listener(WebSocketListener listener, LiveTimes times) {
            this.listener = listener;
            this.times = times;
        }

        @Override
        public void onOpen(WebSocket socket) {
            timed = new TimedSocket(socket, times);
            listener.onOpen(timed);
        }

        @Override
        public void onText(WebSocket socket, ByteBuffer utf8) {
            listener.onText(timed, utf8);
        }

        @Override
        public void onBinary(WebSocket socket, ByteBuffer data) {
            listener.onBinary(timed, data);
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason) {
            listener.onClose(timed, code, reason);
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
