package dev.voicecall.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketAcceptor.Decision;
import dev.voicecall.spi.WebSocketClient;
import dev.voicecall.spi.WebSocketListener;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("connections are closed with any server that runs when they are opened")
final class NettyWebSocketClientTest extends WebSocketClientContract {
    @Override
    WebSocketClient create() {
        return new NettyWebSocketClient();
    }

    @Override
    int tooBigOnTheWire() {
        return 1009;
    }

    @Override
    boolean saysWhatWasWrong() {
        return true;
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(WebSocketClient.system()).isInstanceOf(NettyWebSocketClient.class);
    }

    @Test
    void staysOnTheThreadOfTheServerThatOpensIt() throws Exception {
        Relay relay = new Relay();
        try (OtherServer upstream = OtherServer.running();
                NettyWebServer server = relay.serve("ws://127.0.0.1:" + upstream.getPort());
                RawClient client = new RawClient(server.start())) {
            client.send(RawClient.handshake("/relay"));
            client.readHead();
            client.send(RawClient.frame(0x81, "x"));
            assertThat(client.readFrame().text()).isEqualTo("x");
            List<Thread> threads = relay.threads();
            assertThat(threads).hasSizeGreaterThanOrEqualTo(3).containsOnly(threads.get(0));
        }
    }

    @Test
    void closesWithTheServerThatOpensIt() throws Exception {
        Relay relay = new Relay();
        try (OtherServer upstream = OtherServer.running();
                NettyWebServer server = relay.serve("ws://127.0.0.1:" + upstream.getPort());
                RawClient client = new RawClient(server.start())) {
            client.send(RawClient.handshake("/relay"));
            client.readHead();
            client.send(RawClient.frame(0x81, "x"));
            client.readFrame();
            CompletableFuture<Void> closed =
                    CompletableFuture.runAsync(server::close, task -> new Thread(task).start());
            assertThat(client.readFrame().closeCode()).isEqualTo(1001);
            client.send(RawClient.frame(0x88, new byte[] {3, (byte) 0xE9}));
            relay.upstream.assertHeard("x", "close 1001 ");
            closed.get(10, TimeUnit.SECONDS);
            for (Thread thread : relay.threads()) {
                thread.join(10_000);
                assertThat(thread.isAlive()).isFalse();
            }
        }
    }

    @Test
    void aServerThatIsClosedTwiceTakesNobodysThreads() throws Exception {
        NettyWebServer server = NettyWebServer.on("127.0.0.1", 0);
        server.start();
        server.close();
        server.close();
        try (OtherServer upstream = OtherServer.running()) {
            create().connect(URI.create("ws://127.0.0.1:" + upstream.getPort()), Map.of(), new Ear())
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS)
                    .close(WebSocket.NORMAL, "");
        }
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        try (OtherServer upstream = OtherServer.running()) {
            URI address = URI.create("ws://127.0.0.1:" + upstream.getPort());
            CompletableFuture<Thread> thread = new CompletableFuture<>();
            WebSocket socket = create().connect(address, Map.of(), new Ear() {
                        @Override
                        public void onOpen(WebSocket socket) {
                            thread.complete(Thread.currentThread());
                        }
                    })
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            assertThat(thread.join().isDaemon()).isTrue();
            assertThat(thread.join().isAlive()).isTrue();
            socket.close(WebSocket.NORMAL, "");
            thread.join().join(10_000);
            assertThat(thread.join().isAlive()).isFalse();
        }
    }

    /** Passes on what comes, and notes on which threads. */
    private static final class Relay {
        private final BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        private final Ear upstream = new Ear();

        List<Thread> threads() {
            return List.copyOf(threads);
        }

        NettyWebServer serve(String to) {
            NettyWebServer server = NettyWebServer.builder().ioThreads(4).build();
            server.socket(
                    "/relay",
                    handshake -> new Decision.Accept(new WebSocketListener() {
                        private final CompletableFuture<WebSocket> other = new CompletableFuture<>();

                        @Override
                        public void onOpen(WebSocket socket) {
                            threads.add(Thread.currentThread());
                            new NettyWebSocketClient()
                                    .connect(URI.create(to), Map.of(), back(socket))
                                    .thenAccept(other::complete);
                        }

                        @Override
                        public void onText(WebSocket socket, ByteBuffer utf8) {
                            byte[] message = new byte[utf8.remaining()];
                            utf8.get(message);
                            other.thenAccept(open -> open.sendText(ByteBuffer.wrap(message)));
                        }
                    }));
            return server;
        }

        private WebSocketListener back(WebSocket to) {
            return new WebSocketListener() {
                @Override
                public void onOpen(WebSocket socket) {
                    threads.add(Thread.currentThread());
                }

                @Override
                public void onText(WebSocket socket, ByteBuffer utf8) {
                    threads.add(Thread.currentThread());
                    to.sendText(utf8);
                    upstream.onText(socket, utf8);
                }

                @Override
                public void onClose(WebSocket socket, int code, String reason) {
                    upstream.onClose(socket, code, reason);
                }
            };
        }
    }
}
