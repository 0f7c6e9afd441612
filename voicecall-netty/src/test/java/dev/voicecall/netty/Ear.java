package dev.voicecall.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketListener;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Notes what it hears; the text "fail" makes it throw. */
class Ear implements WebSocketListener {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Override
    public void onOpen(WebSocket socket) {
        heard.add("open");
    }

    @Override
    public void onText(WebSocket socket, ByteBuffer utf8) {
        String text = StandardCharsets.UTF_8.decode(utf8).toString();
        heard.add(text.length() > 100 ? text.length() + " characters" : text);
        if (text.equals("fail")) {
            throw new IllegalStateException("as asked");
        }
    }

    @Override
    public void onBinary(WebSocket socket, ByteBuffer data) {
        heard.add(data.remaining() + " bytes");
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason) {
        heard.add("close " + code + " " + reason);
    }

    void assertHeard(String... events) throws InterruptedException {
        for (String event : events) {
            assertThat(String.valueOf(heard.poll(10, TimeUnit.SECONDS))).isEqualTo(event);
        }
    }

    void assertHeardCode(int code) throws InterruptedException {
        assertThat(String.valueOf(heard.poll(10, TimeUnit.SECONDS))).startsWith("close " + code + " ");
    }

    void assertHeardNothingMore() {
        assertThat(heard).isEmpty();
    }
}
