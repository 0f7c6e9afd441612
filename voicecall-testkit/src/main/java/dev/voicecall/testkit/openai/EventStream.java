package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.testkit.http.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Server-sent events, each of a line of data. Used by one thread. */
final class EventStream {
    private final Reply reply;

    EventStream(Reply reply) throws IOException {
        this.reply = reply;
        reply.header("Cache-Control", "no-cache");
        reply.begin(200, "text/event-stream; charset=utf-8");
    }

    void send(JsonNode event) throws IOException, InterruptedException {
        send(event.toString());
    }

    void send(String data) throws IOException, InterruptedException {
        reply.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    void done() throws IOException, InterruptedException {
        send("[DONE]");
        reply.end();
    }
}
