package dev.voicecall.twilio;

/**
 * A message of Twilio's on a media stream. Immutable.
 *
 * @see <a href="https://www.twilio.com/docs/voice/media-streams/websocket-messages">Twilio: Media Streams messages</a>
 */
sealed interface StreamMessage {
    /** Which stream it is about; empty where Twilio names none. */
    default String streamSid() {
        return "";
    }

    /** The connection stands. */
    record Connected() implements StreamMessage {}

    /**
     * The stream begins.
     *
     * @param streamSid its SID, {@code MZ…}
     * @param callSid whose sound it is
     * @param encoding {@code audio/x-mulaw}
     * @param sampleRateHz 8,000
     * @param channels 1
     */
    record Start(String streamSid, String callSid, String encoding, long sampleRateHz, long channels)
            implements StreamMessage {}

    /**
     * A piece of sound.
     *
     * @param track {@code inbound}, what the other side says, or {@code outbound}, what they hear
     * @param timestampMillis when it is to be heard, since the stream began
     * @param payload the sound, in the format that the start named
     */
    record Media(String streamSid, String track, long timestampMillis, byte[] payload) implements StreamMessage {}

    /** All that was sent before the mark has been played, or thrown away. */
    record Mark(String streamSid, String name) implements StreamMessage {}

    /** The other side pressed a key. */
    record Dtmf(String streamSid, String digit) implements StreamMessage {}

    /** The stream is over. */
    record Stop(String streamSid) implements StreamMessage {}

    /**
     * Something else: an event of which we don't know, or none of Twilio's messages at all.
     *
     * @param why what is wrong with it; without its contents
     */
    record Unusable(String why) implements StreamMessage {}
}
