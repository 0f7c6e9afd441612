package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.audio.AudioFormat;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Something in a conversation: a message, a call of a function, or its output. Called on the session's mailbox. */
final class RealtimeItem {
    private final ObjectNode json;
    private final ByteArrayOutputStream sound = new ByteArrayOutputStream();
    private AudioFormat format = AudioFormat.TELEPHONE;
    private String words = "";
    private Optional<Duration> truncatedAt = Optional.empty();

    /** One that a client gave. */
    RealtimeItem(ObjectNode json) {
        this.json = json;
    }

    /** One that has begun. */
    RealtimeItem(String id, String type) {
        this(Json.object()
                .put("id", id)
                .put("object", "realtime.item")
                .put("type", type)
                .put("status", "in_progress"));
    }

    ObjectNode json() {
        return json;
    }

    String id() {
        return json.path("id").asText();
    }

    String type() {
        return json.path("type").asText();
    }

    String role() {
        return json.path("role").asText();
    }

    /** Its only part. */
    ObjectNode part() {
        return (ObjectNode) json.withArray("/content").get(0);
    }

    void addSound(byte[] piece, AudioFormat in) {
        format = in;
        sound.writeBytes(piece);
    }

    byte[] sound() {
        return sound.toByteArray();
    }

    AudioFormat format() {
        return format;
    }

    Duration length() {
        return format.duration(sound.size());
    }

    /** Forgets what comes after that, and the transcript with it. */
    void truncate(Duration at) {
        byte[] kept = Arrays.copyOf(sound.toByteArray(), format.bytes(at));
        sound.reset();
        sound.writeBytes(kept);
        json.withArray("/content").forEach(part -> ((ObjectNode) part).remove("transcript"));
        truncatedAt = Optional.of(at);
        words = "";
    }

    Optional<Duration> truncatedAt() {
        return truncatedAt;
    }

    /** What the model takes it for. */
    String words() {
        return words;
    }

    /** What the model itself says so far; of what was truncated it does not know. */
    void say(String soFar) {
        if (truncatedAt.isEmpty()) {
            words = soFar;
        }
    }

    void setWords(String words) {
        this.words = words;
    }
}
