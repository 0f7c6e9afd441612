package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.testkit.PlayoutBuffer;
import java.net.URI;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A Media Stream in its course: connecting, open, over. Belongs to one call; used on its mailbox only. */
final class LiveStream implements CallSound.Partner {
    private static final int DYING_MILLIS = 1_000;
    private static final int HANG_UP_MILLIS = 300;

    private enum State {
        CONNECTING,
        OPEN,
        OVER
    }

    private final LiveCall call;
    private final StreamOrder order;
    private final Runnable whenClosed;
    private final SimulatedStream view;
    private final StreamFaults faults;
    private final SplittableRandom random;
    private final StreamCallbacks callbacks;
    private final StreamMessages messages;
    private final StreamSound sound;
    private final StreamInput input;
    private @Nullable StreamSocket socket;
    private @Nullable StreamOutbox outbox;
    private State state = State.CONNECTING;
    private boolean unwanted;
    private @Nullable Long speechBeganNanos;
    private Timer timeout = Timer.NONE;

    /** @param whenClosed told when the application has closed the stream or did not take it, unless it was stopped before */
    LiveStream(LiveCall call, StreamOrder order, Runnable whenClosed) {
        Simulation simulation = call.simulation();
        String sid = simulation.sids().next("MZ");
        this.call = call;
        this.order = order;
        this.whenClosed = whenClosed;
        this.view = new SimulatedStream(sid, order);
        this.faults = simulation.faults().streams();
        this.random = new SplittableRandom(simulation.faults().seed() * 31 + sid.hashCode());
        this.callbacks = new StreamCallbacks(call, order, view, random.split());
        this.messages = new StreamMessages(simulation.accountSid(), call.view().sid(), sid);
        this.sound = new StreamSound(order.tracks(), messages, faults, random.split());
        this.input = new StreamInput(this, random.split());
        call.view().streams(view);
    }

    StreamOrder order() {
        return order;
    }

    /** Whether it is bidirectional, and not given up. */
    boolean talks() {
        return order.bidirectional() && !unwanted;
    }

    SimulatedStream view() {
        return view;
    }

    StreamFaults faults() {
        return faults;
    }

    @Override
    public PlayoutBuffer playout() {
        return input.playout();
    }

    /**
     * Connects.
     *
     * @throws StreamRefused if there is nothing to connect to
     */
    void begin() {
        URI url = order.checkedUrl();
        timeout = call.simulation()
                .afterWebhookTimeout(
                        call.mailbox(),
                        () -> fail(new Problem(
                                StreamCodes.TIMED_OUT, false, "There was no answer to the handshake in time.")));
        socket = call.simulation()
                .network()
                .connect(url, StreamHandshake.headers(call.simulation(), url), new FromNetwork());
        if (!order.bidirectional()) {
            call.streams().sound().listen(this);
        }
    }

    /** Brings what happens on the connection to the mailbox; nothing once the simulator is closed. */
    private final class FromNetwork implements StreamSocket.Listener {
        @Override
        public void onOpen() {
            unlessClosed(LiveStream.this::opened);
        }

        @Override
        public void onText(String message) {
            unlessClosed(() -> {
                if (state == State.OPEN) {
                    input.text(message);
                }
            });
        }

        @Override
        public void onBinary() {
            unlessClosed(input::binary);
        }

        @Override
        public void onTooSlow() {
            unlessClosed(input::tooSlow);
        }

        @Override
        public void onClosed(Problem why) {
            unlessClosed(() -> closed(why));
        }

        private void unlessClosed(Runnable task) {
            if (!call.simulation().timers().closed()) {
                call.mailbox().execute(task);
            }
        }
    }

    private void opened() {
        StreamSocket connected = socket;
        if (state == State.OVER || connected == null) {
            return;
        }
        timeout.cancel();
        state = State.OPEN;
        view.connect();
        StreamOutbox open = new StreamOutbox(call, connected, view, faults.jitter(), random.split());
        outbox = open;
        open.add("connected", messages.connected());
        open.add("start", messages.start(order));
        callbacks.started();
        faults.breaksAfter().ifPresent(time -> after(time, connected::abort));
        faults.freezesAfter().ifPresent(time -> after(time, connected::freeze));
        if (order.bidirectional()) {
            call.streams().sound().talk(this);
        }
    }

    @Override
    public void sound(byte[] inbound, byte[] outbound, long atNanos) {
        StreamOutbox open = outbox;
        if (state == State.OPEN && open != null) {
            sound.frame(inbound, outbound, open);
            open.flush();
            noteSpeech();
        }
    }

    private void noteSpeech() {
        if (!sound.isSpeaking()) {
            speechBeganNanos = null;
        } else if (speechBeganNanos == null) {
            speechBeganNanos = call.simulation().line().nanoTime();
        }
    }

    /** The application has silenced the line. */
    void cleared() {
        if (speechBeganNanos != null) {
            view.silenced(Duration.ofNanos(call.simulation().line().nanoTime() - speechBeganNanos));
        }
    }

    @Override
    public void key(char key) {
        send("dtmf", () -> messages.dtmf(key));
    }

    void echo(String mark) {
        send("mark", () -> messages.mark(mark));
    }

    private void send(String event, Supplier<byte[]> message) {
        StreamOutbox open = outbox;
        if (state == State.OPEN && open != null) {
            open.add(event, message.get());
            open.flush();
        }
    }

    /** The connection is gone, and it was not Twilio that closed it. */
    private void closed(Problem why) {
        if (state == State.CONNECTING) {
            fail(why);
        } else if (state == State.OPEN) {
            problem(why);
            if (why.code() == StreamCodes.CLOSED_BY_SERVER) {
                callbacks.stopped(Duration.ZERO);
            } else {
                callbacks.failed(why);
            }
            over();
            goOn();
        }
    }

    /** The stream is refused, or can't be connected. */
    void fail(Problem why) {
        problem(why);
        callbacks.failed(why);
        over();
        goOn();
    }

    private void goOn() {
        if (!unwanted) {
            whenClosed.run();
        }
    }

    /**
     * Ends it while the call goes on: says so and closes. One that is just connecting is given up at once, or connects and
     * lives for less than a second.
     */
    void stop() {
        unwanted = true;
        if (state == State.OPEN) {
            end(Duration.ZERO, Duration.ZERO);
        } else if (state == State.CONNECTING && random.nextBoolean()) {
            after(millis(DYING_MILLIS), () -> end(Duration.ZERO, Duration.ZERO));
        } else {
            over();
        }
    }

    /**
     * The call is over. In which order the application hears of it is left to chance.
     *
     * @return how much later to report the end of the call
     */
    Duration hangUp() {
        unwanted = true;
        StreamOutbox open = outbox;
        if (state == State.OPEN && open != null && faults.has(StreamFaults.Quirk.NO_STOP)) {
            over();
            open.abort();
            callbacks.stopped(millis(HANG_UP_MILLIS));
        } else {
            end(sometimes(HANG_UP_MILLIS), sometimes(HANG_UP_MILLIS));
        }
        return sometimes(2 * HANG_UP_MILLIS);
    }

    private void end(Duration untilStop, Duration untilClose) {
        StreamOutbox open = outbox;
        if (state == State.OPEN && open != null) {
            after(untilStop, () -> {
                open.add("stop", messages.stop());
                open.flush();
            });
            after(untilStop.plus(untilClose), open::close);
            callbacks.stopped(untilClose);
        }
        over();
    }

    private void over() {
        if (state == State.CONNECTING && socket != null) {
            socket.abort();
        }
        if (state != State.OVER) {
            state = State.OVER;
            timeout.cancel();
            view.end();
            call.streams().over(this);
        }
    }

    /** Twilio's debugger hears of it. */
    void problem(Problem problem) {
        view.problem(problem);
        call.view().problem(problem);
    }

    /** So much later on the line, also when the call is over by then. */
    Timer after(Duration delay, Runnable task) {
        if (delay.isZero()) {
            task.run();
            return Timer.NONE;
        }
        return call.simulation().timers().after(call.simulation().line(), delay, call.mailbox(), task);
    }

    private Duration sometimes(int boundMillis) {
        return random.nextBoolean() ? Duration.ZERO : millis(boundMillis);
    }

    private Duration millis(int bound) {
        return Duration.ofMillis(random.nextInt(bound));
    }
}
