package dev.voicecall.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * What we tell a Realtime server. Each event has an id that begins with its type, so that an error tells which kind of event
 * it is about. Sound goes through one buffer that is overwritten by the next, so that a frame leaves no garbage. Belongs to one
 * call; called by one thread at a time.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/realtime-client-events">OpenAI: Client events</a>
 */
final class RealtimeOutput {
    private static final Base64.Encoder BASE64 = Base64.getEncoder();
    private static final byte[] SOUND_BEGIN =
            utf8("{\"type\":\"input_audio_buffer.append\",\"event_id\":\"input_audio_buffer.append#\",\"audio\":\"");
    private static final byte[] SOUND_END = utf8("\"}");
    /** 20 ms of μ-law in Base64; for more it grows. */
    private static final int USUAL = 216;

    private final Consumer<ByteBuffer> socket;
    private byte[] base64 = new byte[USUAL];
    private ByteBuffer message = ByteBuffer.allocate(SOUND_BEGIN.length + USUAL + SOUND_END.length);
    private int events;
    private int items;

    /** @param socket takes each event, in UTF-8; the bytes are valid only during the call */
    RealtimeOutput(Consumer<ByteBuffer> socket) {
        this.socket = socket;
    }

    /** The other side's sound, in the session's format. */
    void sound(byte[] sound) {
        int length = (sound.length + 2) / 3 * 4;
        if (length > base64.length) {
            base64 = new byte[length];
            message = ByteBuffer.allocate(SOUND_BEGIN.length + length + SOUND_END.length);
        }
        int encoded = BASE64.encode(sound, base64);
        socket.accept(message.clear()
                .put(SOUND_BEGIN)
                .put(base64, 0, encoded)
                .put(SOUND_END)
                .flip());
    }

    /** What was sent since the last commit is an utterance. */
    String commit() {
        return send("input_audio_buffer.commit", Json.object());
    }

    /** What was sent since the last commit is nothing. */
    void clear() {
        send("input_audio_buffer.clear", Json.object());
    }

    /** What the session is to be. */
    void configure(ObjectNode session) {
        ObjectNode event = Json.object();
        event.set("session", session);
        send("session.update", event);
    }

    /** An id for an item of ours. */
    String newItem() {
        return "voicecall_" + ++items;
    }

    /** Another item of the conversation. */
    void create(ObjectNode item) {
        ObjectNode event = Json.object();
        event.set("item", item);
        send("conversation.item.create", event);
    }

    /** The model is to remember no more of its message than was heard of it. */
    void truncate(SpokenItem item) {
        send(
                "conversation.item.truncate",
                Json.object()
                        .put("item_id", item.id)
                        .put("content_index", item.contentIndex())
                        .put("audio_end_ms", item.heardMillis()));
    }

    /** The model is to answer, with the session's instructions. */
    String respond() {
        return send("response.create", Json.object());
    }

    /** The model is to answer, with other instructions than the session's. */
    String respond(String instructions) {
        ObjectNode event = Json.object();
        event.putObject("response").put("instructions", instructions);
        return send("response.create", event);
    }

    /** The model is to end its answer. */
    void cancel(String response) {
        send("response.cancel", Json.object().put("response_id", response));
    }

    private String send(String type, ObjectNode event) {
        String id = type + "#" + ++events;
        socket.accept(ByteBuffer.wrap(Json.bytes(event.put("type", type).put("event_id", id))));
        return id;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
