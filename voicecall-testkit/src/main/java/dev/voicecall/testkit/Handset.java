package dev.voicecall.testkit;

import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.testkit.Callee.Reaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A {@link Callee}'s telephone on a line that carries sound: it plays what it is sent, and the callee reacts to what it
 * hears. A question is over when there was no sound for half a second; then, or while it lasts if that was the plan, comes
 * the callee's next {@link Reaction}.
 *
 * <p>Every 20 ms it plays a frame of its {@link PlayoutBuffer} and gives one of its own to the network, in one task on the
 * mailbox. Belongs to one call; called on its mailbox. Nothing blocks; {@link CalleeVoice} runs on worker threads.
 */
public final class Handset {
    private static final Duration FRAME = Duration.ofMillis(20);
    private static final Duration KEY = Duration.ofMillis(300);

    private final Scheduler time;
    private final Executor mailbox;
    private final CalleeOnCall callee;
    private final PlayoutBuffer playout;
    private final Network network;
    private final HandsetEar ear = new HandsetEar();
    private final HandsetMouth mouth;
    private final List<Plan> plans = new ArrayList<>();
    private Optional<Reaction> reaction = Optional.empty();
    private boolean reacted;
    private long frame;
    private long beganNanos;
    private long questionBeganFrame;
    private Timer nextTick = Timer.NONE;
    private boolean on;

    /** What the handset gives to the network. Called on the mailbox. */
    public interface Network {
        /**
         * The callee's sound. Comes every 20 ms, silence included.
         *
         * @param muLaw 160 bytes of μ-law; belongs to the network
         */
        void sound(byte[] muLaw);

        /** The callee pressed a key: {@code 0-9 * #}. */
        void key(char key);

        /** The callee hung up. */
        void hungUp();
    }

    private record Plan(long atFrame, Runnable task) {}

    /**
     * A handset that is not switched on yet.
     *
     * @param mailbox the call's
     * @param playout what it plays
     */
    public Handset(Scheduler time, Executor mailbox, CalleeOnCall callee, PlayoutBuffer playout, Network network) {
        this.time = time;
        this.mailbox = mailbox;
        this.callee = callee;
        this.playout = playout;
        this.network = network;
        this.mouth = new HandsetMouth(callee.callee().phone().noiseDbfs());
    }

    /**
     * Switches it on.
     *
     * @param sincePickUp how long ago the callee picked up: if that was less than its greeting takes, the rest is heard
     */
    public void start(Duration sincePickUp) {
        on = true;
        beganNanos = time.nanoTime();
        callee.callee().greeting().ifPresent(greeting -> {
            if (sincePickUp.compareTo(SpeakingTime.of(greeting)) < 0) {
                int missed = (int) sincePickUp.toMillis() * FakeSpeech.FRAME / (int) FRAME.toMillis();
                speak(callee.callee().phone().voice(), greeting, missed, () -> {});
            }
        });
        schedule();
    }

    /** Switches it off. What the callee was just hearing, it has heard up to here. */
    public void stop() {
        if (!on) {
            return;
        }
        on = false;
        nextTick.cancel();
        mouth.stop();
        if (ear.hearing()) {
            understand(words -> callee.hear(words));
        }
    }

    private void schedule() {
        long due = beganNanos + frame * FRAME.toNanos();
        nextTick = time.schedule(Duration.ofNanos(Math.max(0, due - time.nanoTime())), mailbox, this::tick);
    }

    private void tick() {
        if (!on) {
            return;
        }
        byte[] heard = playout.play();
        byte[] said = mouth.next();
        callee.record(heard, said);
        listen(heard);
        network.sound(said);
        carryOut();
        if (on) {
            frame++;
            schedule();
        }
    }

    private void listen(byte[] heard) {
        boolean before = ear.hearing();
        ear.hear(heard);
        if (!before && ear.hearing()) {
            questionBegins();
        } else if (ear.finished()) {
            questionEnds();
        } else if (ear.hearing() && !reacted) {
            reaction.flatMap(Reaction::cue).filter(ear::heardWord).ifPresent(cue -> react(frame));
        }
    }

    private void questionBegins() {
        questionBeganFrame = frame;
        reacted = false;
        reaction = callee.reactBeforeEnd();
        reaction.filter(r -> r.interrupting() && r.cue().isEmpty())
                .ifPresent(r -> react(questionBeganFrame + frames(r.delay())));
    }

    private void questionEnds() {
        long lastSound = frame - ear.silentFrames();
        understand(words -> {
            callee.hear(words);
            if (!reacted) {
                Reaction next = reaction.orElseGet(() -> callee.react(words));
                reaction = Optional.of(next);
                react(lastSound + 1 + frames(next.delay()));
            }
        });
    }

    private void understand(Consumer<String> then) {
        byte[] unknown = ear.unknownSound();
        String words = ear.words();
        ear.reset();
        if (unknown.length == 0) {
            then.accept(words);
            return;
        }
        CalleeVoice voice = callee.callee().phone().voice();
        time.worker().execute(() -> {
            String understood = voice.understand(unknown);
            mailbox.execute(() -> then.accept(understood));
        });
    }

    private void react(long atFrame) {
        reacted = true;
        Reaction what = reaction.orElseThrow();
        switch (what.kind()) {
            case SILENCE -> {}
            case SPEAK -> plan(atFrame, () -> say(what));
            case HANG_UP -> plan(atFrame, network::hungUp);
            case PRESS -> {
                for (int i = 0; i < what.text().length(); i++) {
                    char key = what.text().charAt(i);
                    plan(atFrame + (i + 1) * frames(KEY), () -> network.key(key));
                }
                plan(atFrame + what.text().length() * frames(KEY), () -> callee.say(what.text()));
            }
        }
    }

    private void say(Reaction what) {
        CalleeVoice voice = what.voice().orElse(callee.callee().phone().voice());
        speak(voice, what.text(), 0, () -> callee.say(what.text()));
    }

    private void speak(CalleeVoice voice, String words, int fromByte, Runnable said) {
        time.worker().execute(() -> {
            byte[] sound = voice.say(words);
            byte[] rest = Arrays.copyOfRange(sound, Math.min(fromByte, sound.length), sound.length);
            mailbox.execute(() -> mouth.say(rest, said));
        });
    }

    private void plan(long atFrame, Runnable task) {
        plans.add(new Plan(atFrame, task));
    }

    private void carryOut() {
        if (plans.isEmpty()) {
            return;
        }
        List<Plan> due = plans.stream().filter(plan -> plan.atFrame <= frame).toList();
        plans.removeAll(due);
        due.forEach(plan -> plan.task.run());
    }

    private static long frames(Duration length) {
        return length.toMillis() / FRAME.toMillis();
    }
}
