package dev.voicecall.socketio;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** An event as it is sent, encoded once for all who get it. Immutable. */
final class EncodedEvent {
    private static final byte[] MESSAGE_EVENT = {'4', '2'};

    private final byte[] packet;

    private EncodedEvent(byte[] packet) {
        this.packet = packet;
    }

    /**
     * Encodes an event with one argument.
     *
     * @param name of the event
     * @param jsonUtf8 the argument, one JSON value
     */
    static EncodedEvent of(String name, byte[] jsonUtf8) {
        byte[] quoted =
                new String(JsonStringEncoder.getInstance().quoteAsString(name)).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packet = new ByteArrayOutputStream(quoted.length + jsonUtf8.length + 7);
        packet.writeBytes(MESSAGE_EVENT);
        packet.write('[');
        packet.write('"');
        packet.writeBytes(quoted);
        packet.write('"');
        packet.write(',');
        packet.writeBytes(jsonUtf8);
        packet.write(']');
        return new EncodedEvent(packet.toByteArray());
    }

    /** The Engine.IO packet; not to be changed. */
    byte[] packet() {
        return packet;
    }
}
