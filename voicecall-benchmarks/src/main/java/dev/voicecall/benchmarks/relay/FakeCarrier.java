package dev.voicecall.benchmarks.relay;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/** A media stream of a carrier: sends a frame every 20 ms, plays one of those that came, and echoes marks when it gets to them. */
final class FakeCarrier extends FakeSocket {
    private static final byte[] MEDIA = utf8("\"event\":\"media\"");
    private static final byte[] PAYLOAD = utf8("\"payload\":\"");
    private static final byte[] MARK = utf8("\"event\":\"mark\"");
    private static final byte[] NAME = utf8("\"name\":\"");
    private static final byte[] SEQUENCE = utf8("{\"event\":\"media\",\"sequenceNumber\":\"");
    private static final byte[] CHUNK = utf8("\",\"media\":{\"track\":\"inbound\",\"chunk\":\"");
    private static final byte[] TIMESTAMP = utf8("\",\"timestamp\":\"");
    private static final byte[] SOUND = utf8("\",\"payload\":\"");

    private final Fakes fakes;
    private final String callSid;
    private final byte[] media;
    private final byte[] marked;
    private final Queue<Mark> marks = new ArrayDeque<>();
    private long frames;
    private long sequence = 1;
    private long received;
    private long played;

    private record Mark(byte[] name, long position) {}

    FakeCarrier(SocketChannel channel, SelectionKey key, Fakes fakes, String callSid) {
        super(channel, key, true);
        this.fakes = fakes;
        this.callSid = callSid;
        String stream = "\",\"streamSid\":\"" + streamSid() + "\"";
        this.media = utf8("\"},\"streamSid\":\"" + streamSid() + "\"}");
        this.marked = utf8("{\"event\":\"mark" + stream + ",\"mark\":{\"name\":\"");
    }

    private String streamSid() {
        return "MZ" + callSid.substring(2);
    }

    void open() throws IOException {
        begin().put(utf8("{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}"))
                .send();
        begin().put(utf8(
                        "{\"event\":\"start\",\"sequenceNumber\":\"1\",\"start\":{\"accountSid\":\"AC0\",\"streamSid\":\""
                                + streamSid() + "\",\"callSid\":\"" + callSid
                                + "\",\"tracks\":[\"inbound\"],\"mediaFormat\":{\"encoding\":\"audio/x-mulaw\",\"sampleRate\":8000,"
                                + "\"channels\":1},\"customParameters\":{}},\"streamSid\":\"" + streamSid() + "\"}"))
                .send();
    }

    /** 20 ms have passed. */
    void tick() {
        try {
            play();
            frames++;
            begin().put(SEQUENCE)
                    .put(++sequence)
                    .put(CHUNK)
                    .put(frames)
                    .put(TIMESTAMP)
                    .put(20 * frames);
            put(SOUND).put(Frame.now()).put(media).send();
        } catch (IOException broken) {
            onClose(broken.toString());
        }
    }

    private void play() throws IOException {
        if (received > 0 && received - played < Frame.BYTES) {
            fakes.underrun();
        }
        played = Math.min(received, played + Frame.BYTES);
        for (Mark mark = marks.peek(); mark != null && mark.position <= played; mark = marks.peek()) {
            marks.remove();
            begin().put(marked).put(mark.name).put(utf8("\"}}")).send();
        }
    }

    @Override
    void onText(byte[] bytes, int from, int to) {
        if (find(MEDIA, bytes, from, to) >= 0) {
            received += Frame.measure(bytes, find(PAYLOAD, bytes, from, to) + PAYLOAD.length, to, fakes.toCarrier());
        } else if (find(MARK, bytes, from, to) >= 0) {
            int name = find(NAME, bytes, from, to) + NAME.length;
            int end = find(new byte[] {'"'}, bytes, name, to);
            marks.add(new Mark(java.util.Arrays.copyOfRange(bytes, name, end), received));
        }
    }

    @Override
    void onClose(String why) {
        fakes.lost("A media stream", why);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
