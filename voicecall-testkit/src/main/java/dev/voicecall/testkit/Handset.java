package dev.voicecall.testkit;

import dev.voicecall.Timeline;
import dev.voicecall.audio.G711;
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
    /** 1 kHz, 400 ms. */
    private static final byte[] BEEP = new byte[3_200];

    static {
        for (int i = 0; i < BEEP.length; i++) {
            BEEP[i] = G711.encodeMulaw((short) (10_000 * Math.sin(Math.PI * i / 4)));
        }
    }

    private final Scheduler time;
    private final Executor mailbox;
    private final CalleeOnCall callee;
    private final PlayoutBuffer playout;
    private final Network network;
    private final HandsetEar ear = new HandsetEar();
    private final HandsetMouth mouth;
    private final SpanMeter heardSpans;
    private final SpanMeter saidSpans;
    private final List<Plan> plans = new ArrayList<>();
    private Question question = new Question(Optional.empty());
    private long frame;
    private long beganNanos;
    private Duration startedAfter = Duration.ZERO;
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
        this.mouth = new HandsetMouth(callee.callee().phone());
        callee.callee().phone().person().ifPresent(person -> playout.whenCleared(person::isSilenced));
        this.heardSpans = new SpanMeter(Timeline.Kind.US, callee::span);
        this.saidSpans = new SpanMeter(Timeline.Kind.THEM, callee::span);
    }

    /**
     * Switches it on.
     *
     * @param sincePickUp how long ago the callee picked up: if that was less than its greeting takes, the rest is heard
     */
    public void start(Duration sincePickUp) {
        on = true;
        startedAfter = sincePickUp;
        beganNanos = time.nanoTime();
        callee.callee().greeting().ifPresent(greeting -> {
            if (sincePickUp.compareTo(SpeakingTime.of(greeting)) < 0) {
                int missed = (int) sincePickUp.toMillis() * FakeSpeech.FRAME / (int) FRAME.toMillis();
                speak(callee.callee().phone().voice(), greeting, missed, this::beep);
            }
        });
        schedule();
    }

    /** Has the callee do its next reaction without being asked, for example when it comes to a conference. */
    public void speakFirst() {
        Reaction first = callee.react("");
        new Question(Optional.empty()).react(first, frame + frames(first.delay()));
    }

    /** Switches it off. What the callee was just hearing, it has heard up to here. */
    public void stop() {
        if (!on) {
            return;
        }
        on = false;
        nextTick.cancel();
        mouth.stop();
        heardSpans.over();
        saidSpans.over();
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
        callee.underruns(playout.underruns());
        callee.hear(heard);
        byte[] said = mouth.next();
        callee.record(heard, said);
        measure(heardSpans, playout.sounding(), heard);
        measure(saidSpans, mouth.speaking(), said);
        listen(heard);
        network.sound(said);
        carryOut();
        if (on) {
            frame++;
            schedule();
        }
    }

    /** When the frame that comes next begins. */
    private void measure(SpanMeter spans, boolean on, byte[] sound) {
        if (on) {
            spans.frame(sincePickUp(), sound);
        } else {
            spans.over();
        }
    }

    private Duration sincePickUp() {
        return startedAfter.plus(FRAME.multipliedBy(frame));
    }

    private void listen(byte[] heard) {
        boolean before = ear.hearing();
        ear.hear(heard);
        if (!before && ear.hearing()) {
            question = new Question(callee.reactBeforeEnd());
            question.reaction
                    .filter(reaction ->
                            reaction.interrupting() && reaction.cue().isEmpty())
                    .ifPresent(reaction -> question.react(reaction, frame + frames(reaction.delay())));
        } else if (ear.finished()) {
            questionEnds(question, frame - ear.silentFrames() + 1);
        } else if (ear.hearing() && !question.reacted) {
            question.reaction
                    .filter(reaction -> reaction.cue().filter(ear::heardWord).isPresent())
                    .ifPresent(reaction -> question.react(reaction, frame));
        }
    }

    private void questionEnds(Question over, long atFrame) {
        understand(words -> {
            callee.hear(words);
            if (!over.reacted) {
                Reaction next = over.reaction.orElseGet(() -> callee.react(words));
                over.react(next, atFrame + frames(next.delay()));
            }
        });
    }

    private void understand(Consumer<String> then) {
        byte[] unknown = ear.unknownSound();
        String words = ear.words();
        callee.hearWords(ear.fakeSpeech());
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

    /** Something that is said to the callee. */
    private final class Question {
        /** What the callee will do, as far as that does not depend on the words. */
        final Optional<Reaction> reaction;

        boolean reacted;

        Question(Optional<Reaction> reaction) {
            this.reaction = reaction;
        }

        void react(Reaction what, long atFrame) {
            reacted = true;
            switch (what.kind()) {
                case SILENCE -> {}
                case SPEAK -> plan(atFrame, () -> say(what));
                case HANG_UP -> plan(atFrame, network::hungUp);
                case PRESS -> press(what.text(), atFrame);
            }
        }
    }

    private void press(String keys, long atFrame) {
        long at = atFrame;
        for (int i = 0; i < keys.length(); i++) {
            char key = keys.charAt(i);
            at += frames(KEY);
            plan(at, () -> network.key(key));
        }
        plan(at, () -> callee.say(keys));
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

    /** An answering machine's, after its announcement. */
    private void beep() {
        if (callee.callee().machine()) {
            mouth.say(BEEP.clone(), () -> {});
        }
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
