package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.Handset;
import dev.voicecall.testkit.PlayoutBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sound of a call while it is streamed, 20 ms at a time by the absolute time of the line, so that it does not drift. On
 * a bidirectional stream the callee is a {@link Handset}, which sets the pace; else the words of the call's other verbs are
 * spoken here, for those who listen. Used on the call's mailbox only.
 */
final class CallSound {
    private static final Duration FRAME = Duration.ofMillis(20);

    private final LiveCall call;
    private final List<LiveStream> listeners = new ArrayList<>();
    private final PlayoutBuffer carrier = new PlayoutBuffer(mark -> {}, dropped -> {});
    private final PlayoutBuffer callee = new PlayoutBuffer(mark -> {}, dropped -> {});
    private @Nullable LiveStream talking;
    private @Nullable Handset handset;
    private Timer ticking = Timer.NONE;
    private long beganNanos;
    private long ticks;

    CallSound(LiveCall call) {
        this.call = call;
    }

    /** Lets a unidirectional stream listen. */
    void listen(LiveStream stream) {
        listeners.add(stream);
        if (listeners.size() == 1 && handset == null) {
            beginTicking();
        }
    }

    /** Has the callee talk over a bidirectional stream. */
    void talk(LiveStream stream) {
        ticking.cancel();
        if (handset != null) {
            handset.stop();
        }
        talking = stream;
        Handset on = new Handset(
                call.simulation().line(),
                this::unlessClosed,
                call.callee(),
                stream.playout(),
                new FromCallee(stream, stream.copy()));
        handset = on;
        on.start(call.sinceAnswered());
    }

    /** A stream is over, whether it listened or talked. */
    void leave(LiveStream stream) {
        listeners.remove(stream);
        if (stream == talking && handset != null) {
            handset.stop();
            handset = null;
            if (!listeners.isEmpty()) {
                beginTicking();
            }
        }
        if (listeners.isEmpty()) {
            ticking.cancel();
        }
    }

    private final class FromCallee implements Handset.Network {
        private final LiveStream stream;
        private final PlayoutBuffer heard;

        FromCallee(LiveStream stream, PlayoutBuffer heard) {
            this.stream = stream;
            this.heard = heard;
        }

        @Override
        public void sound(byte[] muLaw) {
            byte[] outbound = heard.play();
            stream.sound(muLaw, outbound);
            hear(muLaw, outbound);
        }

        @Override
        public void key(char key) {
            stream.key(key);
        }

        @Override
        public void hungUp() {
            call.calleeHangsUp();
        }
    }

    private void unlessClosed(Runnable task) {
        if (!call.simulation().timers().closed()) {
            call.mailbox().execute(task);
        }
    }

    /** The carrier speaks, or plays something; what it said before is over, or broken off. */
    void carrierSays(String text) {
        if (!listeners.isEmpty()) {
            carrier.clear();
            carrier.send(FakeSpeech.say(text));
        }
    }

    /** The callee speaks to the carrier. */
    void calleeSays(String text) {
        if (!listeners.isEmpty()) {
            callee.send(FakeSpeech.say(text));
        }
    }

    private void beginTicking() {
        beganNanos = call.simulation().line().nanoTime();
        ticks = 0;
        tick();
    }

    private void tick() {
        hear(callee.play(), carrier.play());
        ticks++;
        long due = beganNanos + ticks * FRAME.toNanos();
        Duration left =
                Duration.ofNanos(Math.max(0, due - call.simulation().line().nanoTime()));
        ticking = call.simulation().timers().after(call.simulation().line(), left, call.mailbox(), this::tickAgain);
    }

    private void tickAgain() {
        if (handset == null && !listeners.isEmpty()) {
            tick();
        }
    }

    private void hear(byte[] inbound, byte[] outbound) {
        List.copyOf(listeners).forEach(stream -> stream.sound(inbound, outbound));
    }
}
