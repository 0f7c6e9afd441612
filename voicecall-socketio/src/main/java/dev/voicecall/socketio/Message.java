package dev.voicecall.socketio;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is told to watchers: encoded once for all of them, and for those who come over Socket.IO once more if there are any.
 * Used by one thread at a time.
 */
final class Message {
    private final String event;
    private final @Nullable String alias;
    private final byte[] json;
    private @Nullable List<EncodedEvent> encoded;

    /**
     * A message.
     *
     * @param event its name; the same is in the JSON as {@code evt}
     * @param alias another name, by which clients of Socket.IO hear it, too; null for none
     * @param json an object, in UTF-8
     */
    Message(String event, @Nullable String alias, byte[] json) {
        this.event = event;
        this.alias = alias;
        this.json = json;
    }

    /** For plain WebSockets; not to be changed. */
    byte[] json() {
        return json;
    }

    /** For Socket.IO. */
    List<EncodedEvent> encoded() {
        if (encoded == null) {
            List<EncodedEvent> events = new ArrayList<>();
            events.add(EncodedEvent.of(event, json));
            if (alias != null) {
                events.add(EncodedEvent.of(alias, json));
            }
            encoded = events;
        }
        return encoded;
    }
}
