package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Scheduler.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that the model speaks or writes, piece by piece: a word of its text with each 200 ms of sound, so that the text runs
 * ahead. Called on the session's mailbox.
 */
final class RealtimeMessage {
    private static final Duration PIECE = Duration.ofMillis(200);
    private static final Duration BETWEEN_WRITTEN_WORDS = Duration.ofMillis(20);

    /** What becomes of it. */
    interface Course {
        /** Half of it is out, if that is waited for. Returns whether it goes on. */
        boolean halfSaid();

        /** All of it is out. */
        void said();

        /** The voice has failed. */
        void voiceFailed();
    }

    private final RealtimeSession session;
    private final ResponseEvents events;
    private final Course course;
    private final AudioFormat format;
    private final boolean written;
    private final RealtimeItem item;
    private final String text;
    private final Deque<String> words;
    private final int allWords;
    private final StringBuilder said = new StringBuilder();
    private @Nullable Speaker speaker;
    private Timer timer = Timer.NONE;
    private boolean waitsForHalf;
    private boolean ticking;
    private boolean over;

    /** @param waitsForHalf whether something is to happen when half of it is out; then it begins when all its sound is made */
    RealtimeMessage(
            RealtimeSession session,
            ResponseEvents events,
            ObjectNode settings,
            String text,
            boolean waitsForHalf,
            Course course) {
        this.session = session;
        this.events = events;
        this.course = course;
        this.format = SessionConfig.format(settings.at("/audio/output/format"));
        this.written = settings.at("/output_modalities/0").asText().equals("text");
        this.waitsForHalf = waitsForHalf;
        this.text = text.strip();
        this.words = new ArrayDeque<>(List.of(this.text.split("\\s+", -1)));
        this.allWords = words.size();
        this.item = new RealtimeItem(session.ids().next("item"), "message");
        item.json().put("role", "assistant").putArray("content");
    }

    void begin() {
        events.added(item);
        sendPart("response.content_part.added", "");
        if (written) {
            write();
        } else {
            speaker = Speaker.say(text, session.mind(), format, session.mailbox(), this::speakOn);
        }
    }

    private void write() {
        if (words.isEmpty()) {
            complete();
            return;
        }
        sendWord();
        if (2 * words.size() > allWords || goesOn()) {
            later(BETWEEN_WRITTEN_WORDS, this::write);
        }
    }

    private void speakOn() {
        if (!over && !ticking && speaker != null) {
            speak(speaker);
        }
    }

    private void speak(Speaker voice) {
        if (voice.failed()) {
            course.voiceFailed();
            return;
        }
        if (waitsForHalf && !voice.complete()) {
            return;
        }
        byte[] piece = voice.take(format.bytes(PIECE));
        if (piece.length == 0) {
            if (voice.complete()) {
                complete();
            }
            return;
        }
        sendWord();
        item.addSound(piece, format);
        sendSound(piece);
        ticking = true;
        if (item.sound().length < voice.bytesLeft() || goesOn()) {
            long nanos = Math.round(format.duration(piece.length).toNanos()
                    / session.behaviour().speed());
            later(Duration.ofNanos(nanos), this::speakOn);
        }
    }

    private boolean goesOn() {
        if (!waitsForHalf) {
            return true;
        }
        waitsForHalf = false;
        return course.halfSaid();
    }

    private void sendWord() {
        if (words.isEmpty()) {
            return;
        }
        String delta = (said.isEmpty() ? "" : " ") + words.remove();
        said.append(delta);
        item.say(said.toString());
        events.sendOfPart(
                written ? "response.output_text.delta" : "response.output_audio_transcript.delta",
                item,
                event -> event.put("delta", delta));
    }

    private void sendSound(byte[] piece) {
        events.sendOfPart(
                "response.output_audio.delta",
                item,
                event -> event.put("delta", Base64.getEncoder().encodeToString(piece)));
    }

    /** Some silence, whatever else has happened. */
    void sendLate() {
        byte[] late = new byte[format.bytes(PIECE)];
        Arrays.fill(late, format.encoding().silence());
        sendSound(late);
    }

    private void complete() {
        while (!words.isEmpty()) {
            sendWord();
        }
        end("completed");
        course.said();
    }

    /** Nothing more is said; what was said so far is all. */
    void end(String status) {
        drop();
        String all = said.toString();
        ObjectNode part = item.json().withArray("/content").addObject();
        if (written) {
            part.put("type", "output_text").put("text", all);
            events.sendOfPart("response.output_text.done", item, event -> event.put("text", all));
        } else {
            part.put("type", "output_audio");
            if (item.truncatedAt().isEmpty()) {
                part.put("transcript", all);
            }
            events.sendOfPart("response.output_audio.done", item, event -> {});
            events.sendOfPart("response.output_audio_transcript.done", item, event -> event.put("transcript", all));
        }
        sendPart("response.content_part.done", all);
        events.done(item, status);
    }

    private void sendPart(String type, String content) {
        events.sendOfPart(type, item, event -> event.putObject("part")
                .put("type", written ? "text" : "audio")
                .put(written ? "text" : "transcript", content));
    }

    /** Nothing more is said. */
    void drop() {
        over = true;
        timer.cancel();
        if (speaker != null) {
            speaker.cancel();
        }
    }

    private void later(Duration delay, Runnable task) {
        timer = session.mind().time().schedule(delay, session.mailbox(), () -> {
            ticking = false;
            if (!over) {
                task.run();
            }
        });
    }
}
