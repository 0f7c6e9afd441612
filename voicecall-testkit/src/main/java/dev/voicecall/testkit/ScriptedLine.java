package dev.voicecall.testkit;

import dev.voicecall.CarrierException;
import dev.voicecall.spi.AudioLine;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The live line of a {@link ScriptedLeg}: a handset at the other end of two delayed pipes. Called on the leg's mailbox. */
final class ScriptedLine implements AudioLine {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptedLine.class);

    private final Listener listener;
    private final LineFaults faults;
    private final SplittableRandom random;
    private final Events events;
    private final LineTap tap;
    private final PlayoutBuffer playout;
    private final Handset handset;
    private final Pipe out;
    private final Pipe in;
    private final Pipe echoes;
    private final List<Timer> timers;
    private long positionSamples;
    private boolean open = true;

    /** What the leg hears of it. */
    interface Events {
        void closed();

        void broken(CarrierException why);

        void hungUp();
    }

    ScriptedLine(
            ScriptedCarrier carrier,
            Scheduler time,
            Executor mailbox,
            CalleeOnCall callee,
            Duration sincePickUp,
            Listener listener,
            Events events) {
        this.listener = listener;
        this.faults = carrier.faults();
        this.random = carrier.nextLine();
        this.tap = carrier.tap();
        this.playout = new PlayoutBuffer(
                        this::echo,
                        bytes -> LOG.warn("The line was sent more than ten minutes of sound; the rest is dropped."))
                .tap(tap);
        this.events = events;
        this.out = new Pipe(time, mailbox, random.split(), faults.latency(), faults.jitter());
        this.in = new Pipe(time, mailbox, random.split(), faults.latency(), faults.jitter());
        this.echoes = new Pipe(
                time, mailbox, random.split(), faults.latency(), faults.jitter().plus(faults.markDelay()));
        this.handset = new Handset(time, mailbox, callee, playout, new CalleesEnd());
        Duration opening = faults.opening();
        this.timers = List.of(
                time.schedule(opening, mailbox, () -> open(sincePickUp.plus(opening))),
                faults.breaksAfter()
                        .map(after -> time.schedule(opening.plus(after), mailbox, this::breakOff))
                        .orElse(Timer.NONE));
    }

    private void open(Duration sincePickUp) {
        if (open) {
            tap.opened();
            handset.start(sincePickUp);
            listener.onOpen(this);
        }
    }

    private void breakOff() {
        if (open) {
            stop();
            events.broken(new CarrierException("The live line broke, as it was told to.", 0, true, null));
        }
    }

    private final class CalleesEnd implements Handset.Network {
        @Override
        public void sound(byte[] muLaw) {
            long position = positionSamples;
            positionSamples += muLaw.length;
            if (!inHole(position) && random.nextDouble() >= faults.lostAudio()) {
                in.pass(() -> listener.onAudio(position, muLaw));
            }
        }

        @Override
        public void key(char key) {
            in.pass(() -> listener.onKey(key));
        }

        @Override
        public void hungUp() {
            events.hungUp();
        }
    }

    private boolean inHole(long position) {
        Duration at = Duration.ofNanos(position * 125_000);
        return faults.hole()
                .filter(hole -> at.compareTo(hole) >= 0 && at.compareTo(hole.plus(LineFaults.HOLE_LENGTH)) < 0)
                .isPresent();
    }

    private void echo(String mark) {
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
        out.pass(() -> {
            stop(true);
            events.closed();
        });
    }

    /** The line is gone; nobody hears of it any more. */
    void stop() {
        stop(false);
    }

    private void stop(boolean closed) {
        if (open) {
            open = false;
            tap.gone(closed);
        }
        timers.forEach(Timer::cancel);
        in.close();
        echoes.close();
        out.close();
        handset.stop();
    }
}
