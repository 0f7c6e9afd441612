package dev.voicecall.testkit.twilio;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Writes the messages of one stream to the application, numbers as strings wherever Twilio does so. Each message but the
 * first has the next sequence number, so they have to be sent in the order in which they were written.
 */
final class StreamMessages {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int USUAL_BYTES = 400;

    private final String accountSid;
    private final String callSid;
    private final String streamSid;
    private long sequence;
    private long chunk;

    /** Writes the fields of a message. */
    @FunctionalInterface
    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    StreamMessages(String accountSid, String callSid, String streamSid) {
        this.accountSid = accountSid;
        this.callSid = callSid;
        this.streamSid = streamSid;
    }

    /** The only message without a number. */
    byte[] connected() {
        return write("connected", json -> {
            json.writeStringField("protocol", "Call");
            json.writeStringField("version", "1.0.0");
        });
    }

    byte[] start(StreamOrder order) {
        return numbered("start", json -> {
            json.writeStringField("accountSid", accountSid);
            json.writeStringField("streamSid", streamSid);
            json.writeStringField("callSid", callSid);
            json.writeArrayFieldStart("tracks");
            for (String track : order.tracks()) {
                json.writeString(track);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("mediaFormat");
            json.writeStringField("encoding", "audio/x-mulaw");
            json.writeNumberField("sampleRate", 8_000);
            json.writeNumberField("channels", 1);
            json.writeEndObject();
            json.writeObjectFieldStart("customParameters");
            for (var parameter : order.parameters().entrySet()) {
                json.writeStringField(parameter.getKey(), parameter.getValue());
            }
            json.writeEndObject();
        });
    }

    /** @param timestampMillis where the sound begins, from the start of the stream */
    byte[] media(String track, long timestampMillis, byte[] muLaw) {
        return numbered("media", json -> {
            json.writeStringField("track", track);
            json.writeStringField("chunk", Long.toString(++chunk));
            json.writeStringField("timestamp", Long.toString(timestampMillis));
            json.writeBinaryField("payload", muLaw);
        });
    }

    byte[] dtmf(char key) {
        return numbered("dtmf", json -> {
            json.writeStringField("track", "inbound_track");
            json.writeStringField("digit", Character.toString(key));
        });
    }

    byte[] mark(String name) {
        return numbered("mark", json -> json.writeStringField("name", name));
    }

    byte[] stop() {
        return numbered("stop", json -> {
            json.writeStringField("accountSid", accountSid);
            json.writeStringField("callSid", callSid);
        });
    }

    private byte[] numbered(String event, Fields fields) {
        return write(event, json -> {
            json.writeStringField("sequenceNumber", Long.toString(++sequence));
            json.writeObjectFieldStart(event);
            fields.write(json);
            json.writeEndObject();
            json.writeStringField("streamSid", streamSid);
        });
    }

    private static byte[] write(String event, Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("event", event);
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
