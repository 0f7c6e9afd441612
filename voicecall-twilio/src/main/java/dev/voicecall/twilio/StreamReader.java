package dev.voicecall.twilio;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads Twilio's messages on a media stream, token by token, since there are fifty a second: a frame of sound costs its
 * bytes and little else.
 *
 * <p>The order of fields does not matter, nor whether a number is written as a string. A name means the same on every level
 * of Twilio's messages, so the levels are not told apart. Called by one thread at a time.
 */
final class StreamReader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final ByteArrayOutputStream sound = new ByteArrayOutputStream(160);
    private byte[] bytes = new byte[512];

    // The same in almost every message, so that the strings are kept.
    private String lastEvent = "";
    private String lastStreamSid = "";
    private String lastTrack = "";

    /** What one message says. */
    private static final class Fields {
        String event = "";
        String streamSid = "";
        boolean twoStreamSids;
        String callSid = "";
        String encoding = "";
        String track = "";
        String name = "";
        String digit = "";
        long sampleRateHz;
        long channels;
        long timestampMillis = -1;
        byte @Nullable [] payload;
    }

    /** @param utf8 a whole message; its position stays */
    StreamMessage read(ByteBuffer utf8) {
        int length = utf8.remaining();
        if (length > bytes.length) {
            bytes = new byte[2 * length];
        }
        utf8.get(utf8.position(), bytes, 0, length);
        try (JsonParser json = JSON.createParser(bytes, 0, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return new StreamMessage.Unusable("it is no JSON object");
            }
            Fields fields = new Fields();
            readObject(json, fields);
            return json.nextToken() == null ? message(fields) : new StreamMessage.Unusable("it is two messages");
        } catch (IOException | IllegalArgumentException broken) { // the latter is what Jackson says of broken Base64
            return new StreamMessage.Unusable("its JSON or Base64 is broken");
        }
    }

    private void readObject(JsonParser json, Fields fields) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (value == JsonToken.START_OBJECT && isLevel(name)) {
                readObject(json, fields);
            } else if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT) {
                readValue(json, name, value, fields);
            } else {
                json.skipChildren();
            }
        }
    }

    /** Not customParameters: their names are anybody's. */
    private static boolean isLevel(String name) {
        return switch (name) {
            case "start", "mediaFormat", "media", "mark", "dtmf" -> true;
            default -> false;
        };
    }

    private void readValue(JsonParser json, String name, JsonToken value, Fields fields) throws IOException {
        switch (name) {
            case "event" -> fields.event = lastEvent = text(json, lastEvent);
            case "streamSid" -> readStreamSid(json, fields);
            case "callSid" -> fields.callSid = json.getText();
            case "encoding" -> fields.encoding = json.getText();
            case "track" -> fields.track = lastTrack = text(json, lastTrack);
            case "name" -> fields.name = json.getText();
            case "digit" -> fields.digit = json.getText();
            case "sampleRate" -> fields.sampleRateHz = json.getValueAsLong(0);
            case "channels" -> fields.channels = json.getValueAsLong(0);
            case "timestamp" -> fields.timestampMillis = json.getValueAsLong(-1);
            case "payload" -> fields.payload = value == JsonToken.VALUE_STRING ? decoded(json) : null;
            default -> {}
        }
    }

    /** The same as {@link JsonParser#getBinaryValue}, which would allocate four times as much as it returns. */
    private byte[] decoded(JsonParser json) throws IOException {
        sound.reset();
        json.readBinaryValue(sound);
        return sound.toByteArray();
    }

    /** The start names its stream twice. */
    private void readStreamSid(JsonParser json, Fields fields) throws IOException {
        lastStreamSid = text(json, lastStreamSid);
        fields.twoStreamSids |= !fields.streamSid.isEmpty() && !fields.streamSid.equals(lastStreamSid);
        fields.streamSid = lastStreamSid;
    }

    /** The token's text, as the same string as last time if it is the same. */
    private static String text(JsonParser json, String likely) throws IOException {
        CharBuffer text = CharBuffer.wrap(json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
        return likely.contentEquals(text) ? likely : text.toString();
    }

    private static StreamMessage message(Fields fields) {
        if (fields.twoStreamSids) {
            return new StreamMessage.Unusable("it names two streams");
        }
        return switch (fields.event) {
            case "media" -> media(fields);
            case "mark" -> new StreamMessage.Mark(fields.streamSid, fields.name);
            case "dtmf" -> new StreamMessage.Dtmf(fields.streamSid, fields.digit);
            case "connected" -> new StreamMessage.Connected();
            case "start" ->
                new StreamMessage.Start(
                        fields.streamSid, fields.callSid, fields.encoding, fields.sampleRateHz, fields.channels);
            case "stop" -> new StreamMessage.Stop(fields.streamSid);
            default -> new StreamMessage.Unusable("its event is unknown");
        };
    }

    private static StreamMessage media(Fields fields) {
        byte[] payload = fields.payload;
        if (payload == null || payload.length == 0 || fields.timestampMillis < 0) {
            return new StreamMessage.Unusable("it is media without payload or timestamp");
        }
        return new StreamMessage.Media(fields.streamSid, fields.track, fields.timestampMillis, payload);
    }
}
