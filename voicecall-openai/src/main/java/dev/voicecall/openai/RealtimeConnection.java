package dev.voicecall.openai;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.WebSocket;
import dev.voicecall.spi.WebSocketListener;
import dev.voicecall.spi.WebSocketRefusedException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to the Realtime API that is made anew when it breaks, when it does not answer, and when it does not take what is
 * sent: five times in a row, with up to two seconds between. Belongs to one call; called on its mailbox, and calls there.
 */
final class RealtimeConnection {
    /** A session lasts 60 minutes; in a pause from then on it should be replaced. */
    static final Duration LIFE = Duration.ofMinutes(57);

    private static final Logger LOG = LoggerFactory.getLogger(RealtimeConnection.class);
    private static final int MOST_ATTEMPTS = 5;
    private static final Duration FIRST_DELAY = Duration.ofMillis(250);
    /** What stood for so long was good. */
    private static final Duration GOOD = Duration.ofSeconds(30);
    /** Half a minute of sound that the network does not take. */
    private static final long MOST_QUEUED_BYTES = 320_000;

    private final Account account;
    private final String path;
    private final Stage stage;
    private final Scheduler scheduler;
    private final Executor mailbox;
    private final Listener listener;
    private @Nullable Attempt current;
    private Scheduler.Timer retry = Scheduler.Timer.NONE;
    private Scheduler.Timer watch = Scheduler.Timer.NONE;
    private boolean watching;
    private int attempts;
    private long openedAtNanos;
    private long heardAtNanos;

    /** Hears of the connection. */
    interface Listener {
        /** It stands. Comes again when it was made anew. */
        void onConnected();

        /** The server says something. */
        void onEvent(RealtimeEvent event);

        /** It broke, and is being made anew. */
        void onLost(String why);

        /** It can't be made. Comes last. */
        void onFailure(ProviderException failure);

        /** Whether the server owes an answer. */
        boolean awaitsAnswer();
    }

    /**
     * @param path below the base URL, with its query
     * @param stage which part has failed if it can't be made
     */
    RealtimeConnection(
            Account account, String path, Stage stage, Scheduler scheduler, Executor mailbox, Listener listener) {
        this.account = account;
        this.path = path;
        this.stage = stage;
        this.scheduler = scheduler;
        this.mailbox = mailbox;
        this.listener = listener;
    }

    /** One socket. */
    private final class Attempt implements WebSocketListener {
        private final RealtimeReader reader = new RealtimeReader();
        private @Nullable WebSocket socket;

        @Override
        public void onOpen(WebSocket opened) {
            mailbox.execute(() -> {
                if (current == this) {
                    socket = opened;
                    openedAtNanos = scheduler.nanoTime();
                    heardAtNanos = openedAtNanos;
                    listener.onConnected();
                } else {
                    opened.close(WebSocket.NORMAL, "");
                }
            });
        }

        @Override
        public void onText(WebSocket from, ByteBuffer utf8) {
            RealtimeEvent event = reader.read(utf8);
            handOver(() -> received(event));
        }

        private void received(RealtimeEvent event) {
            if (current == this) {
                heardAtNanos = scheduler.nanoTime();
                listener.onEvent(event);
            }
        }

        @Override
        public void onClose(WebSocket from, int code, String reason) {
            handOver(() -> {
                if (current == this) {
                    String why = reason.replace(account.key(), "***");
                    lost("it was closed with " + code + (why.isEmpty() ? "" : ", " + why));
                }
            });
        }

        /** On the socket's own thread, if the call's mailbox is free. */
        private void handOver(Runnable task) {
            if (mailbox instanceof Mailbox calls) {
                calls.executeHere(task);
            } else {
                mailbox.execute(task);
            }
        }

        void refused(Throwable failure) {
            if (current != this) {
                return;
            }
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (cause instanceof WebSocketRefusedException refusal && !mayHelp(refusal.status())) {
                fail(new ProviderException(stage, refusal(refusal.status()), false, null));
            } else {
                lost("it could not be made: " + cause.getClass().getSimpleName());
            }
        }
    }

    /** Whether trying again may help. */
    private static boolean mayHelp(int status) {
        return status == 408 || status == 429 || status >= 500;
    }

    private String refusal(int status) {
        String advice =
                switch (status) {
                    case 401 -> "the key is wrong or was revoked";
                    case 403 -> "the key may not do that, or not from this country";
                    case 404 -> "there is no such model, or the key may not use it, or the base URL is wrong";
                    default -> "see OpenAI's list of error codes";
                };
        return "A Realtime connection to " + account.baseUrl() + path + " was refused with HTTP " + status + ": "
                + advice + ".";
    }

    /** Connects. After a failure it may be tried again, as often as at first. */
    void open() {
        attempts = 0;
        connect();
    }

    private void connect() {
        Attempt attempt = new Attempt();
        current = attempt;
        openedAtNanos = scheduler.nanoTime();
        heardAtNanos = openedAtNanos;
        expectAnswer();
        account.webSockets()
                .connect(account.socketUrl(path), account.headers(), attempt)
                .whenComplete((socket, failure) -> {
                    if (failure != null) {
                        mailbox.execute(() -> attempt.refused(failure));
                    }
                });
    }

    /** Sends an event in UTF-8; nothing if the connection does not stand. */
    void send(ByteBuffer event) {
        if (current == null || current.socket == null) {
            return;
        }
        current.socket.sendText(event);
        if (current.socket.queuedBytes() > MOST_QUEUED_BYTES) {
            Attempt full = current;
            mailbox.execute(
                    () -> { // as whoever sends is not done yet
                        if (current == full) {
                            lost("it takes nothing of what is sent");
                        }
                    });
        }
    }

    /** From now on, while the listener awaits an answer, silence is a break. */
    void expectAnswer() {
        if (!watching) {
            watching = true;
            watchFor(account.timeout());
        }
    }

    private void watchFor(Duration time) {
        watch = scheduler.schedule(time, mailbox, () -> {
            Duration silent = Duration.ofNanos(scheduler.nanoTime() - heardAtNanos);
            watching = false;
            if (current == null || !listener.awaitsAnswer()) {
                return;
            }
            if (silent.compareTo(account.timeout()) >= 0) {
                lost("there was no answer for " + account.timeout().toMillis() + " ms");
            } else {
                watching = true;
                watchFor(account.timeout().minus(silent));
            }
        });
    }

    /** Gives the connection up and makes another one. */
    void renew(String why) {
        lost(why);
    }

    private void lost(String why) {
        boolean good = scheduler.nanoTime() - openedAtNanos >= GOOD.toNanos() && socketStood();
        attempts = good ? 0 : attempts;
        drop();
        if (++attempts > MOST_ATTEMPTS) {
            fail(new ProviderException(
                    stage,
                    "The Realtime connection to " + account.baseUrl() + " was lost for good: " + why + ".",
                    true,
                    null));
            return;
        }
        LOG.debug("The Realtime connection is made anew: {}.", why);
        listener.onLost(why);
        retry = scheduler.schedule(delay(), mailbox, this::connect);
    }

    private boolean socketStood() {
        return current != null && current.socket != null;
    }

    private Duration delay() {
        return attempts == 1 ? Duration.ZERO : FIRST_DELAY.multipliedBy(1L << (attempts - 2));
    }

    private void fail(ProviderException failure) {
        close();
        listener.onFailure(failure);
    }

    /** Ends it; the listener is not called any more. */
    void close() {
        drop();
        retry.cancel();
    }

    private void drop() {
        Attempt dropped = current;
        current = null;
        watch.cancel();
        watching = false;
        if (dropped != null && dropped.socket != null) {
            dropped.socket.close(WebSocket.NORMAL, "");
        }
    }
}
