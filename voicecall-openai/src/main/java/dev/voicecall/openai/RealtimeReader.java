package dev.voicecall.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads the events of a Realtime server: sound token by token, since most of what comes is sound, all else as a tree. Called
 * by one thread at a time.
 */
final class RealtimeReader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
    private static final ObjectMapper TREES = new ObjectMapper();
    private static final RealtimeEvent UNREADABLE = new RealtimeEvent.Other("", MissingNode.getInstance());

    private final ByteArrayOutputStream sound = new ByteArrayOutputStream(8_000);
    private byte[] bytes = new byte[8_192];

    /**
     * Reads one event.
     *
     * @param utf8 a whole message; its position stays
     * @return of no type if it isn't one
     */
    RealtimeEvent read(ByteBuffer utf8) {
        int length = utf8.remaining();
        if (length > bytes.length) {
            bytes = new byte[2 * length];
        }
        utf8.get(utf8.position(), bytes, 0, length);
        try {
            String type = type(length);
            return type.equals(RealtimeEvent.Audio.TYPE) ? audio(length) : other(type, length);
        } catch (IOException | IllegalArgumentException broken) { // the latter is what Jackson says of broken Base64
            return UNREADABLE;
        }
    }

    /** The type is the first field, or nearly so. */
    private String type(int length) throws IOException {
        try (JsonParser json = JSON.createParser(bytes, 0, length)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return "";
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (name.equals("type")) {
                    return value == JsonToken.VALUE_STRING ? json.getText() : "";
                }
                json.skipChildren();
            }
            return "";
        }
    }

    private RealtimeEvent audio(int length) throws IOException {
        String response = "";
        String item = "";
        int contentIndex = 0;
        byte[] delta = {};
        try (JsonParser json = JSON.createParser(bytes, 0, length)) {
            json.nextToken();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                switch (name) {
                    case "response_id" -> response = json.getText();
                    case "item_id" -> item = json.getText();
                    case "content_index" -> contentIndex = json.getValueAsInt(0);
                    case "delta" -> delta = decoded(json);
                    default -> json.skipChildren();
                }
            }
        }
        return new RealtimeEvent.Audio(response, item, contentIndex, delta);
    }

    /** The same as {@link JsonParser#getBinaryValue}, which would allocate four times as much as it returns. */
    private byte[] decoded(JsonParser json) throws IOException {
        sound.reset();
        json.readBinaryValue(sound);
        return sound.toByteArray();
    }

    private RealtimeEvent other(String type, int length) throws IOException {
        return new RealtimeEvent.Other(type, TREES.readTree(bytes, 0, length));
    }
}
