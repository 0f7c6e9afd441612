package dev.voicecall;

import dev.voicecall.OutgoingMessage.Channel;
import java.net.URI;
import java.util.List;

/**
 * A text message that came in. Immutable.
 *
 * @param id the carrier's name for it
 * @param channel by which way
 * @param from who sent it, as the carrier names them: E.164, or a short code
 * @param to at which number of ours
 * @param body the words; may be empty
 * @param media where what came with it is, at the carrier
 */
public record IncomingMessage(String id, Channel channel, String from, String to, String body, List<URI> media) {
    /** Copies the media. */
    public IncomingMessage {
        media = List.copyOf(media);
    }

    /** Without the text and the numbers, for logs. */
    @Override
    public String toString() {
        return channel + " message " + id;
    }
}
