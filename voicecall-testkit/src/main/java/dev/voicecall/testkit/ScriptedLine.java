package dev.voicecall.testkit;

import dev.voicecall.CarrierException;
import dev.voicecall.spi.AudioLine;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live line of a {@link ScriptedLeg}: the callee's handset, and the connection to it, with its faults. Belongs to one
 * call; called on its mailbox.
 */
final class ScriptedLine {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptedLine.class);

    private final Scheduler time;
    private final Executor mailbox;
    private final AudioLine.Listener listener;
    private final Events events;
    private final LineFaults faults;
    private final SplittableRandom random;
    private final LineTap tap;
    private final PlayoutBuffer playout;
    private final Handset handset;
    private final List<Timer> timers = new ArrayList<>();
    private @Nullable Connection connection;
    private long spokenSamples;

    /** What the leg hears of it. */
    interface Events {
        /** What the callee said, and heard, in the same 20 ms; not to be changed. */
        void sound(byte[] said, byte[] heard);

        void closed();

        void broken(CarrierException why);

        void hungUp();
    }

    ScriptedLine(
            ScriptedCarrier carrier,
            Scheduler time,
            Executor mailbox,
            CalleeOnCall callee,
            AudioLine.Listener listener,
            Events events) {
        this.time = time;
        this.mailbox = mailbox;
        this.listener = listener;
        this.events = events;
        this.faults = carrier.faults();
        this.random = carrier.nextLine();
        this.tap = carrier.tap();
        this.playout = new PlayoutBuffer(
                        this::echo,
                        bytes -> LOG.warn("The line was sent more than ten minutes of sound; the rest is dropped."))
                .tap(tap);
        this.handset = new Handset(time, mailbox, callee, playout, new CalleesEnd());
    }

    /** Begins to open it. */
    void open(Duration sincePickUp) {
        Duration opening = faults.opening();
        after(opening, () -> {
            handset.start(sincePickUp.plus(opening));
            connect();
        });
        faults.breaksAfter().ifPresent(talk -> after(opening.plus(talk), this::breakOff));
        faults.reopensAfter().ifPresent(talk -> after(opening.plus(talk), this::reopen));
    }

    private void after(Duration delay, Runnable task) {
        timers.add(time.schedule(delay, mailbox, task));
    }

    private void connect() {
        Connection opened = new Connection();
        connection = opened;
        tap.opened();
        listener.onOpen(opened);
    }

    private void breakOff() {
        stop();
        events.broken(new CarrierException("The live line broke, as it was told to.", 0, true, null));
    }

    private void reopen() {
        disconnect();
        playout.clear();
        after(faults.opening(), this::connect);
    }

    private void disconnect() {
        if (connection != null) {
            connection.drop();
            connection = null;
            tap.gone();
        }
    }

    /** The line is gone; nobody hears of it any more. */
    void stop() {
        timers.forEach(Timer::cancel);
        disconnect();
        handset.stop();
    }

    /** A person at the phone presses a key. */
    void key(char key) {
        if (connection != null) {
            connection.key(key);
        }
    }

    private void echo(String mark) {
        if (connection != null) {
            connection.echo(mark);
        }
    }

    private boolean inHole() {
        Duration at = Duration.ofMillis(spokenSamples / 8);
        return faults.hole()
                .filter(hole -> at.compareTo(hole) >= 0 && at.compareTo(hole.plus(LineFaults.HOLE_LENGTH)) < 0)
                .isPresent();
    }

    private final class CalleesEnd implements Handset.Network {
        @Override
        public void sound(byte[] muLaw) {
            events.sound(muLaw, playout.playing());
            boolean lost = inHole() || random.nextDouble() < faults.lostAudio();
            if (connection != null && !lost) {
                connection.sound(muLaw);
            }
            spokenSamples += muLaw.length;
        }

        @Override
        public void key(char key) {
            ScriptedLine.this.key(key);
        }

        @Override
        public void hungUp() {
            events.hungUp();
        }
    }

    /** Two ways that take time, one for each direction, and one for the echoes, which may take longer. */
    private final class Connection implements AudioLine {
        private final long beganSamples = spokenSamples;
        private final Pipe out = pipe(Duration.ZERO);
        private final Pipe in = pipe(Duration.ZERO);
        private final Pipe echoes = pipe(faults.markDelay());

        private Pipe pipe(Duration delay) {
            Duration jitter = faults.jitter().plus(delay);
            return new Pipe(time, mailbox, random.split(), faults.latency(), jitter);
        }

        void sound(byte[] muLaw) {
            long position = spokenSamples - beganSamples;
            in.pass(() -> listener.onAudio(position, muLaw));
        }

        void key(char key) {
            in.pass(() -> listener.onKey(key));
        }

        void echo(String mark) {
            int times = random.nextDouble() < faults.doubledMarks() ? 2 : 1;
            for (int i = 0; i < times && random.nextDouble() >= faults.lostMarks(); i++) {
                echoes.pass(() -> listener.onMark(mark));
            }
        }

        @Override
        public void send(byte[] muLaw) {
            tap.sent(muLaw);
            out.pass(() -> playout.send(muLaw));
        }

        @Override
        public void mark(String name) {
            out.pass(() -> playout.mark(name));
        }

        @Override
        public void clear() {
            tap.cleared();
            out.pass(playout::clear);
        }

        @Override
        public void close() {
            in.close();
            echoes.close();
            tap.closed();
            out.pass(() -> {
                stop();
                events.closed();
            });
        }

        void drop() {
            out.close();
            in.close();
            echoes.close();
        }
    }
}
