package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.testkit.PlayoutBuffer;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A Media Stream in its course: connecting, open, over. Belongs to one call; used on its mailbox only. */
final class LiveStream {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration DYING = Duration.ofSeconds(1);

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
    private @Nullable CallStreams streams;
    private @Nullable StreamOutbox outbox;
    private State state = State.CONNECTING;
    private boolean redirected;
    private Scheduler.Timer timeout = Scheduler.Timer.NONE;

    /** @param whenClosed told when the application has closed the stream, or did not take it */
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
        call.view().streams(view);
    }
}
