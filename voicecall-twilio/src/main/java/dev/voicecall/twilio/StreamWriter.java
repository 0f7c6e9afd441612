package dev.voicecall.twilio;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Writes messages for a media stream of Twilio's. All into one buffer: what is returned is overwritten by the next, so that
 * a frame of sound leaves no garbage. Called by one thread at a time.
 */
final class StreamWriter {
    private static final Base64.Encoder BASE64 = Base64.getEncoder();
    private static final byte[] END = utf8("\"}}");
    /** 100 ms in Base64; for more it grows. */
    private static final int USUAL = 1_068;

    private final byte[] mediaBegin;
    private final byte[] markBegin;
    private final byte[] clear;
    private byte[] base64 = new byte[0];
    private ByteBuffer message = ByteBuffer.allocate(0);

    StreamWriter(String streamSid) {
        String sid = new String(JsonStringEncoder.getInstance().quoteAsString(streamSid));
        String head = "\",\"streamSid\":\"" + sid + "\"";
        this.mediaBegin = utf8("{\"event\":\"media" + head + ",\"media\":{\"payload\":\"");
        this.markBegin = utf8("{\"event\":\"mark" + head + ",\"mark\":{\"name\":\"");
        this.clear = utf8("{\"event\":\"clear" + head + "}");
        reserve(USUAL);
    }

    /** Sound to be played. */
    ByteBuffer media(byte[] muLaw) {
        reserve((muLaw.length + 2) / 3 * 4);
        int encoded = BASE64.encode(muLaw, base64);
        return message.clear().put(mediaBegin).put(base64, 0, encoded).put(END).flip();
    }

    /** A mark to be echoed. */
    ByteBuffer mark(String name) {
        byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(name);
        return ByteBuffer.allocate(markBegin.length + quoted.length + END.length)
                .put(markBegin)
                .put(quoted)
                .put(END)
                .flip();
    }

    /** Throws away what is queued. */
    ByteBuffer clear() {
        return ByteBuffer.wrap(clear);
    }

    private void reserve(int encoded) {
        if (encoded > base64.length) {
            base64 = new byte[encoded];
            message = ByteBuffer.allocate(mediaBegin.length + encoded + END.length);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
