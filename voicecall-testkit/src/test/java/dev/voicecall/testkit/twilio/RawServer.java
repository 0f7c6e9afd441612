package dev.voicecall.testkit.twilio;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** A WebSocket server of one connection, byte by byte, good or bad. No read takes longer than 10 s. */
final class RawServer implements Closeable {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket server;
    private Socket socket = new Socket();

    RawServer(ServerSocket server) throws IOException {
        this.server = server;
        server.setSoTimeout(10_000);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Takes the connection, and returns the lines of the handshake. */
    List<String> accept() throws IOException {
        socket = server.accept();
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            head.append((char) in().read());
        }
        return List.of(head.toString().split("\r\n"));
    }

    /** Takes the connection and upgrades it. */
    void upgrade() throws IOException {
        String key = accept().stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElseThrow();
        send(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                        + accept(key) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** The messages in what one read brings. */
    List<String> readOnce() throws IOException {
        byte[] bytes = new byte[65_536];
        int count = in().read(bytes);
        List<String> messages = new ArrayList<>();
        for (int at = 0; at < count; ) {
            int length = bytes[at + 1] & 0x7f;
            int mask = at + 2;
            if (length == 126) {
                length = (bytes[at + 2] & 0xff) << 8 | bytes[at + 3] & 0xff;
                mask = at + 4;
            }
            byte[] payload = new byte[length];
            for (int i = 0; i < length; i++) {
                payload[i] = (byte) (bytes[mask + 4 + i] ^ bytes[mask + i % 4]);
            }
            messages.add(new String(payload, StandardCharsets.UTF_8));
            at = mask + 4 + length;
        }
        return messages;
    }

    /** Whether the other end closes, after whatever it still sends. */
    boolean ends() throws IOException {
        byte[] bytes = new byte[65_536];
        int count = 0;
        while (count >= 0) {
            count = in().read(bytes);
        }
        return true;
    }

    private InputStream in() throws IOException {
        return socket.getInputStream();
    }

    void closeConnection() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        server.close();
    }
}
