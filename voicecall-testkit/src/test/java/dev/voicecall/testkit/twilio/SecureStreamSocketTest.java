package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The WebSockets of streams with TLS, against the JDK's. */
@Tag("socket")
class SecureStreamSocketTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @TempDir
    Path folder;

    private RawServer server;
    private SSLContext trusting;

    @BeforeEach
    void start() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(certificate())) {
            keys.load(file, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        trusting = SSLContext.getInstance("TLS");
        trusting.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        ServerSocket socket =
                trusting.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        server = new RawServer(socket);
    }

    /** A key with a certificate for 127.0.0.1, made by the JDK's tool. */
    private Path certificate() throws IOException, InterruptedException {
        Path file = folder.resolve("keys.p12");
        Process tool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(tool.waitFor()).as(said).isZero();
        return file;
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private final class Noting implements StreamSocket.Listener {
        @Override
        public void onOpen() {
            heard.add("open");
        }

        @Override
        public void onText(String message) {
            heard.add(message);
        }

        @Override
        public void onBinary() {
            heard.add("binary");
        }

        @Override
        public void onTooSlow() {
            heard.add("too slow");
        }

        @Override
        public void onClosed(Problem why) {
            heard.add("closed " + why.code());
        }
    }

    private String next() throws InterruptedException {
        return heard.poll(10, TimeUnit.SECONDS);
    }

    private StreamSocket connect(TcpSockets sockets) {
        return sockets.connect(
                URI.create("wss://127.0.0.1:" + server.port() + "/stream"),
                Map.of("x-twilio-signature", "s"),
                new Noting());
    }

    @Test
    void talksInBothDirections() throws Exception {
        try (TcpSockets sockets = new TcpSockets(trusting)) {
            StreamSocket socket = connect(sockets);
            server.upgrade();
            assertThat(next()).isEqualTo("open");
            socket.send(List.of("one".getBytes(StandardCharsets.UTF_8), "two".getBytes(StandardCharsets.UTF_8)));
            assertThat(server.readOnce()).containsExactly("one", "two");
            server.send(new byte[] {(byte) 0x81, 2, 'h', 'i'});
            assertThat(next()).isEqualTo("hi");
            socket.close();
            assertThat(next()).isEqualTo("closed 31921");
        }
    }

    @Test
    void takesLongMessagesInPieces() throws Exception {
        try (TcpSockets sockets = new TcpSockets(trusting)) {
            StreamSocket socket = connect(sockets);
            server.upgrade();
            assertThat(next()).isEqualTo("open");
            String text = "x".repeat(60_000);
            byte[] frame = new byte[60_004];
            frame[0] = (byte) 0x81;
            frame[1] = 126;
            frame[2] = (byte) (60_000 >> 8);
            frame[3] = (byte) 60_000;
            System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, frame, 4, 60_000);
            server.send(frame);
            server.send(frame);
            assertThat(next()).isEqualTo(text);
            assertThat(next()).isEqualTo(text);
            socket.abort();
        }
    }

    @Test
    void dropsWhatIsNotReadForTooLong() throws Exception {
        try (TcpSockets sockets = new TcpSockets(trusting)) {
            StreamSocket socket = connect(sockets);
            server.upgrade();
            assertThat(next()).isEqualTo("open");
            byte[] message = "x".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 10_000 && heard.isEmpty(); i++) {
                socket.send(List.of(message));
            }
            assertThat(next()).isEqualTo("too slow");
        }
    }

    @Test
    void refusesACertificateThatNobodyVouchesFor() throws Exception {
        try (TcpSockets sockets = new TcpSockets(SSLContext.getDefault())) {
            connect(sockets);
            assertThatThrownBy(server::accept).isInstanceOf(IOException.class);
            assertThat(next()).isEqualTo("closed 31910");
        }
    }
}
