package dev.voicecall.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketAcceptor.Decision;
import dev.voicecall.spi.WebSocketClient;
import dev.voicecall.spi.WebSocketListener;
import dev.voicecall.spi.WebSocketRefusedException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link WebSocketClient} must show: with a server of ours, with another implementation, and with raw sockets. */
@Tag("socket")
abstract class WebSocketClientContract {
    private static final String SECRET = "Bearer sk-secret";

    private final Ear ear = new Ear();
    private RawPeer peer;

    /** A client that trusts what the JVM does by default now. */
    abstract WebSocketClient create();

    /** The code that the server gets where the listener is told of 1009. */
    abstract int tooBigOnTheWire();

    /** Whether a server that breaks the rules is told how; else the connection just ends. */
    abstract boolean saysWhatWasWrong();

    @BeforeEach
    void listen() throws IOException {
        peer = new RawPeer();
    }

    @AfterEach
    void close() throws IOException {
        peer.close();
    }

    @Test
    void sendsTheHeadersOfTheHandshake() throws Exception {
        CompletableFuture<WebSocket> opening = begin("/v1/realtime?model=gpt-realtime", ear);
        String request = peer.open();
        opening.get(10, TimeUnit.SECONDS);
        assertThat(request)
                .startsWith("GET /v1/realtime?model=gpt-realtime HTTP/1.1\r\n")
                .containsIgnoringCase("\r\nAuthorization: " + SECRET + "\r\n")
                .containsIgnoringCase("\r\nHost: 127.0.0.1:" + peer.port() + "\r\n")
                .doesNotContainIgnoringCase("\r\nOrigin:")
                .doesNotContainIgnoringCase("\r\nSec-WebSocket-Extensions:");
    }

    @Test
    void opensBeforeAMessageThatCameWithTheHandshake() throws Exception {
        CompletableFuture<WebSocket> opening = begin("/", ear);
        peer.open(RawPeer.frame(0x81, "early"));
        opening.get(10, TimeUnit.SECONDS);
        ear.assertHeard("open", "early");
    }

    @Test
    void theListenerHearsOfTheConnectionFirst() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        CompletableFuture<WebSocket> opening = begin("/", new Ear() {
            @Override
            public void onOpen(WebSocket socket) {
                told.countDown();
            }
        });
        CompletableFuture<Long> left = opening.thenApply(socket -> told.getCount());
        peer.open();
        assertThat(left.get(10, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void joinsFragmentsAroundAPing() throws Exception {
        open();
        peer.send(RawPeer.frame(0x01, "one "));
        peer.send(RawPeer.frame(0x89, "ping"));
        peer.send(RawPeer.frame(0x80, "zwölf"));
        RawClient.Frame pong = peer.readFrame();
        assertThat(pong.opcode()).isEqualTo(0xA);
        assertThat(pong.text()).isEqualTo("ping");
        peer.send(RawPeer.frame(0x02, "abc"));
        peer.send(RawPeer.frame(0x00, "def"));
        peer.send(RawPeer.frame(0x80, ""));
        ear.assertHeard("one zwölf", "6 bytes");
    }

    @Test
    void sendsTextAndBinaryMessagesOfAnySize() throws Exception {
        WebSocket socket = open();
        socket.sendText(utf8("Grüß dich"));
        ByteBuffer data = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}, 1, 2);
        socket.sendBinary(data);
        socket.sendText(utf8("x".repeat(300))).toCompletableFuture().get(10, TimeUnit.SECONDS);
        socket.sendBinary(ByteBuffer.allocate(1 << 20));
        assertThat(peer.readFrame().text()).isEqualTo("Grüß dich");
        RawClient.Frame binary = peer.readFrame();
        assertThat(binary.opcode()).isEqualTo(2);
        assertThat(binary.payload()).containsExactly(2, 3);
        assertThat(data.position()).isEqualTo(1);
        assertThat(peer.readFrame().text()).hasSize(300);
        int bytes = 0;
        while (bytes < 1 << 20) {
            bytes += peer.readFrame().payload().length;
        }
        assertThat(bytes).isEqualTo(1 << 20);
    }

    @Test
    void hearsMessagesUpToItsBound() throws Exception {
        open();
        peer.send(RawPeer.frame(0x81, "x".repeat(1 << 20)));
        ear.assertHeard((1 << 20) + " characters");
    }

    @Test
    void closesOnTooLargeAMessage() throws Exception {
        open();
        peer.send(RawPeer.frame(0x02, new byte[600_000]));
        peer.send(RawPeer.frame(0x80, new byte[600_000]));
        assertThat(peer.readFrame().closeCode()).isEqualTo(tooBigOnTheWire());
        peer.close();
        ear.assertHeard("close 1009 Message too big");
    }

    @Test
    void closesOnWhatIsNotUtf8() throws Exception {
        open();
        peer.send(RawPeer.frame(0x81, new byte[] {(byte) 0xC0, (byte) 0x80}));
        assertViolation(1007);
    }

    @Test
    void closesOnAReservedOpcode() throws Exception {
        open();
        peer.send(RawPeer.frame(0x83, "x"));
        assertViolation(1002);
    }

    @Test
    void closesOnAMaskedFrame() throws Exception {
        open();
        peer.send(RawClient.frame(0x81, "x"));
        assertViolation(1002);
    }

    private void assertViolation(int code) throws Exception {
        if (saysWhatWasWrong()) {
            assertThat(peer.readFrame().closeCode()).isEqualTo(code);
        }
        peer.readToEnd();
        peer.close();
        ear.assertHeardCode(saysWhatWasWrong() ? code : 1002);
    }

    @Test
    void closesWith1011IfTheListenerFails() throws Exception {
        open();
        peer.send(RawPeer.frame(0x81, "fail"));
        assertThat(peer.readFrame().closeCode()).isEqualTo(1011);
        peer.close();
        ear.assertHeard("fail", "close 1011 Internal error");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 429, 500, 503})
    void tellsHowItWasRefused(int status) throws Exception {
        CompletableFuture<WebSocket> opening = begin("/", ear);
        peer.accept();
        String body = "{\n \"error\": {\"message\": \"No\"}}" + "x".repeat(3_000);
        peer.send(("HTTP/1.1 " + status + " No\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> opening.get(10, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(WebSocketRefusedException.class, refused -> assertThat(refused.status())
                        .isEqualTo(status))
                .hasMessageStartingWith("127.0.0.1 refused a WebSocket connection with status " + status
                        + ": { \"error\": {\"message\": \"No\"}}xxx")
                .hasMessageNotContaining("secret");
        ear.assertHeardNothingMore();
    }

    @Test
    void takesNoAnswerThatProvesNothing() throws Exception {
        CompletableFuture<WebSocket> opening = begin("/", ear);
        peer.accept();
        peer.send("HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n"
                .getBytes(StandardCharsets.UTF_8));
        assertNoConnection(opening);
    }

    @Test
    void tellsIfNobodyListens() throws Exception {
        peer.close();
        assertNoConnection(begin("/", ear));
    }

    @Test
    void tellsIfThereIsNoSuchHost() {
        assertNoConnection(create().connect(URI.create("ws://nowhere.invalid/"), Map.of(), ear)
                .toCompletableFuture());
    }

    @Test
    void tellsIfTheServerHangsUpInTheHandshake() throws Exception {
        CompletableFuture<WebSocket> opening = begin("/", ear);
        peer.accept();
        peer.reset();
        assertNoConnection(opening);
    }

    @Test
    void refusesHeadersThatHttpDoesNotAllowWithoutTellingThem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> create().connect(address("/"), Map.of("Authorization", SECRET + "\n"), ear))
                .withMessageNotContaining("secret");
    }

    @Test
    void refusesAddressesOfAnotherKind() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> create().connect(URI.create("https://127.0.0.1/"), Map.of(), ear));
        assertThatIllegalArgumentException().isThrownBy(() -> create().connect(URI.create("ws:/path"), Map.of(), ear));
    }

    @Test
    void answersTheServersClose() throws Exception {
        open();
        peer.send(RawPeer.close(4000, "because"));
        assertThat(peer.readFrame().closeCode()).isEqualTo(4000);
        ear.assertHeard("close 4000 because");
    }

    @Test
    void tellsOfACloseWithoutACode() throws Exception {
        open();
        peer.send(RawPeer.frame(0x88, ""));
        ear.assertHeard("close 1005 ");
    }

    @Test
    void closesAfterWhatIsQueued() throws Exception {
        WebSocket socket = open();
        IntStream.range(0, 100).forEach(i -> socket.sendText(utf8(String.valueOf(i))));
        socket.close(4001, "é".repeat(100));
        assertThat(socket.sendText(utf8("late")).toCompletableFuture()).isCompletedExceptionally();
        for (int i = 0; i < 100; i++) {
            assertThat(peer.readFrame().text()).isEqualTo(String.valueOf(i));
        }
        RawClient.Frame close = peer.readFrame();
        assertThat(close.closeCode()).isEqualTo(4001);
        assertThat(close.payload()).hasSizeLessThanOrEqualTo(125);
        peer.send(RawPeer.close(4001, ""));
        ear.assertHeard("close 4001 " + "é".repeat(100));
        assertThat(peer.readToEnd()).isEmpty();
    }

    @Test
    void cutsOffAServerThatDoesNotAnswerAClose() throws Exception {
        WebSocket socket = open();
        socket.close(WebSocket.NORMAL, "");
        assertThat(peer.readFrame().closeCode()).isEqualTo(1000);
        ear.assertHeard("close 1000 ");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 2999})
    void refusesCloseCodesThatMustNotBeSent(int code) throws Exception {
        WebSocket socket = open();
        assertThatIllegalArgumentException().isThrownBy(() -> socket.close(code, ""));
    }

    @Test
    void tellsOfAResetWith1006() throws Exception {
        open();
        peer.reset();
        ear.assertHeard("close 1006 ");
    }

    @Test
    void tellsOfAServerThatJustHangsUpWith1006() throws Exception {
        open();
        peer.shutDownOutput();
        ear.assertHeard("close 1006 ");
    }

    @Test
    void keepsManyMessagesInOrder() throws Exception {
        WebSocket socket = open();
        CompletableFuture<Void> last = new CompletableFuture<>();
        for (int i = 0; i < 10_000; i++) {
            last = socket.sendText(utf8(String.valueOf(i))).toCompletableFuture();
        }
        for (int i = 0; i < 10_000; i++) {
            assertThat(peer.readFrame().text()).isEqualTo(String.valueOf(i));
        }
        last.get(10, TimeUnit.SECONDS);
        assertThat(socket.queuedBytes()).isZero();
    }

    @Test
    void closesAServerThatDoesNotRead() throws Exception {
        WebSocket socket = open();
        CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
        for (int i = 0; i < 10_000 && !last.isCompletedExceptionally(); i++) {
            last = socket.sendBinary(ByteBuffer.allocate(60_000)).toCompletableFuture();
            assertThat(socket.queuedBytes()).isLessThanOrEqualTo(1 << 20);
        }
        assertThatThrownBy(last::join).hasCauseInstanceOf(IOException.class);
        ear.assertHeard("close 1008 Does not read what is sent");
    }

    @Test
    void runsTasksOneAtATimeWithTheListener() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(2_000);
        Runnable visit = () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            inside.decrementAndGet();
            done.countDown();
        };
        CompletableFuture<WebSocket> opening = begin("/", (socket, utf8) -> visit.run());
        peer.open();
        WebSocket socket = opening.get(10, TimeUnit.SECONDS);
        for (int i = 0; i < 1_000; i++) {
            peer.send(RawPeer.frame(0x81, "x"));
            socket.executor().execute(visit);
        }
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(most).hasValue(1);
    }

    @Test
    void talksToOurServer() throws Exception {
        try (NettyWebServer server = NettyWebServer.on("127.0.0.1", 0)) {
            server.socket(
                    "/echo",
                    handshake -> new Decision.Accept(new WebSocketListener() {
                        @Override
                        public void onText(WebSocket socket, ByteBuffer utf8) {
                            socket.sendText(utf8);
                        }

                        @Override
                        public void onBinary(WebSocket socket, ByteBuffer data) {
                            socket.sendBinary(data);
                        }
                    }));
            server.socket("/no", handshake -> new Decision.Refuse(HttpResponse.of(401, "text/plain", "Who?")));
            URI web = server.start();
            WebSocket socket = create().connect(URI.create("ws://" + web.getAuthority() + "/echo"), Map.of(), ear)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            socket.sendText(utf8("Grüß dich"));
            socket.sendBinary(ByteBuffer.allocate(700_000));
            ear.assertHeard("open", "Grüß dich", "700000 bytes");
            socket.close(WebSocket.NORMAL, "bye");
            ear.assertHeard("close 1000 bye");
            assertThatThrownBy(() -> create().connect(URI.create("ws://" + web.getAuthority() + "/no"), Map.of(), ear)
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(WebSocketRefusedException.class)
                    .hasMessageEndingWith("status 401: Who?");
        }
    }

    @Test
    void talksToAnotherImplementation() throws Exception {
        try (OtherServer server = OtherServer.running()) {
            WebSocket socket = create().connect(URI.create("ws://127.0.0.1:" + server.getPort()), Map.of(), ear)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            socket.sendText(utf8("Grüß dich"));
            socket.sendBinary(ByteBuffer.allocate(700_000));
            socket.sendText(utf8("close"));
            ear.assertHeard("open", "Grüß dich", "700000 bytes", "close 4002 as asked");
        }
    }

    @Test
    void talksInSecretToWhomItTrusts() throws Exception {
        try (Certificate certificate = Certificate.trustedByDefault();
                RawPeer secure = new RawPeer(certificate.listen())) {
            CompletableFuture<WebSocket> opening = create().connect(
                            URI.create("wss://127.0.0.1:" + secure.port() + "/"), Map.of(), ear)
                    .toCompletableFuture();
            secure.open();
            opening.get(10, TimeUnit.SECONDS).sendText(utf8("secret"));
            assertThat(secure.readFrame().text()).isEqualTo("secret");
            secure.send(RawPeer.frame(0x81, "so is this"));
            ear.assertHeard("open", "so is this");
        }
    }

    @Test
    void doesNotTalkToAnotherThanWasAskedFor() throws Exception {
        try (Certificate certificate = Certificate.trustedByDefault();
                ServerSocket secure = certificate.listen()) {
            CompletableFuture<?> server = CompletableFuture.runAsync(() -> handshake(secure));
            assertNoConnection(
                    create().connect(URI.create("wss://localhost:" + secure.getLocalPort() + "/"), Map.of(), ear)
                            .toCompletableFuture());
            server.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void doesNotTalkToWhomItDoesNotTrust() throws Exception {
        try (Certificate certificate = Certificate.unknown();
                ServerSocket secure = certificate.listen()) {
            CompletableFuture<?> server = CompletableFuture.runAsync(() -> handshake(secure));
            assertNoConnection(
                    create().connect(URI.create("wss://127.0.0.1:" + secure.getLocalPort() + "/"), Map.of(), ear)
                            .toCompletableFuture());
            server.get(10, TimeUnit.SECONDS);
        }
    }

    private static void handshake(ServerSocket listening) {
        try (RawPeer peer = new RawPeer(listening)) {
            assertThatThrownBy(peer::accept).isInstanceOf(IOException.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private WebSocket open() throws Exception {
        CompletableFuture<WebSocket> opening = begin("/", ear);
        peer.open();
        ear.assertHeard("open");
        return opening.get(10, TimeUnit.SECONDS);
    }

    private CompletableFuture<WebSocket> begin(String target, WebSocketListener listener) {
        return create().connect(address(target), Map.of("Authorization", SECRET), listener)
                .toCompletableFuture();
    }

    private URI address(String target) {
        return URI.create("ws://127.0.0.1:" + peer.port() + target);
    }

    private void assertNoConnection(CompletableFuture<WebSocket> opening) {
        assertThatThrownBy(() -> opening.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Can't connect to ")
                .hasMessageNotContaining("secret");
        ear.assertHeardNothingMore();
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
