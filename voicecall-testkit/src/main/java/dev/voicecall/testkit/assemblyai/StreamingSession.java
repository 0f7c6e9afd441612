package dev.voicecall.testkit.assemblyai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.VoiceCallException;
import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.audio.G711;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.testkit.http.SocketOutbox;
import dev.voicecall.testkit.http.SocketPeer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A streaming session, whatever carries it. Safe for use by many threads: all happens on its mailbox. */
final class StreamingSession implements SocketPeer {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration SHORTEST_CHUNK = Duration.ofMillis(50);
    private static final Duration LONGEST_CHUNK = Duration.ofSeconds(1);
    /** So much sound may come before it can have been spoken, since networks are not even. */
    private static final Duration MOST_AHEAD = Duration.ofSeconds(2);
    /** Of 16 bits; what is quieter is silence. */
    private static final int LOUD = 1_000;

    private final Streaming streaming;
    private final boolean keyIsKnown;
    private final StreamingParameters parameters;
    private final SocketOutbox outbox;
    private final Mailbox mailbox;
    private final SimulatedStream record;
    private @Nullable AudioConverter toEar;
    private @Nullable Ear ear;
    private StreamingTurn turn = new StreamingTurn(0);
    private int turns;
    private int number;
    private long beganNanos;
    private Duration heard = Duration.ZERO;
    private Duration silence = Duration.ZERO;
    private Duration ahead = Duration.ZERO;
    private long aheadAtNanos;
    private Timer expiry = Timer.NONE;
    private Timer inactivity = Timer.NONE;
    private boolean gone;

    StreamingSession(
            Streaming streaming, boolean keyIsKnown, URI uri, StreamingParameters parameters, SocketOutbox outbox) {
        this.streaming = streaming;
        this.keyIsKnown = keyIsKnown;
        this.parameters = parameters;
        this.outbox = outbox;
        this.mailbox = new Mailbox(streaming.time().executor());
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        this.record = new SimulatedStream(query, () -> mailbox.execute(this::cut));
    }

    /** Listens to one turn. */
    private final class Ear implements SpeechToText.Listener {
        private final SpeechToText.Transcription listening =
                streaming.ear().open(new SpeechToText.Request("en", List.of(), streaming.time()), this);
        private Duration from = heard;

        void hear(byte[] sound) {
            listening.audio(sound);
        }

        @Override
        public void onInterim(String words) {
            Duration to = heard;
            mailbox.execute(() -> {
                if (ear == this && turn.hear(words, from, to)) {
                    from = to;
                    say(turn.json(false, true, true));
                }
            });
        }

        @Override
        public void onFinal(SpeechToText.Words words) {
            Duration to = heard;
            mailbox.execute(() -> {
                listening.close();
                turn.hear(words.text(), from, to);
                endTurn();
            });
        }

        @Override
        public void onFailure(VoiceCallException failure) {
            mailbox.execute(() -> close(3_005, "Session Cancelled: An error occurred"));
        }
    }

    @Override
    public void open() {
        mailbox.execute(() -> {
            if (!keyIsKnown) {
                refuse(1_008, "Unauthorized Connection: Missing Authorization header");
            } else if (streaming.isFull()) {
                refuse(3_009, "Unauthorized Connection: Too many concurrent sessions");
            } else {
                begin();
            }
        });
    }

    private void refuse(int code, String reason) {
        gone = true;
        outbox.close(code, reason);
    }

    private void begin() {
        number = streaming.begin(record);
        beganNanos = streaming.time().nanoTime();
        aheadAtNanos = beganNanos;
        toEar = AudioConverter.between(parameters.format(), streaming.ear().format());
        Duration life = streaming.behaviour().maxSession();
        expiry = streaming
                .time()
                .schedule(life, mailbox, () -> close(3_008, "Session Expired: Maximum session duration exceeded"));
        active();
        send(message("Begin")
                .put("id", UUID.nameUUIDFromBytes(new byte[] {(byte) number}).toString())
                .put("expires_at", streaming.time().now().plus(life).getEpochSecond()));
    }

    private static ObjectNode message(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private void active() {
        inactivity.cancel();
        parameters
                .inactivityTimeout()
                .ifPresent(limit -> inactivity = streaming.time().schedule(limit, mailbox, this::terminate));
    }

    @Override
    public void receive(byte[] data) {
        mailbox.execute(() -> {
            if (!gone) {
                active();
                hear(data);
            }
        });
    }

    private void hear(byte[] sound) {
        Duration length = parameters.format().duration(sound.length);
        record.chunk(length);
        if (length.compareTo(SHORTEST_CHUNK) < 0 || length.compareTo(LONGEST_CHUNK) > 0) {
            close(3_007, "Input duration violation: " + length.toMillis() + " ms. Expected between 50 and 1000 ms");
            return;
        }
        if (isTooFast(length)) {
            Duration passed = Duration.ofNanos(streaming.time().nanoTime() - beganNanos);
            close(
                    3_007,
                    "Audio Transmission Rate Exceeded: Received "
                            + record.sound().toMillis() / 1e3 + " sec. audio in " + passed.toMillis() / 1e3 + " sec");
            return;
        }
        streaming
                .behaviour()
                .close(number)
                .filter(how -> how.afterChunks() == record.chunks())
                .ifPresentOrElse(this::closeAsTold, () -> listen(sound, length));
    }

    private void closeAsTold(StreamingBehaviour.Close how) {
        if (how.code() == 0) {
            cut();
        } else {
            close(how.code(), how.reason());
        }
    }

    private boolean isTooFast(Duration length) {
        long nowNanos = streaming.time().nanoTime();
        Duration left = ahead.minusNanos(nowNanos - aheadAtNanos);
        ahead = (left.isNegative() ? Duration.ZERO : left).plus(length);
        aheadAtNanos = nowNanos;
        return ahead.compareTo(MOST_AHEAD) > 0;
    }

    private void listen(byte[] sound, Duration length) {
        if (streaming.behaviour().deaf() || toEar == null) {
            return;
        }
        if (ear == null) {
            ear = new Ear();
        }
        ear.hear(toEar.convert(sound, 0, sound.length));
        heard = heard.plus(length);
        silence = isSilent(sound) ? silence.plus(length) : Duration.ZERO;
        if (!turn.isEmpty() && silence.compareTo(parameters.endOfTurnSilence()) >= 0) {
            finishTurn();
        }
    }

    private boolean isSilent(byte[] sound) {
        boolean muLaw = parameters.format().encoding() == AudioFormat.Encoding.MULAW;
        for (int i = 0; i + 1 < sound.length; i += 2) {
            int sample = muLaw ? G711.decodeMulaw(sound[i]) : (short) ((sound[i] & 0xFF) | (sound[i + 1] << 8));
            if (Math.abs(sample) > LOUD) {
                return false;
            }
        }
        return true;
    }

    private void finishTurn() {
        Ear last = ear;
        ear = null;
        silence = Duration.ZERO;
        if (last != null) {
            last.listening.endUtterance();
        } else {
            endTurn();
        }
    }

    private void endTurn() {
        StreamingTurn over = turn;
        if (over.isEmpty() && !streaming.behaviour().answersSilence()) {
            return;
        }
        turn = new StreamingTurn(++turns);
        boolean formats = parameters.formatTurns();
        if (formats && streaming.behaviour().twoFinals()) {
            say(over.json(true, false, false));
        }
        say(over.json(true, formats, true));
    }

    /** Says it, some time later. */
    private void say(ObjectNode json) {
        streaming.time().schedule(streaming.behaviour().latency(), mailbox, () -> send(json));
    }

    private void send(ObjectNode json) {
        if (!gone) {
            record.sent(json.toString());
            outbox.send(json.toString());
        }
    }

    @Override
    public void receive(String text) {
        mailbox.execute(() -> {
            if (!gone) {
                record.received(text);
                active();
                handle(text);
            }
        });
    }

    private void handle(String text) {
        String type;
        try {
            JsonNode message = MAPPER.readTree(text);
            type = message.path("type").asText("");
        } catch (JsonProcessingException e) {
            close(3_006, "Invalid JSON: " + text);
            return;
        }
        switch (type) {
            case "ForceEndpoint" -> {
                if (!streaming.behaviour().deaf()) {
                    finishTurn();
                }
            }
            case "Terminate" -> terminate();
            case "KeepAlive", "UpdateConfiguration" -> active();
            default -> close(3_006, "Invalid Message Type: " + type);
        }
    }

    private void terminate() {
        Duration session = Duration.ofNanos(streaming.time().nanoTime() - beganNanos);
        send(message("Termination")
                .put("audio_duration_seconds", record.sound().toMillis() / 1e3)
                .put("session_duration_seconds", session.toMillis() / 1e3));
        close(1_000, "");
    }

    private void close(int code, String reason) {
        if (gone) {
            return;
        }
        if (code != 1_000) {
            send(message("Error").put("error_code", code).put("error", reason));
        }
        record.closed(code);
        end();
        outbox.close(code, reason);
    }

    private void cut() {
        end();
        outbox.cut();
    }

    @Override
    public void gone() {
        mailbox.execute(this::end);
    }

    private void end() {
        if (gone) {
            return;
        }
        gone = true;
        streaming.end();
        expiry.cancel();
        inactivity.cancel();
        if (ear != null) {
            ear.listening.close();
        }
    }
}
