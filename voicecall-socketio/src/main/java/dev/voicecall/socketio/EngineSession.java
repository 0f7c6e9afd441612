package dev.voicecall.socketio;

import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A session of Engine.IO 4: packets go to and fro in order, by polls first and then by a WebSocket, or by a WebSocket from the
 * beginning.
 *
 * <p>Everything but {@link #run}, {@link #send}, {@link #poll} and {@link #post} belongs to the session's mailbox.
 */
final class EngineSession {
    /** How binary data is marked in a payload of text, and here wherever it came from. */
    static final String BINARY = "b";

    private static final Optional<String> BINARY_BODY = Optional.of("application/octet-stream");
    private static final byte[] CLOSE = {'1'};
    private static final byte[] PING = {'2'};

    /** Both as the reference server has them. */
    private static final Duration UPGRADE_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private enum State {
        OPEN,
        /** A client that polls is still to be told that it is over. */
        CLOSING,
        CLOSED
    }

    private final String id;
    private final boolean bySocket;
    private final Scheduler scheduler;
    private final EngineSessions sessions;
    private final Mailbox mailbox;
    private final Outbox outbox;
    private final Downstream downstream;
    private final Heartbeat heartbeat;
    private final EngineListener listener;
    private final AtomicBoolean overflown = new AtomicBoolean();
    private State state = State.OPEN;
    private Scheduler.Timer closeTimeout = Scheduler.Timer.NONE;

    /**
     * @param bySocket whether it is by a WebSocket from the beginning
     * @param listener makes the one that hears of this session
     */
    EngineSession(
            String id,
            boolean bySocket,
            Scheduler scheduler,
            SocketIoSettings settings,
            EngineSessions sessions,
            Function<EngineSession, EngineListener> listener) {
        this.id = id;
        this.bySocket = bySocket;
        this.scheduler = scheduler;
        this.sessions = sessions;
        this.mailbox = new Mailbox(scheduler.executor());
        this.outbox = new Outbox(settings.maxQueuedBytes());
        this.downstream = new Downstream(settings.maxQueuedBytes(), outbox);
        this.heartbeat = new Heartbeat(
                scheduler, mailbox, settings, () -> control(PING), () -> end(CLOSE, WebSocket.NORMAL, "Ping timeout"));
        this.listener = listener.apply(this);
    }

    String id() {
        return id;
    }

    /** Runs a task on the session's mailbox. */
    void run(Runnable task) {
        mailbox.executeHere(task);
    }

    /** Runs a task on the session's mailbox later. */
    Scheduler.Timer after(Duration delay, Runnable task) {
        return scheduler.schedule(delay, mailbox, task);
    }

    /** Sends a packet. From any thread; one that does not fit ends the session. */
    void send(byte[] packet) {
        if (outbox.reserve(packet)) {
            run(() -> enqueue(packet));
        } else if (overflown.compareAndSet(false, true)) {
            run(this::drop);
        }
    }

    /** Answers a GET once there is a packet. A second one at the same time is against the rules and ends the session. */
    CompletionStage<HttpResponse> poll(HttpRequest request) {
        LongPoll next = new LongPoll();
        run(() -> hold(next));
        request.abandoned()
                .thenRun(() -> run(() -> {
                    if (downstream.isHeld(next)) {
                        end(CLOSE, WebSocket.NORMAL, "");
                    }
                }));
        return next.response();
    }

    /** Takes the packets of a POST. */
    CompletionStage<HttpResponse> post(HttpRequest request) {
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        run(() -> answer.complete(receivePayload(request)));
        return answer;
    }

    /** Begins. */
    void open(byte[] openPacket) {
        heartbeat.start();
        write(openPacket);
    }

    /** Sends a packet from the mailbox, before what was sent by others meanwhile. */
    void write(byte[] packet) {
        if (outbox.reserve(packet)) {
            enqueue(packet);
        } else {
            drop();
        }
    }

    private void control(byte[] packet) {
        outbox.addControl(packet);
        flush();
    }

    private void enqueue(byte[] reserved) {
        if (state == State.OPEN) {
            outbox.add(reserved);
            flush();
        } else {
            outbox.release(reserved);
        }
    }

    private void flush() {
        if (!downstream.flush()) {
            drop();
        }
    }

    private void hold(LongPoll next) {
        if (state == State.CLOSED) {
            next.refuse(EngineError.UNKNOWN_SID);
        } else if (bySocket || downstream.isBySocket()) {
            next.refuse(EngineError.BAD_REQUEST);
        } else if (downstream.isPolled()) {
            next.refuse(EngineError.BAD_REQUEST);
            end(CLOSE, WebSocket.NORMAL, "");
        } else {
            downstream.hold(next);
            flush();
            if (state == State.CLOSING && downstream.isHeld(next)) {
                end(CLOSE, WebSocket.NORMAL, "");
            }
        }
    }

    private HttpResponse receivePayload(HttpRequest request) {
        if (state == State.CLOSED) {
            return EngineError.UNKNOWN_SID.response();
        }
        if (bySocket || downstream.isBySocket()) {
            return EngineError.BAD_REQUEST.response();
        }
        if (request.body().length > SocketIoSettings.MAX_PAYLOAD_BYTES) {
            return HttpResponse.of(413);
        }
        boolean valid = !request.header("Content-Type").equals(BINARY_BODY)
                && Payload.decode(request.body(), this::receive);
        if (!valid) {
            violated();
        }
        return valid ? HttpResponse.of(200, "text/html", "ok") : EngineError.BAD_REQUEST.response();
    }

    /** A WebSocket was opened for this session. */
    void opened(WebSocket opened) {
        if (state != State.OPEN || downstream.isBySocket() || downstream.probe() != null) {
            opened.close(WebSocket.NORMAL, "");
        } else if (bySocket) {
            downstream.switchTo(opened);
            flush();
        } else {
            downstream.beginProbe(new Probe(opened, after(UPGRADE_TIMEOUT, () -> giveUp(opened))));
        }
    }

    /** A packet came on a WebSocket of this session. */
    void received(WebSocket from, String packet) {
        Probe probe = downstream.probe();
        if (downstream.isBy(from)) {
            if (!receive(packet)) {
                violated();
            }
        } else if (probe != null && probe.socket() == from) {
            switch (probe.received(packet)) {
                case TRY_ON -> flush();
                case UPGRADE -> upgrade(from);
                case GIVE_UP -> giveUp(from);
            }
        }
    }

    private void upgrade(WebSocket to) {
        downstream.switchTo(to);
        flush();
        if (state == State.CLOSING) {
            end(CLOSE, WebSocket.NORMAL, "");
        }
    }

    private void giveUp(WebSocket tried) {
        Probe probe = downstream.probe();
        if (probe != null && probe.socket() == tried) {
            downstream.endProbe();
            tried.close(WebSocket.NORMAL, "");
        }
    }

    /** A WebSocket of this session is gone. */
    void gone(WebSocket lost) {
        if (downstream.isBy(lost)) {
            end(CLOSE, WebSocket.NORMAL, "");
        } else {
            giveUp(lost);
        }
    }

    /** False if it is no packet that a client may send. */
    private boolean receive(String packet) {
        if (state != State.OPEN && !packet.equals("1")) {
            return true;
        }
        switch (packet.isEmpty() ? ' ' : packet.charAt(0)) {
            case '1' -> end(Downstream.NOOP, WebSocket.NORMAL, "");
            case '3' -> heartbeat.pong();
            case '4' -> listener.onMessage(packet.substring(1));
            case 'b' -> listener.onBinary();
            case '6' -> {}
            default -> {
                return false;
            }
        }
        return true;
    }

    private void violated() {
        end(CLOSE, WebSocket.POLICY_VIOLATION, "Not Engine.IO 4");
    }

    private void drop() {
        if (state != State.CLOSED) {
            sessions.countDropped();
            end(CLOSE, WebSocket.POLICY_VIOLATION, "Does not take what is sent");
        }
    }

    /**
     * Ends the session in order: what waits is still delivered, to a client that polls with its next poll. That it is over is
     * what the poll after that is told, or the client would hear of that first.
     */
    void close() {
        if (state != State.OPEN) {
            return;
        }
        if (downstream.isWritable()) {
            end(CLOSE, WebSocket.NORMAL, "");
        } else {
            state = State.CLOSING;
            heartbeat.stop();
            closeTimeout = after(CLOSE_TIMEOUT, () -> end(CLOSE, WebSocket.NORMAL, ""));
            listener.onClosed();
        }
    }

    /** Ends the session at once, because the server does. */
    void shutDown() {
        end(CLOSE, WebSocket.GOING_AWAY, "");
    }

    /**
     * Ends the session now, whatever waits.
     *
     * @param lastPacket the answer to a poll that is under way
     * @param code with which a WebSocket is closed
     */
    private void end(byte[] lastPacket, int code, String reason) {
        if (state == State.CLOSED) {
            return;
        }
        boolean told = state == State.CLOSING;
        state = State.CLOSED;
        heartbeat.stop();
        closeTimeout.cancel();
        downstream.end(lastPacket, code, reason);
        sessions.remove(this);
        if (!told) {
            listener.onClosed();
        }
    }
}
