package dev.voicecall.testkit.openai;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The answer to one request: all at once, or in pieces. Used by one thread. */
final class Reply {
    private final Socket socket;
    private final OutputStream out;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private int status;
    private long bodyBytes;
    private boolean complete;

    Reply(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
    }

    void header(String name, String value) {
        headers.put(name, value);
    }

    /** Answers with a whole body. */
    void send(int code, String contentType, String body) throws IOException {
        send(code, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Answers with a whole body. */
    void send(int code, String contentType, byte[] body) throws IOException {
        header("Content-Length", String.valueOf(body.length));
        byte[] head = head(code, contentType);
        byte[] all = new byte[head.length + body.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        out.write(all);
        bodyBytes = body.length;
        complete = true;
    }

    /** Begins an answer in pieces. */
    void begin(int code, String contentType) throws IOException {
        header("Transfer-Encoding", "chunked");
        out.write(head(code, contentType));
    }

    /** The next piece. */
    void write(byte[] piece) throws IOException {
        if (piece.length == 0) {
            return;
        }
        byte[] size = (Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] chunk = new byte[size.length + piece.length + 2];
        System.arraycopy(size, 0, chunk, 0, size.length);
        System.arraycopy(piece, 0, chunk, size.length, piece.length);
        chunk[chunk.length - 2] = '\r';
        chunk[chunk.length - 1] = '\n';
        out.write(chunk);
        bodyBytes += piece.length;
    }

    /** Ends an answer in pieces. */
    void end() throws IOException {
        out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        complete = true;
    }

    /** Breaks the connection off as a server that dies does: what is under way is lost. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** What it was answered with; 0 if with nothing. */
    int status() {
        return status;
    }

    /** The bytes of the body that were given away so far. */
    long bodyBytes() {
        return bodyBytes;
    }

    /** Whether all of the answer was given away. */
    boolean complete() {
        return complete;
    }

    private byte[] head(int code, String contentType) {
        status = code;
        StringBuilder head = new StringBuilder("HTTP/1.1 " + code + " " + reason(code) + "\r\n");
        head.append("Content-Type: ").append(contentType).append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String reason(int code) {
        return switch (code) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 413 -> "Payload Too Large";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            default -> "Status " + code;
        };
    }
}
