package dev.voicecall.testkit;

import dev.voicecall.Utterance.Speaker;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The taps of a {@link ScriptedLeg}. They hear 20 ms of each side at a time: of the live line while one is open, and else
 * the words of the other steps in {@link FakeSpeech}. Belongs to one call; called on its mailbox.
 */
final class ScriptedTaps {
    private static final Duration FRAME = Duration.ofMillis(20);

    private final Scheduler time;
    private final Executor mailbox;
    private final Consumer<VoiceCallException> warn;
    private final List<Tap> taps = new ArrayList<>();
    private final PlayoutBuffer us = new PlayoutBuffer(mark -> {}, dropped -> {});
    private final PlayoutBuffer them = new PlayoutBuffer(mark -> {}, dropped -> {});
    private boolean live;
    private Timer next = Timer.NONE;

    /** @param warn told of listeners that fail */
    ScriptedTaps(Scheduler time, Executor mailbox, Consumer<VoiceCallException> warn) {
        this.time = time;
        this.mailbox = mailbox;
        this.warn = warn;
    }

    private final class Tap implements AudioTap {
        private final AudioTap.Listener listener;
        private long positionSamples;

        Tap(AudioTap.Listener listener) {
            this.listener = listener;
        }

        void hear(byte[] theirs, byte[] ours) {
            tell(() -> {
                listener.onAudio(Speaker.THEM, positionSamples, theirs.clone());
                listener.onAudio(Speaker.US, positionSamples, ours.clone());
            });
            positionSamples += theirs.length;
        }

        private void tell(Runnable event) {
            try {
                event.run();
            } catch (RuntimeException | Error e) {
                warn.accept(new VoiceCallException("A tap is closed, since its listener failed: " + e, e));
                end();
            }
        }

        @Override
        public void close() {
            mailbox.execute(this::end);
        }

        void end() {
            if (taps.remove(this)) {
                tell(listener::onEnded);
            }
        }
    }

    AudioTap begin(AudioTap.Listener listener) {
        Tap tap = new Tap(listener);
        taps.add(tap);
        if (taps.size() == 1 && !live) {
            silence(); // what was said before went by unheard
            tick();
        }
        return tap;
    }

    /** Our side says something; what it said before is over, or broken off. */
    void weSay(String words) {
        us.clear();
        us.send(FakeSpeech.say(words));
    }

    /** The other side says something, and ours falls silent. */
    void theySay(String words) {
        us.clear();
        them.send(FakeSpeech.say(words));
    }

    /** Nobody is speaking any more. */
    void silence() {
        us.clear();
        them.clear();
    }

    /** A live line opens or closes; while it is open, it says what is heard. */
    void live(boolean open) {
        if (open == live) {
            return;
        }
        live = open;
        next.cancel();
        if (!live && !taps.isEmpty()) {
            tick();
        }
    }

    /** 20 ms of both sides. */
    void hear(byte[] theirs, byte[] ours) {
        List.copyOf(taps).forEach(tap -> tap.hear(theirs, ours));
    }

    /** The call is over. */
    void end() {
        next.cancel();
        List.copyOf(taps).forEach(Tap::end);
    }

    private void tick() {
        hear(them.play(), us.play());
        next = time.schedule(FRAME, mailbox, () -> {
            if (!live && !taps.isEmpty()) {
                tick();
            }
        });
    }
}
