package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.testkit.openai.SessionConfig.Detection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A session: its turns and its responses. Called on its mailbox. */
final class RealtimeSession implements InputAudio.Turns {
    private static final Duration SHORTEST_COMMIT = Duration.ofMillis(100);

    private final RealtimeConnection connection;
    private final Realtime realtime;
    private final ServerEvents events;
    private final SessionConfig config;
    private final RealtimeConversation conversation;
    private final Transcripts transcripts;
    private final InputAudio input;
    private final Map<String, CompletableFuture<String>> hearing = new HashMap<>();
    private @Nullable Listening listening;
    private @Nullable String turn;
    private @Nullable RealtimeResponse active;
    private boolean spoken;
    private Timer idle = Timer.NONE;

    RealtimeSession(RealtimeConnection connection, Realtime realtime, SessionConfig config) {
        this.connection = connection;
        this.realtime = realtime;
        this.config = config;
        this.events = new ServerEvents(connection::send, realtime.ids(), realtime.behaviour());
        this.conversation = new RealtimeConversation(realtime.ids().next("conv"), events);
        this.transcripts = new Transcripts(this, realtime);
        this.input = new InputAudio(config, this);
    }

    Mind mind() {
        return realtime.mind();
    }

    Ids ids() {
        return realtime.ids();
    }

    RealtimeBehaviour behaviour() {
        return realtime.behaviour();
    }

    Mailbox mailbox() {
        return connection.mailbox();
    }

    ServerEvents events() {
        return events;
    }

    SessionConfig config() {
        return config;
    }

    RealtimeConversation conversation() {
        return conversation;
    }

    InputAudio input() {
        return input;
    }

    /** Whether the model has been heard; its voice is settled then. */
    boolean spoken() {
        return spoken;
    }

    void cut() {
        connection.cut();
    }

    void sendRaw(String text) {
        connection.send(text);
    }

    @Override
    public void began(Detection detection, int startMillis) {
        idle.cancel();
        String item = beginTurn();
        events.send("input_audio_buffer.speech_started", event -> event.put("audio_start_ms", startMillis)
                .put("item_id", item));
        if (detection.interrupts() && active != null) {
            active.cancel("turn_detected");
        }
    }

    @Override
    public void heard(byte[] frame, AudioFormat format) {
        if (listening == null) {
            String item = beginTurn();
            listening = Listening.to(mind(), format, mailbox(), words -> transcripts.interim(item, words));
        }
        listening.hear(frame);
    }

    private String beginTurn() {
        if (turn == null) {
            turn = ids().next("item");
        }
        return turn;
    }

    @Override
    public void ended(Detection detection, int endMillis) {
        String item = beginTurn();
        events.send("input_audio_buffer.speech_stopped", event -> event.put("audio_end_ms", endMillis)
                .put("item_id", item));
        commitTurn();
        if (detection.responds() && !config.transcribesOnly()) {
            respondByItself();
        }
    }

    private void respondByItself() {
        try {
            respond(Json.object());
        } catch (RealtimeException alreadySpeaking) {
            events.error(alreadySpeaking, null);
        }
    }

    /** @throws RealtimeException if there is hardly anything */
    void commit() {
        Duration length = input.length();
        if (length.compareTo(SHORTEST_COMMIT) < 0) {
            throw RealtimeException.of(
                    "input_audio_buffer_commit_empty",
                    String.format(
                            "Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but"
                                    + " buffer only has %.2fms of audio.",
                            length.toNanos() / 1e6));
        }
        commitTurn();
    }

    private void commitTurn() {
        String item = beginTurn();
        Duration length = input.length();
        Listening ear = listening;
        CompletableFuture<String> words = ear == null ? CompletableFuture.completedFuture("") : ear.end();
        forgetTurn();
        String previous = conversation.last();
        events.send("input_audio_buffer.committed", event -> event.put("previous_item_id", previous)
                .put("item_id", item));
        RealtimeItem message = new RealtimeItem(userMessage(item));
        conversation.add(message);
        conversation.done(message);
        await(message, words);
        transcripts.expect(message, words, length);
    }

    private static ObjectNode userMessage(String id) {
        ObjectNode json = Json.object().put("id", id).put("object", "realtime.item");
        json.put("type", "message").put("status", "completed").put("role", "user");
        json.putArray("content").addObject().put("type", "input_audio").putNull("transcript");
        return json;
    }

    private void await(RealtimeItem message, CompletableFuture<String> words) {
        CompletableFuture<String> understood = words.exceptionally(failure -> "");
        hearing.put(message.id(), understood);
        understood.thenAccept(text -> {
            message.setWords(text);
            hearing.remove(message.id());
            connection.publish();
        });
    }

    void clear() {
        if (listening != null) {
            listening.close();
        }
        forgetTurn();
    }

    private void forgetTurn() {
        listening = null;
        turn = null;
        input.reset();
    }

    /** Runs something as soon as all that was said has been understood. */
    void afterHearing(Runnable task) {
        CompletableFuture.allOf(hearing.values().toArray(new CompletableFuture<?>[0]))
                .thenRun(task);
    }

    /** Has the model forget what nobody has heard: what it remembers is what its ear makes of the rest. */
    void truncate(RealtimeItem item, Duration at) {
        item.truncate(at);
        Listening ear = Listening.to(mind(), item.format(), mailbox(), words -> {});
        ear.hear(item.sound());
        await(item, ear.end());
    }

    /** @throws RealtimeException if there is a response already */
    void respond(JsonNode overrides) {
        if (active != null) {
            throw RealtimeException.of(
                    "conversation_already_has_active_response",
                    "Conversation already has an active response in progress: " + active.id()
                            + ". Wait until the response is finished before creating a new one.");
        }
        idle.cancel();
        active = new RealtimeResponse(this, config.forResponse(overrides), realtime.nextFault(), this::responded);
        active.begin();
    }

    /** @throws RealtimeException if there is none, or not that one */
    void cancel(Optional<String> response) {
        if (active == null || !response.orElse(active.id()).equals(active.id())) {
            throw RealtimeException.of("response_cancel_not_active", "Cancellation failed: no active response found");
        }
        active.cancel("client_cancelled");
    }

    private void responded(RealtimeResponse response) {
        active = null;
        spoken |= !response.length().isZero();
        config.detection()
                .flatMap(Detection::idle)
                .ifPresent(silence -> idle = mind().time()
                        .schedule(silence.plus(response.length()), mailbox(), () -> nobodySpeaks(silence)));
    }

    private void nobodySpeaks(Duration silence) {
        if (active != null || input.speaking()) {
            return;
        }
        String item = beginTurn();
        int now = input.millis();
        int start = Math.max(0, now - (int) silence.toMillis());
        events.send("input_audio_buffer.timeout_triggered", event -> event.put("audio_start_ms", start)
                .put("audio_end_ms", now)
                .put("item_id", item));
        commitTurn();
        respondByItself();
        connection.publish();
    }

    /** Nothing happens any more. */
    void close() {
        idle.cancel();
        transcripts.close();
        if (active != null) {
            active.drop();
        }
        if (listening != null) {
            listening.close();
        }
    }
}
