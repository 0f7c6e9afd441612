package dev.voicecall.testkit.twilio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.Queue;
import org.java_websocket.SSLSocketChannel2;

/** The frames that wait to be written, joined so that what waits at a time goes in one write. Used by one thread. */
final class TcpOutput {
    private static final int ENOUGH_BYTES = 64 * 1024;

    private final Queue<ByteBuffer> frames;
    private ByteBuffer unsent = ByteBuffer.allocate(0);

    /** @param frames taken away as they are written */
    TcpOutput(Queue<ByteBuffer> frames) {
        this.frames = frames;
    }

    /**
     * Writes as much as is taken without blocking.
     *
     * @return whether that was all, and TLS is not in the middle of something
     */
    boolean writeTo(ByteChannel channel) throws IOException {
        boolean progress = true;
        while (progress) {
            if (!unsent.hasRemaining()) {
                unsent = join();
            }
            int before = unsent.remaining();
            channel.write(unsent);
            progress = unsent.remaining() < before;
        }
        return !unsent.hasRemaining() && !(channel instanceof SSLSocketChannel2 secure && busy(secure));
    }

    private static boolean busy(SSLSocketChannel2 secure) {
        return secure.isNeedWrite() || secure.isNeedRead();
    }

    private ByteBuffer join() {
        int count = 0;
        int bytes = 0;
        for (ByteBuffer frame : frames) {
            if (bytes >= ENOUGH_BYTES) {
                break;
            }
            count++;
            bytes += frame.remaining();
        }
        ByteBuffer all = ByteBuffer.allocate(bytes);
        for (int i = 0; i < count; i++) {
            all.put(frames.remove());
        }
        return all.flip();
    }
}
