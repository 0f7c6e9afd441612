package dev.voicecall.benchmarks;

import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketAcceptor;
import dev.voicecall.spi.WebSocketAcceptor.Decision;
import dev.voicecall.spi.WebSocketListener;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How late frames of sound that come in have been dealt with: by Twilio's own time stamps, over the one of the same stream that was
 * fastest of all. Safe for use by many threads.
 */
final class InboundFrames {
    private static final Pattern TIMESTAMP = Pattern.compile("\"timestamp\":\"(\\d+)\"");
    private static final long NANOS_PER_MILLI = 1_000_000;

    final Times late = new Times();
    private volatile boolean recording;

    void record(boolean on) {
        recording = on;
    }

    WebSocketAcceptor timed(WebSocketAcceptor acceptor) {
        return handshake -> {
            Decision decision = acceptor.accept(handshake);
            return decision instanceof Decision.Accept accept
                    ? new Decision.Accept(new Stream(accept.listener()))
                    : decision;
        };
    }

    private final class Stream implements WebSocketListener {
        private final WebSocketListener listener;
        private long fastest = Long.MAX_VALUE;

        Stream(WebSocketListener listener) {
            this.listener = listener;
        }

        @Override
        public void onOpen(WebSocket socket) {
            listener.onOpen(socket);
        }

        @Override
        public void onText(WebSocket socket, ByteBuffer utf8) {
            String text = StandardCharsets.ISO_8859_1.decode(utf8.duplicate()).toString();
            listener.onText(socket, utf8);
            Matcher timestamp = TIMESTAMP.matcher(text);
            if (timestamp.find()) {
                long after = System.nanoTime() - Long.parseLong(timestamp.group(1)) * NANOS_PER_MILLI;
                fastest = Math.min(fastest, after);
                if (recording) {
                    late.add(after - fastest);
                }
            }
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason) {
            listener.onClose(socket, code, reason);
        }
    }
}
