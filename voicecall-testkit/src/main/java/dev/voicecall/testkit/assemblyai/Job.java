package dev.voicecall.testkit.assemblyai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.RecordingTranscript;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A transcript that was ordered. Safe for use by many threads. */
final class Job {
    private final String id;
    private final Order order;
    private final Instant created;
    private Status status = Status.QUEUED;
    private @Nullable RecordingTranscript heard;
    private @Nullable String error;
    private boolean deleted;

    /** Where it is. */
    enum Status {
        QUEUED,
        PROCESSING,
        COMPLETED,
        ERROR;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Job(String id, Order order, Instant created) {
        this.id = id;
        this.order = order;
        this.created = created;
    }

    String id() {
        return id;
    }

    Order order() {
        return order;
    }

    synchronized Status status() {
        return status;
    }

    synchronized boolean isDeleted() {
        return deleted;
    }

    synchronized void begin() {
        status = Status.PROCESSING;
    }

    synchronized void complete(RecordingTranscript transcript) {
        status = Status.COMPLETED;
        heard = transcript;
    }

    synchronized void fail(String why) {
        status = Status.ERROR;
        error = why;
    }

    synchronized void delete() {
        deleted = true;
        heard = null;
    }

    /** As {@code GET} shows it. */
    synchronized ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", id);
        json.put("status", status.word());
        json.setAll(order.json());
        json.remove("webhook_auth_header_value");
        json.put("webhook_auth", order.json().has("webhook_auth_header_name"));
        json.put("audio_url", deleted ? "http://deleted_by_user" : order.audioUrl());
        json.put("language_code", order.language());
        json.put("error", error);
        json.putNull("text").putNull("words").putNull("utterances").putNull("confidence");
        json.putNull("audio_duration");
        if (heard != null) {
            TranscriptJson.put(json, order, heard);
        }
        if (status != Status.ERROR) {
            json.remove("error");
        }
        return json;
    }

    /** As a list shows it. */
    synchronized ObjectNode item(String baseUrl) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("resource_url", baseUrl + "/v2/transcript/" + id)
                .put("status", status.word())
                .put("created", created.toString())
                .put("audio_url", order.audioUrl())
                .put("error", error);
    }
}
