package dev.voicecall.benchmarks.relay;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A session of a Realtime server that says at once what it hears, but for the silence that a relay puts in. */
final class FakeModel extends FakeSocket {
    private static final byte[] APPEND = utf8("\"input_audio_buffer.append\"");
    private static final byte[] AUDIO = utf8("\"audio\":\"");
    private static final byte[] UPDATE = utf8("\"session.update\"");
    private static final byte[] CREATED =
            utf8("{\"type\":\"session.created\",\"event_id\":\"event_0\",\"session\":{\"type\":\"realtime\"}}");
    private static final byte[] UPDATED = utf8("{\"type\":\"session.updated\",\"event_id\":\"event_1\",\"session\":"
            + "{\"type\":\"realtime\",\"audio\":{\"input\":{\"format\":{\"type\":\"audio/pcmu\"}},"
            + "\"output\":{\"format\":{\"type\":\"audio/pcmu\"}}}}}");
    private static final byte[] RESPONSE = utf8("{\"type\":\"response.created\",\"event_id\":\"event_2\",\"response\":"
            + "{\"object\":\"realtime.response\",\"id\":\"resp_1\",\"status\":\"in_progress\",\"output\":[]}}");
    private static final byte[] ITEM =
            utf8("{\"type\":\"response.output_item.added\",\"event_id\":\"event_3\",\"response_id\":\"resp_1\","
                    + "\"output_index\":0,\"item\":{\"id\":\"item_1\",\"object\":\"realtime.item\",\"type\":\"message\","
                    + "\"status\":\"in_progress\",\"role\":\"assistant\",\"content\":[]}}");
    private static final byte[] DELTA = utf8("{\"type\":\"response.output_audio.delta\",\"event_id\":\"event_");
    private static final byte[] REST = utf8(
            "\",\"response_id\":\"resp_1\",\"item_id\":\"item_1\",\"output_index\":0,\"content_index\":0,\"delta\":\"");
    private static final byte[] END = utf8("\"}");

    private final Fakes fakes;
    private boolean speaks;
    private long events = 4;

    FakeModel(SocketChannel channel, SelectionKey key, Fakes fakes) {
        super(channel, key, false);
        this.fakes = fakes;
    }

    void open() throws IOException {
        begin().put(CREATED).send();
    }

    @Override
    void onText(byte[] bytes, int from, int to) throws IOException {
        int append = find(APPEND, bytes, from, to);
        if (append >= 0) {
            int audio = find(AUDIO, bytes, append, to);
            if (audio < 0) { // it stands before the type
                audio = find(AUDIO, bytes, from, to);
            }
            long before = fakes.toModel().count();
            Frame.measure(bytes, audio + AUDIO.length, to, fakes.toModel());
            speak(fakes.toModel().count() - before);
        } else if (find(UPDATE, bytes, from, to) >= 0) {
            begin().put(UPDATED).send();
        }
    }

    private void speak(long frames) throws IOException {
        if (!speaks) {
            speaks = true;
            begin().put(RESPONSE).send();
            begin().put(ITEM).send();
        }
        for (long i = 0; i < frames; i++) {
            begin().put(DELTA).put(events++).put(REST).put(Frame.now()).put(END).send();
        }
    }

    @Override
    void onClose(String why) {
        fakes.lost("The connection to the model", why);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
