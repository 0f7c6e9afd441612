package dev.voicecall.socketio;

import dev.voicecall.spi.Scheduler;
import java.time.Duration;
import java.util.concurrent.Executor;

/** Asks a client whether it is still there: in Engine.IO 4 it is the server that pings. Belongs to the session's mailbox. */
final class Heartbeat {
    private final Scheduler scheduler;
    private final Executor mailbox;
    private final Duration interval;
    private final Duration timeout;
    private final Runnable ping;
    private final Runnable dead;
    private Scheduler.Timer timer = Scheduler.Timer.NONE;
    private int round;
    private boolean pinged;

    /**
     * @param ping sends a ping
     * @param dead hears that it was not answered
     */
    Heartbeat(Scheduler scheduler, Executor mailbox, SocketIoSettings settings, Runnable ping, Runnable dead) {
        this.scheduler = scheduler;
        this.mailbox = mailbox;
        this.interval = settings.pingInterval();
        this.timeout = settings.pingTimeout();
        this.ping = ping;
        this.dead = dead;
    }

    void start() {
        pinged = false;
        after(interval, this::beat);
    }

    /** A pong has come; one that nobody asked for says nothing. */
    void pong() {
        if (pinged) {
            start();
        }
    }

    void stop() {
        timer.cancel();
        round++;
    }

    private void beat() {
        pinged = true;
        after(timeout, dead);
        ping.run();
    }

    /** A timer that is cancelled too late finds that its round is over. */
    private void after(Duration delay, Runnable task) {
        stop();
        int mine = round;
        timer = scheduler.schedule(delay, mailbox, () -> {
            if (mine == round) {
                task.run();
            }
        });
    }
}
