package dev.voicecall.socketio;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;

/** Packets in a body of HTTP: U+001E stands between them. */
final class Payload {
    private static final char SEPARATOR = '\u001e';

    private Payload() {}

    static byte[] encode(List<byte[]> packets) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] packet : packets) {
            if (body.size() > 0) {
                body.write(SEPARATOR);
            }
            body.writeBytes(packet);
        }
        return body.toByteArray();
    }

    /**
     * Hands on the packets of a body until one is not valid.
     *
     * @return whether all were
     */
    static boolean decode(byte[] body, Predicate<String> isValid) {
        String text = new String(body, StandardCharsets.UTF_8);
        boolean valid = true;
        for (int begin = 0; valid && begin <= text.length(); ) {
            int separator = text.indexOf(SEPARATOR, begin);
            int end = separator < 0 ? text.length() : separator;
            valid = isValid.test(text.substring(begin, end));
            begin = end + 1;
        }
        return valid;
    }
}
