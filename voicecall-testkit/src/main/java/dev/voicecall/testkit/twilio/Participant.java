package dev.voicecall.testkit.twilio;

import dev.voicecall.Timeline.Kind;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.PlayoutBuffer;
import dev.voicecall.testkit.twilio.ConferenceOrder.Music;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * A call in a conference: it waits with music, talks, or is on hold with music. Its methods are called on the call's mailbox,
 * except where noted; what is not final is the conference's, on its mailbox.
 */
final class Participant implements CallSound.Partner {
    private static final int QUEUED_FRAMES = 10;
    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final LiveCall call;
    private final ConferenceOrder order;
    private final Instant created;
    private final PlayoutBuffer playout = new PlayoutBuffer(mark -> {}, dropped -> {});
    private final Queue<byte[]> said = new ArrayBlockingQueue<>(QUEUED_FRAMES);
    private final HoldMusic music;
    private Runnable whenOver = () -> {};
    private volatile boolean present = true;
    private volatile boolean muted;
    private volatile boolean held;
    private volatile boolean ends;
    private volatile boolean beepsOnExit;
    private volatile Instant updated;

    Participant(LiveCall call, ConferenceOrder order) {
        this.call = call;
        this.order = order;
        this.created = call.simulation().line().now();
        this.updated = created;
        this.music = new HoldMusic(call);
        this.muted = order.muted();
        this.ends = order.ends();
        this.beepsOnExit = order.beepsOnExit();
    }

    /** @param over what to do when the conference is over, or this one was sent out of it */
    void join(Runnable over) {
        whenOver = over;
        call.simulation().conferences().join(this);
    }

    /** Goes by itself; nothing is left to do. */
    void leave() {
        if (present) {
            gone();
            call.simulation().conferences().leave(this);
        }
    }

    /** It is over, for this one at least. */
    void dismiss() {
        if (present) {
            gone();
            whenOver.run();
        }
    }

    private void gone() {
        present = false;
        quiet();
    }

    private void quiet() {
        music.stop();
        call.spans().end(Kind.HOLD);
        call.streams().sound().leave(this);
        playout.clear();
    }

    /** Nothing is to be heard but music. */
    void play(Music what) {
        if (present) {
            quiet();
            call.spans().begin(Kind.HOLD, FOR_EVER);
            music.play(what);
        }
    }

    /** @param speaksFirst whether this one came last, and so does what the callee does next */
    void talk(boolean speaksFirst) {
        if (present) {
            quiet();
            said.clear();
            call.streams().sound().talk(this, speaksFirst);
        }
    }

    /** What the others say. */
    void hear(byte[] muLaw) {
        if (present) {
            if (playout.queuedBytes() == 0) {
                playout.clear();
            }
            playout.send(muLaw);
        }
    }

    @Override
    public void sound(byte[] inbound, byte[] outbound, long atNanos) {
        if (!said.offer(inbound)) {
            said.poll();
            said.offer(inbound);
        }
    }

    @Override
    public void key(char key) {}

    @Override
    public PlayoutBuffer playout() {
        return playout;
    }

    /** From any thread. */
    LiveCall call() {
        return call;
    }

    /** From any thread. */
    ConferenceOrder order() {
        return order;
    }

    /** From any thread. */
    Instant created() {
        return created;
    }

    /** On the conference's mailbox: the next 20 ms of what is to be heard of this one; none if that is silence. */
    byte[] nextFrame() {
        byte[] frame = said.poll();
        return frame == null || muted || held || FakeSpeech.isSilent(frame) ? new byte[0] : frame;
    }

    /** From any thread, as the following: whether it has not gone, and was not sent away. */
    boolean present() {
        return present;
    }

    boolean muted() {
        return muted;
    }

    boolean held() {
        return held;
    }

    boolean ends() {
        return ends;
    }

    boolean beepsOnExit() {
        return beepsOnExit;
    }

    Instant updated() {
        return updated;
    }

    /** On the conference's mailbox, as the following. */
    void mute(boolean on) {
        muted = on;
        touch();
    }

    void hold(boolean on) {
        held = on;
        touch();
    }

    void ends(boolean conference) {
        ends = conference;
        touch();
    }

    void beepOnExit(boolean on) {
        beepsOnExit = on;
        touch();
    }

    private void touch() {
        updated = call.simulation().line().now();
    }
}
