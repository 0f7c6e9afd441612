package dev.voicecall.twilio;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Messages as Twilio sends them. */
final class TwilioMessages {
    static final String STREAM_SID = "MZ18ad3ab5a668481ce02b83e7395059f0";

    private TwilioMessages() {}

    static ByteBuffer start() {
        return utf8("{\"event\":\"start\",\"sequenceNumber\":\"1\",\"start\":{\"accountSid\":"
                + "\"AC0123456789abcdef0123456789abcdef\",\"streamSid\":\"" + STREAM_SID
                + "\",\"callSid\":\"CA0123456789abcdef0123456789abcdef\",\"tracks\":[\"inbound\"],"
                + "\"mediaFormat\":{\"encoding\":\"audio/x-mulaw\",\"sampleRate\":8000,\"channels\":1},"
                + "\"customParameters\":{}},\"streamSid\":\"" + STREAM_SID + "\"}");
    }

    static ByteBuffer media(byte[] muLaw) {
        return utf8(
                "{\"event\":\"media\",\"sequenceNumber\":\"1234\",\"media\":{\"track\":\"inbound\",\"chunk\":\"1233\","
                        + "\"timestamp\":\"24660\",\"payload\":\""
                        + Base64.getEncoder().encodeToString(muLaw)
                        + "\"},\"streamSid\":\"" + STREAM_SID + "\"}");
    }

    private static ByteBuffer utf8(String json) {
        return ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
    }
}
