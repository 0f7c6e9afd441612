package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.spi.Scheduler.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Tells a client what was heard, sooner or later. Called on the session's mailbox. */
final class Transcripts {
    private final RealtimeSession session;
    private final Realtime realtime;
    private final SplittableRandom lateness;
    private final Map<String, String> interim = new HashMap<>();
    private final List<Timer> timers = new ArrayList<>();

    Transcripts(RealtimeSession session, Realtime realtime) {
        this.session = session;
        this.realtime = realtime;
        this.lateness = new SplittableRandom(realtime.behaviour().seed());
    }

    /** What an utterance sounds like so far. */
    void interim(String item, String words) {
        if (session.config().transcriptionModel().isPresent()) {
            tellDelta(item, words);
        }
    }

    private void tellDelta(String item, String words) {
        String before = interim.getOrDefault(item, "");
        if (words.length() > before.length() && words.startsWith(before)) {
            interim.put(item, words);
            send("delta", item, event -> event.put("delta", words.substring(before.length())));
        }
    }

    /** An utterance has ended. */
    void expect(RealtimeItem item, CompletableFuture<String> words, Duration length) {
        session.config()
                .transcriptionModel()
                .ifPresent(model -> words.whenComplete((text, failure) -> {
                    Duration late = Duration.ofMillis(
                            lateness.nextLong(realtime.behaviour().transcripts().toMillis() + 1));
                    boolean fails = realtime.nextTranscriptFails();
                    timers.add(session.mind().time().schedule(late, session.mailbox(), () -> {
                        if (failure != null || fails) {
                            fail(item);
                        } else {
                            complete(item, text, model, length);
                        }
                    }));
                }));
    }

    private void complete(RealtimeItem item, String text, String model, Duration length) {
        tellDelta(item.id(), text);
        interim.remove(item.id());
        item.part().put("transcript", text);
        send("completed", item.id(), event -> {
            event.put("transcript", text);
            putUsage(event.putObject("usage"), model, text, length);
        });
    }

    private static void putUsage(ObjectNode usage, String model, String text, Duration length) {
        if (model.equals("whisper-1")) {
            usage.put("type", "duration").put("seconds", length.toMillis() / 1e3);
            return;
        }
        int in = (int) (length.toMillis() / 100);
        int out = text.isEmpty() ? 0 : text.split(" ", -1).length;
        usage.put("type", "tokens")
                .put("total_tokens", in + out)
                .put("input_tokens", in)
                .put("output_tokens", out);
        usage.putObject("input_token_details").put("text_tokens", 0).put("audio_tokens", in);
    }

    private void fail(RealtimeItem item) {
        interim.remove(item.id());
        send("failed", item.id(), event -> event.putObject("error")
                .put("type", "transcription_error")
                .put("code", "audio_unintelligible")
                .put("message", "The audio could not be transcribed."));
    }

    private void send(String what, @Nullable String item, Consumer<ObjectNode> fields) {
        session.events().send("conversation.item.input_audio_transcription." + what, event -> {
            event.put("item_id", item).put("content_index", 0);
            fields.accept(event);
        });
    }

    void close() {
        timers.forEach(Timer::cancel);
    }
}
