package dev.voicecall.assemblyai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketListener;
import dev.voicecall.spi.WebSocketRefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A streaming session that is begun anew when it breaks: five times in a row, with up to two seconds between. Belongs to one call;
 * called on its mailbox, and calls there.
 */
final class StreamingConnection {
    private static final Logger LOG = LoggerFactory.getLogger(StreamingConnection.class);
    private static final int MOST_ATTEMPTS = 5;
    private static final Duration FIRST_DELAY = Duration.ofMillis(250);
    /** What stood for so long was good. */
    private static final Duration GOOD = Duration.ofSeconds(30);
    /** Half a minute of sound that the network does not take. */
    private static final long MOST_QUEUED_BYTES = 240_000;

    private static final int POLICY_VIOLATION = 1_008;
    private static final int BAD_MESSAGE = 3_006;

    private final Account account;
    private final String path;
    private final Duration patience;
    private final Scheduler scheduler;
    private final Mailbox mailbox;
    private final Listener listener;
    private @Nullable Attempt current;
    private Scheduler.Timer retry = Scheduler.Timer.NONE;
    private Scheduler.Timer watch = Scheduler.Timer.NONE;
    private int attempts;

    /** Hears of the session. */
    interface Listener {
        /** It has begun. Comes again when another one has. */
        void onBegin();

        /** The server says something, whatever it is. */
        void onMessage();

        /** It hears something. */
        void onTurn(Turn turn);

        /** It broke, and another one is being begun. */
        void onLost(String why);

        /** None can be begun. Comes last, unless it is opened again. */
        void onFailure(ProviderException failure);
    }

    /**
     * @param path below the streaming URL, with its query
     * @param patience how long it may take until a session begins
     */
    StreamingConnection(
            Account account, String path, Duration patience, Scheduler scheduler, Mailbox mailbox, Listener listener) {
        this.account = account;
        this.path = path;
        this.patience = patience;
        this.scheduler = scheduler;
        this.mailbox = mailbox;
        this.listener = listener;
    }

    /** One socket. */
    private final class Attempt implements WebSocketListener {
        private @Nullable WebSocket socket;
        private long begunAtNanos;
        private boolean begun;
        private String error = "";

        @Override
        public void onOpen(WebSocket opened) {
            mailbox.execute(() -> {
                if (current == this) {
                    socket = opened;
                } else {
                    opened.close(WebSocket.NORMAL, "");
                }
            });
        }

        @Override
        public void onText(WebSocket from, ByteBuffer utf8) {
            JsonNode message = Json.read(StandardCharsets.UTF_8.decode(utf8).toString());
            mailbox.executeHere(() -> {
                if (current == this) {
                    received(message);
                }
            });
        }

        private void received(JsonNode message) {
            listener.onMessage();
            switch (message.path("type").asText("")) {
                case "Begin" -> begin();
                case "Turn" -> listener.onTurn(Turn.of(message));
                case "Error" -> error = message.path("error").asText("");
                case "Warning" ->
                    LOG.warn(
                            "{} warns: {}",
                            account,
                            hidden(message.path("warning").asText("")));
                default -> LOG.trace("Passed over: {}", message.path("type"));
            }
        }

        private void begin() {
            begun = true;
            begunAtNanos = scheduler.nanoTime();
            watch.cancel();
            listener.onBegin();
        }

        @Override
        public void onClose(WebSocket from, int code, String reason) {
            mailbox.executeHere(() -> {
                if (current == this) {
                    closed(code, hidden(reason.isEmpty() ? error : reason));
                }
            });
        }

        private void closed(int code, String reason) {
            String why = "it was closed with " + code + (reason.isEmpty() ? "" : ", " + reason);
            if (code == POLICY_VIOLATION || code == BAD_MESSAGE) {
                String advice = code == POLICY_VIOLATION ? " Check the API key and the account's balance." : "";
                fail(failure(
                        "A streaming session at " + account.streamingUrl() + " was refused: " + why + "." + advice,
                        false));
            } else {
                lost(why);
            }
        }

        void refused(Throwable failure) {
            if (current != this) {
                return;
            }
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (cause instanceof WebSocketRefusedException refusal && !Failures.mayPass(refusal.status())) {
                fail(failure(
                        "A streaming session at " + account.streamingUrl() + " was refused with HTTP "
                                + refusal.status() + ". Check the API key and the streaming URL.",
                        false));
            } else {
                lost("it could not be made: " + cause.getClass().getSimpleName());
            }
        }
    }

    private String hidden(String text) {
        return text.replace(account.key(), "***");
    }

    private static ProviderException failure(String message, boolean retryable) {
        return new ProviderException(Stage.HEARING, message, retryable, null);
    }

    /** Begins a session. After a failure it may be tried again, as often as at first. */
    void open() {
        attempts = 0;
        connect();
    }

    private void connect() {
        Attempt attempt = new Attempt();
        current = attempt;
        watch = scheduler.schedule(patience, mailbox, () -> {
            if (current == attempt && !attempt.begun) {
                lost("it did not begin within " + patience.toMillis() + " ms");
            }
        });
        account.webSockets()
                .connect(account.socketUrl(path), account.headers(), attempt)
                .whenComplete((socket, failure) -> {
                    if (failure != null) {
                        mailbox.execute(() -> attempt.refused(failure));
                    }
                });
    }

    /** Sends sound; nothing if there is no session. */
    void send(byte[] sound) {
        WebSocket socket = current == null ? null : current.socket;
        if (socket == null) {
            return;
        }
        socket.sendBinary(ByteBuffer.wrap(sound));
        if (socket.queuedBytes() > MOST_QUEUED_BYTES) {
            Attempt full = current;
            mailbox.execute(
                    () -> { // as whoever sends is not done yet
                        if (current == full) {
                            lost("it takes nothing of what is sent");
                        }
                    });
        }
    }

    /** Sends a message that has nothing but a type. */
    void send(String type) {
        if (current != null && current.socket != null) {
            current.socket.sendText(ByteBuffer.wrap(Json.bytes(Json.object().put("type", type))));
        }
    }

    /** Ends the session and begins another one. */
    void renew(String why) {
        attempts = 0;
        lost(why);
    }

    private void lost(String why) {
        boolean good =
                current != null && current.begun && scheduler.nanoTime() - current.begunAtNanos >= GOOD.toNanos();
        attempts = good ? 0 : attempts;
        close();
        if (++attempts > MOST_ATTEMPTS) {
            listener.onFailure(failure(
                    "The streaming session at " + account.streamingUrl() + " was lost for good: " + why + ".", true));
            return;
        }
        LOG.debug("A streaming session is begun anew: {}.", why);
        listener.onLost(why);
        Duration delay = attempts == 1 ? Duration.ZERO : FIRST_DELAY.multipliedBy(1L << (attempts - 2));
        retry = scheduler.schedule(delay, mailbox, this::connect);
    }

    private void fail(ProviderException failure) {
        close();
        listener.onFailure(failure);
    }

    /** Ends it; the listener is not called any more, unless it is opened again. */
    void close() {
        Attempt last = current;
        send("Terminate");
        current = null;
        watch.cancel();
        retry.cancel();
        if (last != null && last.socket != null) {
            last.socket.close(WebSocket.NORMAL, "");
        }
    }
}
