package dev.voicecall.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketAcceptor.Decision;
import dev.voicecall.spi.WebSocketListener;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ServerHandshake;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** WebSocket connections, with a well-behaved client and with raw sockets. */
@Tag("socket")
final class NettyWebSocketTest {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
    private final NettyWebServer server = NettyWebServer.builder()
            .maxWebSocketMessageBytes(70_000)
            .closeTimeout(Duration.ofMillis(500))
            .build();
    private URI address = URI.create("http://127.0.0.1");

    @BeforeEach
    void start() {
        server.socket("/echo/{token}", handshake -> new Decision.Accept(new Echo()));
        server.socket("/refuse", handshake -> new Decision.Refuse(HttpResponse.of(403, "text/plain", "No")));
        address = server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Notes what it hears and sends it back; "fail" makes it throw. */
    private final class Echo implements WebSocketListener {
        @Override
        public void onOpen(WebSocket socket) {
            heard.add("open");
            opened.complete(socket);
        }

        @Override
        public void onText(WebSocket socket, ByteBuffer utf8) {
            String text = StandardCharsets.UTF_8.decode(utf8.duplicate()).toString();
            heard.add(text.length() > 100 ? "long" : text);
            if (text.equals("fail")) {
                throw new IllegalStateException("as asked");
            }
            socket.sendText(utf8);
        }

        @Override
        public void onBinary(WebSocket socket, ByteBuffer data) {
            heard.add(data.remaining() + " bytes");
            socket.sendBinary(data);
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason) {
            heard.add("close " + code + " " + reason);
        }
    }

    @Test
    void talksToAnotherImplementation() throws Exception {
        BlockingQueue<String> client = new LinkedBlockingQueue<>();
        WebSocketClient other = client(client);
        assertThat(other.connectBlocking(10, TimeUnit.SECONDS)).isTrue();
        other.send("Grüß dich");
        assertThat(next(client)).isEqualTo("Grüß dich");
        other.send(new byte[60_000]);
        assertThat(next(client)).isEqualTo("60000 bytes");
        other.close(1000, "bye");
        assertThat(next(client)).isEqualTo("closed 1000");
        assertHeard("open", "Grüß dich", "60000 bytes", "close 1000 bye");
    }

    @Test
    void opensBeforeAMessageThatCameWithTheHandshake() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.send(RawClient.handshake("/echo/a") + latin(RawClient.frame(0x81, "early")));
            assertThat(client.readHead().status()).isEqualTo(101);
            assertThat(client.readFrame().text()).isEqualTo("early");
            assertHeard("open", "early");
        }
    }

    @Test
    void keepsTheOrderInWhichDifferentThreadsSend() throws Exception {
        try (RawClient client = connect()) {
            WebSocket socket = opened.get(10, TimeUnit.SECONDS);
            socket.executor().execute(() -> {
                CompletableFuture.runAsync(() -> socket.sendText(utf8("first"))).join();
                socket.sendText(utf8("second"));
            });
            assertThat(client.readFrame().text()).isEqualTo("first");
            assertThat(client.readFrame().text()).isEqualTo("second");
        }
    }

    @Test
    void joinsFragmentsAroundAPing() throws Exception {
        try (RawClient client = connect()) {
            client.send(RawClient.frame(0x01, "one "));
            client.send(RawClient.frame(0x89, "ping"));
            client.send(RawClient.frame(0x80, "two"));
            RawClient.Frame pong = client.readFrame();
            assertThat(pong.opcode()).isEqualTo(0xA);
            assertThat(pong.text()).isEqualTo("ping");
            assertThat(client.readFrame().text()).isEqualTo("one two");
            client.send(RawClient.frame(0x02, "abc"));
            client.send(RawClient.frame(0x00, "def"));
            client.send(RawClient.frame(0x80, ""));
            assertThat(client.readFrame().payload()).hasSize(6);
        }
    }

    @Test
    void refusesWithTheAcceptorsAnswer() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.send(RawClient.handshake("/refuse"));
            assertThat(client.read()).satisfies(answer -> {
                assertThat(answer.status()).isEqualTo(403);
                assertThat(answer.body()).isEqualTo("No");
            });
            client.send(RawClient.handshake("/nowhere"));
            assertThat(client.read().status()).isEqualTo(404);
        }
    }

    @Test
    void refusesBrokenHandshakes() throws Exception {
        try (RawClient client = new RawClient(address)) {
            client.send(RawClient.handshake("/echo/a").replace("Version: 13", "Version: 8"));
            assertThat(client.read().status()).isEqualTo(426);
            client.send(RawClient.handshake("/echo/a").replace("Sec-WebSocket-Key", "X"));
            assertThat(client.read().status()).isEqualTo(400);
        }
    }

    @Test
    void closesOnInvalidUtf8With1007() throws Exception {
        assertClosedWith(1007, RawClient.frame(0x81, new byte[] {(byte) 0xC0, (byte) 0x80}));
    }

    @Test
    void closesOnAReservedOpcodeWith1002() throws Exception {
        assertClosedWith(1002, RawClient.frame(0x83, "x"));
    }

    @Test
    void closesOnAnUnmaskedFrameWith1002() throws Exception {
        assertClosedWith(1002, new byte[] {(byte) 0x81, 1, 'x'});
    }

    @Test
    void closesOnACompressedFrameWith1002() throws Exception {
        assertClosedWith(1002, RawClient.frame(0xC1, "x"));
    }

    @Test
    void closesOnTooLargeAFrameWith1009() throws Exception {
        assertClosedWith(1009, RawClient.frame(0x82, new byte[70_001]));
    }

    @Test
    void closesOnTooLargeAMessageInFragmentsWith1009() throws Exception {
        try (RawClient client = connect()) {
            client.send(RawClient.frame(0x02, new byte[60_000]));
            client.send(RawClient.frame(0x80, new byte[60_000]));
            assertThat(client.readFrame().closeCode()).isEqualTo(1009);
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    @Test
    void closesWith1011IfTheListenerFails() throws Exception {
        assertClosedWith(1011, RawClient.frame(0x81, "fail"));
    }

    @Test
    void tellsOfAnAbruptEndWith1006() throws Exception {
        connect().close();
        assertHeard("open", "close 1006 ");
    }

    @Test
    void answersACloseAndEndsTheConnection() throws Exception {
        try (RawClient client = connect()) {
            client.send(RawClient.frame(0x88, new byte[] {3, (byte) 0xE8}));
            assertThat(client.readFrame().closeCode()).isEqualTo(1000);
            assertThat(client.readToEnd()).isEmpty();
        }
        assertHeard("open", "close 1000 ");
    }

    @Test
    void cutsOffAPeerThatDoesNotAnswerAClose() throws Exception {
        try (RawClient client = connect()) {
            WebSocket socket = opened.get(10, TimeUnit.SECONDS);
            socket.close(WebSocket.NORMAL, "é".repeat(100));
            RawClient.Frame close = client.readFrame();
            assertThat(close.closeCode()).isEqualTo(1000);
            assertThat(close.payload()).hasSizeLessThanOrEqualTo(125);
            assertThat(client.readToEnd()).isEmpty();
            assertThat(socket.sendText(ByteBuffer.allocate(1)).toCompletableFuture())
                    .isCompletedExceptionally();
        }
    }

    @Test
    void refusesCloseCodesThatMustNotBeSent() throws Exception {
        try (RawClient client = connect()) {
            WebSocket socket = opened.get(10, TimeUnit.SECONDS);
            assertThatThrownBy(() -> socket.close(1006, "")).isInstanceOf(IllegalArgumentException.class);
            client.hangUp();
        }
    }

    @Test
    void completesASendOnceItIsWithTheOperatingSystem() throws Exception {
        try (RawClient client = connect()) {
            WebSocket socket = opened.get(10, TimeUnit.SECONDS);
            socket.sendText(ByteBuffer.wrap("a".getBytes(StandardCharsets.UTF_8)))
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            assertThat(socket.queuedBytes()).isZero();
            assertThat(client.readFrame().text()).isEqualTo("a");
        }
    }

    @Test
    void closingWhatIsClosingLeavesNoBufferBehind() throws Exception {
        try (RawClient client = connect()) {
            WebSocket socket = opened.get(10, TimeUnit.SECONDS);
            socket.close(WebSocket.NORMAL, "");
            client.readFrame();
            long before = UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
            for (int i = 0; i < 1_000; i++) {
                socket.close(WebSocket.NORMAL, "again");
            }
            assertThat(UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory())
                    .isLessThanOrEqualTo(before);
        }
    }

    @Test
    void closesAPeerThatDoesNotRead() throws Exception {
        try (RawClient client = connect()) {
            WebSocket socket = opened.get(10, TimeUnit.SECONDS);
            CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
            for (int i = 0; i < 10_000 && !last.isCompletedExceptionally(); i++) {
                last = socket.sendBinary(ByteBuffer.allocate(60_000)).toCompletableFuture();
                assertThat(socket.queuedBytes()).isLessThanOrEqualTo(1 << 20);
            }
            assertThatThrownBy(last::join).hasCauseInstanceOf(IOException.class);
            assertHeard("open", "close 1008 Does not read what is sent");
            client.hangUp();
        }
    }

    @Test
    void keepsMessagesOfManyThreadsWhole() throws Exception {
        try (RawClient client = connect()) {
            WebSocket socket = opened.get(10, TimeUnit.SECONDS);
            for (int thread = 0; thread < 8; thread++) {
                String text = String.valueOf(thread).repeat(300);
                new Thread(() -> {
                            for (int i = 0; i < 100; i++) {
                                socket.sendText(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
                            }
                        })
                        .start();
            }
            Set<String> texts = new HashSet<>();
            for (int i = 0; i < 800; i++) {
                texts.add(client.readFrame().text());
            }
            assertThat(texts).hasSize(8).allMatch(text -> text.length() == 300);
        }
    }

    @Test
    void runsTasksOnTheThreadOfTheListener() throws Exception {
        try (RawClient client = connect()) {
            WebSocket socket = opened.get(10, TimeUnit.SECONDS);
            CompletableFuture<String> thread = new CompletableFuture<>();
            socket.executor()
                    .execute(() -> thread.complete(Thread.currentThread().getName()));
            assertThat(thread.get(10, TimeUnit.SECONDS)).startsWith("voicecall-netty");
            client.hangUp();
        }
    }

    @Test
    void closesWith1001WhenTheServerCloses() throws Exception {
        try (RawClient client = connect()) {
            CompletableFuture<Void> closed =
                    CompletableFuture.runAsync(server::close, task -> new Thread(task).start());
            assertThat(client.readFrame().closeCode()).isEqualTo(1001);
            client.send(RawClient.frame(0x88, new byte[] {3, (byte) 0xE9}));
            assertThat(client.readToEnd()).isEmpty();
            closed.get(10, TimeUnit.SECONDS);
        }
        assertHeard("open", "close 1001 ");
    }

    @Test
    void pingsAQuietPeerAndThenCutsItOff() throws Exception {
        try (NettyWebServer impatient =
                NettyWebServer.builder().idleTimeout(Duration.ofMillis(100)).build()) {
            impatient.socket("/echo", handshake -> new Decision.Accept(new Echo()));
            try (RawClient client = new RawClient(impatient.start())) {
                client.send(RawClient.handshake("/echo"));
                client.readHead();
                assertThat(client.readFrame().opcode()).isEqualTo(0x9);
                assertThat(client.readToEnd()).isEmpty();
            }
        }
        assertHeard("open", "close 1006 ");
    }

    private RawClient connect() throws Exception {
        RawClient client = new RawClient(address);
        client.send(RawClient.handshake("/echo/a"));
        assertThat(client.readHead().status()).isEqualTo(101);
        opened.get(10, TimeUnit.SECONDS);
        return client;
    }

    private void assertClosedWith(int code, byte[] bad) throws Exception {
        try (RawClient client = connect()) {
            client.send(bad);
            RawClient.Frame frame = client.readFrame();
            assertThat(frame.opcode()).isEqualTo(0x8);
            assertThat(frame.closeCode()).isEqualTo(code);
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private void assertHeard(String... events) throws Exception {
        for (String event : events) {
            assertThat(next(heard)).isEqualTo(event);
        }
    }

    private static String next(BlockingQueue<String> queue) throws InterruptedException {
        return String.valueOf(queue.poll(10, TimeUnit.SECONDS));
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private WebSocketClient client(BlockingQueue<String> events) {
        return new WebSocketClient(URI.create("ws://127.0.0.1:" + address.getPort() + "/echo/a")) {
            @Override
            public void onOpen(ServerHandshake handshake) {}

            @Override
            public void onMessage(String message) {
                events.add(message);
            }

            @Override
            public void onMessage(ByteBuffer message) {
                events.add(message.remaining() + " bytes");
            }

            @Override
            public void onClose(int code, String reason, boolean remote) {
                events.add("closed " + code);
            }

            @Override
            public void onError(Exception e) {
                events.add("error " + e);
            }
        };
    }
}
