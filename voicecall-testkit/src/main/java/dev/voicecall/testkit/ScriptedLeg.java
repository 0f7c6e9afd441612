package dev.voicecall.testkit;

import dev.voicecall.AnsweredBy;
import dev.voicecall.CallInfo;
import dev.voicecall.CarrierException;
import dev.voicecall.MachineDetection;
import dev.voicecall.Outcome;
import dev.voicecall.RecordingOptions;
import dev.voicecall.Reply;
import dev.voicecall.TransferResult;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.LegRecording;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.spi.OutboundCall;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import dev.voicecall.testkit.Callee.Line;
import dev.voicecall.testkit.Callee.Reaction;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One call of the {@link ScriptedCarrier}. Belongs to one call; called on its mailbox. */
final class ScriptedLeg implements CallLeg {
    private static final Duration CONNECTING = Duration.ofMillis(300);
    private static final Duration HANGING_UP = Duration.ofMillis(100);
    private static final Duration HUMAN_DETECTED = Duration.ofSeconds(3);
    private static final Duration MACHINE_DETECTED = Duration.ofSeconds(4);
    private static final Duration END_OF_SPEECH = Duration.ofMillis(800);
    private static final Duration KEY = Duration.ofMillis(300);
    private static final Duration AUDIO_FILE = Duration.ofSeconds(3);
    private static final Duration TRANSFERRED_TALK = Duration.ofSeconds(10);

    private final ScriptedCarrier carrier;
    private final Scheduler time;
    private final CalleeOnCall callee;
    private final CallInfo info;
    private final @Nullable OutboundCall outbound;
    private final Mailbox mailbox;
    private final ScriptedTaps taps;
    private final List<Timer> timers = new ArrayList<>();
    private final List<LegRecording> recordings = new ArrayList<>();
    private @Nullable Listener listener;
    private @Nullable CompletableFuture<StepResult> stepUnderWay;
    private @Nullable ScriptedLine line;
    private Timer stepTimer = Timer.NONE;
    /** When somebody else is to begin to speak during the step. */
    private Timer words = Timer.NONE;

    /** Leaves the conference; does nothing twice. */
    private Runnable conference = () -> {};

    private volatile boolean muted;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private boolean answered;
    private boolean ended;
    private long answeredAtNanos;
    private long greetingEndsNanos;

    ScriptedLeg(
            ScriptedCarrier carrier,
            Scheduler time,
            CalleeOnCall callee,
            CallInfo info,
            @Nullable OutboundCall outbound) {
        this.carrier = carrier;
        this.time = time;
        this.callee = callee;
        this.info = info;
        this.outbound = outbound;
        this.mailbox = new Mailbox(time.executor());
        this.taps = new ScriptedTaps(time, mailbox, this::warn);
    }

    @Override
    public Executor mailbox() {
        return mailbox;
    }

    @Override
    public CallInfo info() {
        return info;
    }

    @Override
    public void start(Listener listener) {
        this.listener = listener;
        carrier.legBegan();
        callee.called(new PersonsEnd());
        if (outbound != null) {
            after(CONNECTING, () -> ring(outbound, listener));
        }
    }

    /** Brings to the mailbox what a person does. */
    private final class PersonsEnd implements Person.Telephone {
        @Override
        public void press(char key) {
            mailbox.execute(() -> {
                if (line != null) {
                    line.key(key);
                }
            });
        }

        @Override
        public void hangUp() {
            mailbox.execute(() -> end(answered ? Outcome.HUNG_UP : Outcome.CANCELED, null));
        }
    }

    private void ring(OutboundCall call, Listener to) {
        Callee script = callee.callee();
        if (script.line() == Line.BUSY) {
            end(Outcome.BUSY, null);
            return;
        }
        if (script.line() == Line.UNREACHABLE) {
            end(Outcome.FAILED, new CarrierException("The number is not in service.", 0, false, null));
            return;
        }
        to.onRinging();
        boolean reacts = script.line() != Line.NEVER_ANSWERS && script.ringing().compareTo(call.ringTimeout()) < 0;
        if (!reacts) {
            after(call.ringTimeout(), () -> end(Outcome.NO_ANSWER, null));
        } else if (script.line() == Line.REJECTS) {
            after(script.ringing(), () -> end(Outcome.REJECTED, null));
        } else {
            after(script.ringing(), () -> pickUp(call, to));
        }
    }

    private void pickUp(OutboundCall call, Listener to) {
        Duration greeting = isAnswered();
        callee.callee().hangsUpAfter().ifPresent(talk -> after(talk, () -> end(Outcome.HUNG_UP, null)));
        after(call.maxDuration(), () -> end(Outcome.HUNG_UP, null));
        boolean machine = callee.callee().machine();
        Duration detected = machine ? MACHINE_DETECTED : HUMAN_DETECTED;
        AnsweredBy by = machine ? AnsweredBy.MACHINE_START : AnsweredBy.HUMAN;
        if (call.machineDetection() == MachineDetection.OFF) {
            to.onAnswered(AnsweredBy.UNKNOWN);
        } else if (call.machineDetection() == MachineDetection.WHILE_TALKING) {
            after(detected, () -> to.onAnsweredBy(by));
            to.onAnswered(AnsweredBy.UNKNOWN);
        } else if (call.machineDetection() == MachineDetection.UNTIL_BEEP && machine) {
            after(greeting, () -> to.onAnswered(AnsweredBy.MACHINE_END_BEEP));
        } else {
            after(detected, () -> to.onAnswered(by));
        }
    }

    private Duration isAnswered() {
        answered = true;
        answeredAtNanos = time.nanoTime();
        Duration greeting = callee.callee().greeting().map(SpeakingTime::of).orElse(Duration.ZERO);
        greetingEndsNanos = answeredAtNanos + greeting.toNanos();
        callee.callee().greeting().ifPresent(callee::say);
        callee.answered();
        return greeting;
    }

    @Override
    public CompletionStage<StepResult> perform(Step step) {
        CompletableFuture<StepResult> result = new CompletableFuture<>();
        if (ended) {
            return result;
        }
        stepUnderWay = result;
        if (!answered && !(step instanceof Step.Reject) && listener != null) {
            isAnswered();
            callee.callee().hangsUpAfter().ifPresent(talk -> after(talk, () -> end(Outcome.HUNG_UP, null)));
            listener.onAnswered(AnsweredBy.UNKNOWN);
        }
        if (step instanceof Step.Say say) {
            String text = say.speech().text();
            taps.weSay(text);
            finishAfter(SpeakingTime.of(text), () -> {
                callee.hear(text);
                return new StepResult.Done();
            });
        } else if (step instanceof Step.Play play) {
            heardAfter(AUDIO_FILE, "[" + play.audio() + "]");
        } else if (step instanceof Step.Pause pause) {
            finishAfter(pause.length(), StepResult.Done::new);
        } else if (step instanceof Step.SendDigits digits) {
            heardAfter(KEY.multipliedBy(digits.keys().length()), "[keys " + digits.keys() + "]");
        } else if (step instanceof Step.Listen listen) {
            listen(listen);
        } else if (step instanceof Step.Transfer transfer) {
            transfer(transfer);
        } else if (step instanceof Step.Reject reject) {
            end(reject.busy() ? Outcome.BUSY : Outcome.REJECTED, null);
        } else if (step instanceof Step.Stream stream) {
            stream(stream, result);
        } else if (step instanceof Step.Hold hold) {
            callee.hear(music(hold.music()));
        } else if (step instanceof Step.Conference meeting) {
            confer(meeting, result);
        } else if (step instanceof Step.Tap tap) {
            finish(new StepResult.Tapped(taps.begin(tap.listener())));
        }
        return result;
    }

    private static String music(Optional<URI> music) {
        return "[music" + music.map(where -> " " + where).orElse("") + "]";
    }

    private void confer(Step.Conference meeting, CompletableFuture<StepResult> step) {
        if (!meeting.starts()) {
            callee.hear(music(meeting.music()));
        }
        conference = carrier.conferences()
                .join(
                        meeting,
                        this,
                        () -> mailbox.execute(() -> {
                            if (stepUnderWay == step) {
                                finish(new StepResult.Done());
                            }
                        }));
    }

    private void stream(Step.Stream stream, CompletableFuture<StepResult> step) {
        ScriptedLine opening =
                new ScriptedLine(carrier, time, mailbox, callee, stream.listener(), new StreamEvents(step));
        line = opening;
        taps.live(true);
        opening.open(Duration.ofNanos(time.nanoTime() - answeredAtNanos));
    }

    private final class StreamEvents implements ScriptedLine.Events {
        private final CompletableFuture<StepResult> step;

        StreamEvents(CompletableFuture<StepResult> step) {
            this.step = step;
        }

        @Override
        public void sound(byte[] said, byte[] heard) {
            taps.hear(said, heard);
        }

        @Override
        public void closed() {
            taps.live(false);
            finish(new StepResult.Done());
        }

        @Override
        public void broken(CarrierException why) {
            taps.live(false);
            stepUnderWay = null;
            step.completeExceptionally(why);
        }

        @Override
        public void hungUp() {
            end(Outcome.HUNG_UP, null);
        }
    }

    private void listen(Step.Listen listen) {
        String question = listen.prompt().text();
        taps.weSay(question);
        Duration asking = SpeakingTime.of(question);
        long greetingLeft = greetingEndsNanos - time.nanoTime();
        if (greetingLeft > 0) {
            // A machine that is still announcing itself: the recognizer takes it for the answer.
            String announcement = callee.callee().greeting().orElse("");
            finishAfter(Duration.ofNanos(greetingLeft), () -> {
                callee.hear(question);
                return new StepResult.Heard(Reply.spoken(announcement));
            });
            return;
        }
        Reaction reaction = callee.react(question);
        Duration begins = reaction.interrupting() ? reaction.delay() : asking.plus(reaction.delay());
        boolean inTime = reaction.interrupting() || reaction.delay().compareTo(listen.timeout()) <= 0;
        Runnable hear = () -> callee.hear(question);
        if (reaction.kind() == Reaction.Kind.HANG_UP && inTime) {
            stepTimer = after(begins, () -> {
                hear.run();
                end(Outcome.HUNG_UP, null);
            });
        } else if (reaction.kind() == Reaction.Kind.SPEAK && inTime) {
            words = after(begins, () -> taps.theySay(reaction.text()));
            finishAfter(begins.plus(SpeakingTime.of(reaction.text())).plus(END_OF_SPEECH), () -> {
                hear.run();
                callee.say(reaction.text());
                return new StepResult.Heard(new Reply(Reply.Source.SPEECH, reaction.text(), reaction.confidence()));
            });
        } else if (reaction.kind() == Reaction.Kind.PRESS && inTime && listen.keys()) {
            press(listen, reaction, begins, hear);
        } else {
            silence(asking.plus(listen.timeout()), hear);
        }
    }

    private void press(Step.Listen listen, Reaction reaction, Duration begins, Runnable hear) {
        String keys = reaction.text();
        int finish = keys.indexOf('#');
        int most = listen.expected().maxKeys() == 0
                ? Integer.MAX_VALUE
                : listen.expected().maxKeys();
        String taken = finish >= 0 ? keys.substring(0, finish) : keys;
        boolean complete = finish >= 0 || taken.length() >= most;
        String counted = taken.substring(0, Math.min(taken.length(), most));
        if (counted.isEmpty()) {
            silence(begins.plus(KEY), hear);
            return;
        }
        Duration pressed = begins.plus(KEY.multipliedBy(counted.length()));
        finishAfter(complete ? pressed : pressed.plus(listen.timeout()), () -> {
            hear.run();
            callee.say(keys);
            return new StepResult.Heard(Reply.keyed(counted));
        });
    }

    private void silence(Duration after, Runnable hear) {
        finishAfter(after, () -> {
            hear.run();
            return new StepResult.Silence();
        });
    }

    private void transfer(Step.Transfer transfer) {
        Callee third = carrier.calleeAt(transfer.to());
        Duration talk = third.hangsUpAfter().orElse(TRANSFERRED_TALK);
        boolean inTime = third.ringing().compareTo(transfer.ringTimeout()) < 0;
        switch (third.line()) {
            case BUSY -> transferred(CONNECTING, TransferResult.BUSY);
            case REJECTS -> transferred(third.ringing(), TransferResult.BUSY);
            case UNREACHABLE -> transferred(CONNECTING, TransferResult.FAILED);
            case NEVER_ANSWERS -> transferred(transfer.ringTimeout(), TransferResult.NO_ANSWER);
            case ANSWERS -> {
                if (inTime) {
                    words = after(third.ringing(), () -> third.greeting().ifPresent(taps::weSay));
                    transferred(third.ringing().plus(talk), TransferResult.COMPLETED);
                } else {
                    transferred(transfer.ringTimeout(), TransferResult.NO_ANSWER);
                }
            }
        }
    }

    private void transferred(Duration after, TransferResult result) {
        finishAfter(after, () -> new StepResult.Transferred(result));
    }

    private void heardAfter(Duration delay, String what) {
        finishAfter(delay, () -> {
            callee.hear(what);
            return new StepResult.Done();
        });
    }

    private void finishAfter(Duration delay, Supplier<StepResult> finish) {
        stepTimer = after(delay, () -> finish(finish.get()));
    }

    private void finish(StepResult result) {
        CompletableFuture<StepResult> step = stepUnderWay;
        stepUnderWay = null;
        if (step != null) {
            step.complete(result);
        }
    }

    @Override
    public CompletionStage<LegRecording> record(RecordingOptions options) {
        ScriptedRecording recording = carrier.record(info, mailbox, options);
        recordings.add(recording);
        return CompletableFuture.completedFuture(recording);
    }

    @Override
    public void interrupt() {
        stepTimer.cancel();
        words.cancel();
        taps.silence();
        closeLine();
        conference.run();
        finish(new StepResult.Interrupted());
    }

    @Override
    public CompletionStage<Void> mute(boolean muted) {
        this.muted = muted;
        return CompletableFuture.completedFuture(null);
    }

    boolean isMuted() {
        return muted;
    }

    @Override
    public CompletionStage<Void> hangUp() {
        if (!ended) {
            after(HANGING_UP, () -> end(answered ? Outcome.HUNG_UP : Outcome.CANCELED, null));
        }
        return over;
    }

    private void end(Outcome outcome, @Nullable VoiceCallException failure) {
        if (ended) {
            return;
        }
        ended = true;
        List.copyOf(timers).forEach(Timer::cancel);
        taps.end();
        recordings.forEach(LegRecording::stop);
        closeLine();
        conference.run();
        carrier.legEnded();
        callee.over();
        over.complete(null);
        if (listener != null) {
            listener.onEnded(new End(outcome, Optional.ofNullable(failure)));
        }
    }

    private void warn(VoiceCallException problem) {
        if (listener != null) {
            listener.onWarning(problem);
        }
    }

    private void closeLine() {
        if (line != null) {
            line.stop();
            line = null;
            taps.live(false);
        }
    }

    private Timer after(Duration delay, Runnable task) {
        Timer timer = time.schedule(delay, mailbox, () -> {
            if (!ended) {
                task.run();
            }
        });
        timers.add(timer);
        return timer;
    }
}
