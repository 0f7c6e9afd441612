package dev.voicecall.testkit.twilio;

import dev.voicecall.audio.AudioFormat;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.testkit.CalleeVoice;
import dev.voicecall.testkit.Handset;
import dev.voicecall.testkit.PlayoutBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sound of a call while it is streamed, recorded or in a conference, 20 ms at a time by the absolute time of the line, so
 * that it does not drift. Where sound goes both ways the callee is a {@link Handset}, which sets the pace; else the words of the
 * call's other verbs are spoken here, for those who listen. Used on the call's mailbox only.
 */
final class CallSound {
    private static final Duration FRAME = Duration.ofMillis(20);

    /** Hears both sides of a call. */
    interface Listener {
        /**
         * The next 20 ms.
         *
         * @param inbound what came from the callee: 160 bytes of μ-law; not to be changed
         * @param outbound what the callee heard, likewise
         * @param atNanos when they began, by the line's {@link Scheduler#nanoTime}
         */
        void sound(byte[] inbound, byte[] outbound, long atNanos);
    }

    /** Whom the callee talks with. */
    interface Partner extends Listener {
        /** What is to be played to the callee. */
        PlayoutBuffer playout();

        /** The callee pressed a key. */
        void key(char key);
    }

    /** What the callee says to the carrier, since when. */
    private record Saying(CalleeVoice voice, String words, long sinceNanos) {}

    private final LiveCall call;
    private final List<Listener> listeners = new ArrayList<>();
    private final PlayoutBuffer carrier = new PlayoutBuffer(mark -> {}, dropped -> {});
    private final PlayoutBuffer callee = new PlayoutBuffer(mark -> {}, dropped -> {});
    private @Nullable Partner partner;
    private @Nullable Handset handset;
    private @Nullable Saying saying;
    private Timer ticking = Timer.NONE;
    private long beganNanos;
    private long ticks;

    CallSound(LiveCall call) {
        this.call = call;
    }

    /** Lets somebody listen; of what the callee is just saying to the rest. */
    void listen(Listener listener) {
        boolean before = wanted();
        if (listeners.isEmpty() && saying != null) {
            callee.clear(); // what nobody has listened to
            speak(saying);
        }
        listeners.add(listener);
        if (!before && handset == null) {
            beginTicking();
        }
    }

    /** The call is answered. */
    void answered() {
        if (wanted() && listeners.isEmpty() && handset == null) {
            beginTicking();
        }
    }

    /** Whether there is anybody to hear it: a person at the phone, or somebody who listens. */
    private boolean wanted() {
        boolean person = call.callee().callee().phone().person().isPresent();
        return !listeners.isEmpty() || (person && call.answered() && !call.over());
    }

    /** A person at the phone presses a key. */
    void key(char key) {
        if (partner != null) {
            partner.key(key);
        }
    }

    /** Has the callee talk with somebody, instead of whom it talked with before. */
    void talk(Partner with) {
        talk(with, false);
    }

    /** @param speaksFirst whether the callee does its next reaction without being asked */
    void talk(Partner with, boolean speaksFirst) {
        ticking.cancel();
        if (handset != null) {
            handset.stop();
        }
        call.spans().end();
        partner = with;
        beganNanos = call.simulation().line().nanoTime();
        ticks = 0;
        Handset on = new Handset(
                call.simulation().line(), this::unlessClosed, call.callee(), with.playout(), new FromCallee(with));
        handset = on;
        on.start(call.sinceAnswered());
        if (speaksFirst) {
            on.speakFirst();
        }
    }

    /** Somebody is gone, whether it listened or talked. */
    void leave(Listener gone) {
        listeners.remove(gone);
        if (gone == partner && handset != null) {
            handset.stop();
            handset = null;
            partner = null;
            if (wanted()) {
                beginTicking();
            }
        }
        if (!wanted()) {
            ticking.cancel();
        }
    }

    private final class FromCallee implements Handset.Network {
        private final Partner with;

        FromCallee(Partner with) {
            this.with = with;
        }

        @Override
        public void sound(byte[] muLaw) {
            byte[] outbound = with.playout().playing();
            long at = beganNanos + ticks++ * FRAME.toNanos();
            with.sound(muLaw, outbound, at);
            hear(muLaw, outbound, at);
        }

        @Override
        public void key(char key) {
            with.key(key);
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

    /** The carrier speaks, or plays something; what it played before is over, or broken off. */
    void carrierPlays(Supplier<byte[]> muLaw) {
        carrierIsQuiet();
        if (wanted()) {
            carrier.send(muLaw.get());
        }
    }

    /** The carrier breaks off what it was saying. */
    void carrierIsQuiet() {
        carrier.clear();
    }

    /** The callee speaks to the carrier. */
    void calleeSays(CalleeVoice voice, String words) {
        Saying begun = new Saying(voice, words, call.simulation().line().nanoTime());
        saying = begun;
        if (!listeners.isEmpty()) {
            speak(begun);
        }
    }

    /** What was said so far is missed. */
    private void speak(Saying said) {
        long saidNanos = call.simulation().line().nanoTime() - said.sinceNanos;
        call.simulation().line().worker().execute(() -> {
            byte[] sound = said.voice.say(said.words);
            int missed = AudioFormat.TELEPHONE.bytes(Duration.ofNanos(saidNanos));
            if (missed < sound.length) {
                unlessClosed(() -> callee.send(Arrays.copyOfRange(sound, missed, sound.length)));
            }
        });
    }

    private void beginTicking() {
        beganNanos = call.simulation().line().nanoTime();
        ticks = 0;
        tick();
    }

    private void tick() {
        byte[] outbound = carrier.play();
        call.callee().hear(outbound);
        byte[] inbound = call.callee().personSays().orElseGet(callee::play);
        hear(inbound, outbound, beganNanos + ticks * FRAME.toNanos());
        ticks++;
        long due = beganNanos + ticks * FRAME.toNanos();
        Duration left =
                Duration.ofNanos(Math.max(0, due - call.simulation().line().nanoTime()));
        ticking = call.simulation().timers().after(call.simulation().line(), left, call.mailbox(), this::tickAgain);
    }

    private void tickAgain() {
        if (handset == null && wanted()) {
            tick();
        }
    }

    private void hear(byte[] inbound, byte[] outbound, long atNanos) {
        List.copyOf(listeners).forEach(listener -> listener.sound(inbound, outbound, atNanos));
    }
}
