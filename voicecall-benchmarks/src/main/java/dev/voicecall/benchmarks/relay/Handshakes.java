package dev.voicecall.benchmarks.relay;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What comes before a WebSocket, all of it blocking. */
final class Handshakes {
    private static final Pattern STREAM = Pattern.compile("<Stream[^>]* url=\"([^\"]*)\"");
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Handshakes() {}

    /** Announces a call, as Twilio does. @return where its media stream is to go */
    static URI streamOf(URI webhook, String callSid) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(
                webhook,
                Map.of(
                        "CallSid", callSid,
                        "AccountSid", "AC00000000000000000000000000000000",
                        "From", "+14155550100",
                        "To", "+14155550199",
                        "Direction", "inbound",
                        "CallStatus", "ringing"));
        Matcher stream = STREAM.matcher(answer.body());
        if (!stream.find()) {
            throw new IOException("The relay answered a call with " + answer.statusCode() + " " + answer.body());
        }
        return URI.create(stream.group(1));
    }

    /** Tells that a call has ended, as Twilio does. */
    static void end(URI status, String callSid) throws IOException, InterruptedException {
        post(status, Map.of("CallSid", callSid, "CallStatus", "completed", "Direction", "inbound"));
    }

    private static HttpResponse<String> post(URI to, Map<String, String> form)
            throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return HTTP.send(
                HttpRequest.newBuilder(to)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    static SocketChannel connect(URI stream) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(stream.getHost(), stream.getPort()));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        send(
                channel,
                "GET " + stream.getPath() + " HTTP/1.1\r\nHost: " + stream.getAuthority()
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        String answer = head(channel);
        if (!answer.startsWith("HTTP/1.1 101")) {
            throw new IOException("The relay answered a handshake with " + answer);
        }
        return channel;
    }

    static void accept(SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        String key = head(channel).replaceAll("(?si).*sec-websocket-key: *([^\r]*)\r.*", "$1");
        send(
                channel,
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                        + accepted(key) + "\r\n\r\n");
    }

    private static String accepted(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has SHA-1, but this one hasn't.", e);
        }
    }

    private static void send(SocketChannel channel, String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Byte by byte, so that nothing of what follows is taken. */
    private static String head(SocketChannel channel) throws IOException {
        StringBuilder head = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            if (channel.read(one.clear()) < 0) {
                throw new EOFException("The connection ended in the handshake.");
            }
            head.append((char) one.get(0));
        }
        return head.toString();
    }
}
