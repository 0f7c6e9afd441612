package dev.voicecall.testkit.openai;

import dev.voicecall.testkit.openai.OpenAiFault.Kind;
import dev.voicecall.testkit.openai.OpenAiRequest.Ending;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The answer to one request: all at once, or in pieces. It may go wrong in the middle. Used by one thread. */
final class Reply {
    private static final byte[] NO_JSON = utf8("data: {\"id\":\"chatcmpl-\n\n");

    private final Socket socket;
    private final OutputStream out;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable OpenAiFault fault;
    private @Nullable Tempo tempo;
    private int status;
    private int pieces;
    private long bodyBytes;
    private Ending ending = Ending.ABANDONED;

    Reply(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
    }

    /** The rest of an answer is not given away, because a fault wants it so. */
    static final class Broken extends IOException {
        private static final long serialVersionUID = 1L;

        Broken(Kind kind) {
            super("The answer was broken off by the fault " + kind + ".");
        }
    }

    /** Lets it go wrong in the middle. */
    void goWrong(OpenAiFault how, Tempo time) {
        this.fault = how;
        this.tempo = time;
    }

    void header(String name, String value) {
        headers.put(name, value);
    }

    /** Answers with an error. */
    void send(ApiError error) throws IOException {
        sendAll(error.status(), "application/json", utf8(error.body().toPrettyString()));
    }

    /** Answers with a whole body. */
    void send(int code, String contentType, String body) throws IOException, InterruptedException {
        send(code, contentType, utf8(body));
    }

    /** Answers with a whole body. */
    void send(int code, String contentType, byte[] body) throws IOException, InterruptedException {
        OpenAiFault wrong = fault;
        if (wrong == null) {
            sendAll(code, contentType, body);
            return;
        }
        header("Content-Length", String.valueOf(body.length));
        out.write(head(code, contentType));
        out.write(Arrays.copyOf(body, body.length / 2));
        bodyBytes = body.length / 2;
        breakOff(wrong);
    }

    private void sendAll(int code, String contentType, byte[] body) throws IOException {
        header("Content-Length", String.valueOf(body.length));
        byte[] head = head(code, contentType);
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        out.write(all);
        bodyBytes = body.length;
        ending = Ending.COMPLETE;
    }

    /** Begins an answer in pieces. */
    void begin(int code, String contentType) throws IOException {
        header("Transfer-Encoding", "chunked");
        out.write(head(code, contentType));
    }

    /** The next piece. */
    void write(byte[] piece) throws IOException, InterruptedException {
        OpenAiFault wrong = fault;
        if (wrong != null && pieces == wrong.pieces()) {
            breakOff(wrong);
        }
        pieces++;
        chunk(piece);
    }

    private void breakOff(OpenAiFault wrong) throws IOException, InterruptedException {
        if (wrong.kind() == Kind.MALFORMED_EVENT) {
            chunk(NO_JSON);
            return;
        }
        ending = Ending.FAULT;
        if (wrong.kind() == Kind.STALLED && tempo != null) {
            tempo.time().await(new CompletableFuture<>());
        } else if (wrong.kind() == Kind.ERROR_EVENT) {
            chunk(utf8("data: " + FaultyAnswer.serverError().body() + "\n\n"));
            out.write(utf8("0\r\n\r\n"));
        }
        throw new Broken(wrong.kind());
    }

    private void chunk(byte[] piece) throws IOException {
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
    void end() throws IOException {
        out.write(utf8("0\r\n\r\n"));
        ending = Ending.COMPLETE;
    }

    /** Resets the connection, as a server that dies does. */
    void reset() throws IOException {
        ending = Ending.FAULT;
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** How it was answered so far. */
    OpenAiRequest.Result result() {
        return new OpenAiRequest.Result(status, ending, bodyBytes);
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
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 413 -> "Content Too Large";
            case 429 -> "Too Many Requests";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            default -> "Refused";
        };
    }
}
