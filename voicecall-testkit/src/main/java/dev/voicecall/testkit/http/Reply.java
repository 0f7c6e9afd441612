package dev.voicecall.testkit.http;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer to one request: all at once, or in pieces. It may go wrong in the middle. Used by one thread. */
public final class Reply {
    private final Socket socket;
    private final OutputStream out;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable Fault fault;
    private int status;
    private int pieces;
    private long bodyBytes;
    private boolean complete;
    private boolean broken;

    Reply(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
    }

    /** Lets an answer go wrong in the middle. */
    public interface Fault {
        /** After how many pieces; a whole body has two. */
        int pieces();

        /** Breaks off; returns if the answer is to go on. */
        void strike(Reply reply) throws IOException, InterruptedException;
    }

    /** The rest of an answer is not given away. */
    private static final class Broken extends IOException {
        private static final long serialVersionUID = 1L;

        Broken(String why) {
            super("The answer was broken off: " + why);
        }
    }

    /** Lets it go wrong in the middle. */
    public void goWrong(Fault how) {
        this.fault = how;
    }

    /** Adds a header. */
    public void header(String name, String value) {
        headers.put(name, value);
    }

    /** Answers with a whole body. */
    public void send(int code, String contentType, String body) throws IOException, InterruptedException {
        send(code, contentType, utf8(body));
    }

    /** Answers with a whole body. */
    public void send(int code, String contentType, byte[] body) throws IOException, InterruptedException {
        Fault wrong = fault;
        if (wrong == null) {
            sendAll(code, contentType, body);
            return;
        }
        header("Content-Length", String.valueOf(body.length));
        out.write(head(code, contentType));
        out.write(Arrays.copyOf(body, body.length / 2));
        bodyBytes = body.length / 2;
        wrong.strike(this);
    }

    /** Answers with a whole body, whatever is to go wrong. */
    public void sendAll(int code, String contentType, byte[] body) throws IOException {
        header("Content-Length", String.valueOf(body.length));
        byte[] head = head(code, contentType);
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        out.write(all);
        bodyBytes = body.length;
        complete = true;
    }

    /** Begins an answer in pieces. */
    public void begin(int code, String contentType) throws IOException {
        header("Transfer-Encoding", "chunked");
        out.write(head(code, contentType));
    }

    /** The next piece. */
    public void write(byte[] piece) throws IOException, InterruptedException {
        Fault wrong = fault;
        if (wrong != null && pieces == wrong.pieces()) {
            wrong.strike(this);
        }
        pieces++;
        chunk(piece);
    }

    /** From now on it is broken off; to be thrown when nothing more is to happen. */
    public IOException brokenOff(String why) {
        broken = true;
        return new Broken(why);
    }

    /** Ends an answer in pieces that has gone wrong. */
    public void endBroken(byte[] last, String why) throws IOException {
        chunk(last);
        out.write(utf8("0\r\n\r\n"));
        throw brokenOff(why);
    }

    /** Sends a piece, whatever is to go wrong. */
    public void chunk(byte[] piece) throws IOException {
        if (piece.length == 0) {
            return;
        }
        byte[] size = utf8(Integer.toHexString(piece.length) + "\r\n");
        byte[] chunk = Arrays.copyOf(size, size.length + piece.length + 2);
        System.arraycopy(piece, 0, chunk, size.length, piece.length);
        chunk[chunk.length - 2] = '\r';
        chunk[chunk.length - 1] = '\n';
        out.write(chunk);
        bodyBytes += piece.length;
    }

    /** Ends an answer in pieces. */
    public void end() throws IOException {
        out.write(utf8("0\r\n\r\n"));
        complete = true;
    }

    /** Resets the connection, as a server that dies does. */
    public void reset() throws IOException {
        broken = true;
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** With which status it was answered; 0 if it was not yet. */
    public int status() {
        return status;
    }

    /** How much of the body was given away. */
    public long bodyBytes() {
        return bodyBytes;
    }

    /** Whether all of it was given away. */
    public boolean isComplete() {
        return complete;
    }

    /** Whether a fault broke it off. */
    public boolean isBroken() {
        return broken;
    }

    private byte[] head(int code, String contentType) {
        status = code;
        StringBuilder head = new StringBuilder("HTTP/1.1 " + code + " " + reason(code) + "\r\n");
        head.append("Content-Type: ").append(contentType).append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return utf8(head.append("\r\n").toString());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String reason(int code) {
        return switch (code) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 413 -> "Content Too Large";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            default -> "Refused";
        };
    }
}
