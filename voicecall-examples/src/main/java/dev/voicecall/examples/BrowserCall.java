package dev.voicecall.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.spi.BadRequestException;
import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketListener;
import dev.voicecall.testkit.Person;
import dev.voicecall.testkit.twilio.SimulatedCall;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call from a browser. Binary messages are μ-law at 8 kHz: 160 bytes each from here, every 20 ms while the call is answered,
 * at most {@value #MAX_FRAME_BYTES} from there. Text messages are JSON:
 *
 * <ul>
 *   <li>from here <code>{"evt":"ringing"}</code>, <code>{"evt":"answered","call_id":"CA…"}</code>, <code>{"evt":"cleared"}</code>
 *       (what was sent and not played is not to be played), <code>{"evt":"ended","outcome":"completed"}</code>, which is the last
 *   <li>from there <code>{"key":"5"}</code>, <code>{"hangup":true}</code>
 * </ul>
 *
 * <p>Who closes the connection hangs up. What a browser does not take in time is dropped. Safe for use by many threads.
 */
final class BrowserCall implements WebSocketListener, Person.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(BrowserCall.class);
    private static final int MAX_FRAME_BYTES = 1_600;
    private static final int MAX_TEXT_BYTES = 100;
    /** A second of sound. */
    private static final int MAX_QUEUED_BYTES = 8_000;

    private final ConsolePhone phone;
    private final Person person = new Person(this);
    private final CompletableFuture<WebSocket> browser = new CompletableFuture<>();
    private final CompletableFuture<SimulatedCall> call = new CompletableFuture<>();
    private boolean gone;

    BrowserCall(ConsolePhone phone) {
        this.phone = phone;
    }

    @Override
    public void onOpen(WebSocket socket) {
        browser.complete(socket);
        Optional<CompletionStage<SimulatedLine>> line = phone.begin(this);
        if (line.isEmpty()) {
            end("busy");
            return;
        }
        send(Json.object().put("evt", "ringing"));
        line.get().whenCompleteAsync(this::dial, socket.executor());
    }

    private void dial(@Nullable SimulatedLine line, @Nullable Throwable failure) {
        if (line == null) {
            LOG.warn("There is no line for a call from a browser.", failure);
            end("failed");
        } else if (!gone) {
            call.complete(line.call(person));
        }
    }

    @Override
    public void onBinary(WebSocket socket, ByteBuffer muLaw) {
        if (muLaw.remaining() > MAX_FRAME_BYTES) {
            socket.close(WebSocket.TOO_BIG, "A frame has 160 bytes");
            return;
        }
        byte[] frame = new byte[muLaw.remaining()];
        muLaw.get(frame);
        person.speak(frame);
    }

    @Override
    public void onText(WebSocket socket, ByteBuffer utf8) {
        try {
            command(utf8);
        } catch (BadRequestException | IllegalArgumentException e) {
            socket.close(WebSocket.POLICY_VIOLATION, "Send {\"key\":\"5\"} or {\"hangup\":true}");
        }
    }

    private void command(ByteBuffer utf8) {
        byte[] text = new byte[Math.min(utf8.remaining(), MAX_TEXT_BYTES)];
        utf8.get(text);
        JsonNode json = Json.object(text);
        String key = json.path("key").asText("");
        if (json.path("hangup").asBoolean(false)) {
            person.hangUp();
        } else if (key.length() == 1) {
            person.press(key.charAt(0));
        } else {
            throw new BadRequestException("There is neither a key nor hangup.");
        }
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason) {
        gone = true;
        person.hangUp();
        phone.over(this);
    }

    /** Ends it from here. */
    void hangUp() {
        person.hangUp();
    }

    @Override
    public void onAnswered() {
        call.thenAccept(answered -> send(Json.object().put("evt", "answered").put("call_id", answered.sid())));
    }

    @Override
    public void onSound(byte[] muLaw) {
        WebSocket socket = browser.join();
        if (socket.queuedBytes() < MAX_QUEUED_BYTES) {
            socket.sendBinary(ByteBuffer.wrap(muLaw));
        }
    }

    @Override
    public void onCleared() {
        send(Json.object().put("evt", "cleared"));
    }

    @Override
    public void onOver() {
        call.thenAccept(over -> end(over.status().wireName()));
    }

    private void end(String outcome) {
        send(Json.object().put("evt", "ended").put("outcome", outcome));
        browser.join().close(WebSocket.NORMAL, "");
    }

    private void send(ObjectNode message) {
        browser.join().sendText(ByteBuffer.wrap(message.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
