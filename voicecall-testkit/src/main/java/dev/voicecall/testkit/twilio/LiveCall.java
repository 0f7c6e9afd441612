package dev.voicecall.testkit.twilio;

import dev.voicecall.Timeline.Kind;
import dev.voicecall.spi.Mailbox;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.CalleeOnCall;
import dev.voicecall.testkit.CalleeVoice;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.Person;
import dev.voicecall.testkit.SpeakingTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A call in its course. Belongs to one call; used on its mailbox only, except where noted. */
final class LiveCall {
    private final Simulation simulation;
    private final CallOrder order;
    private final SimulatedCall view;
    private final Mailbox mailbox;
    private final Scope line;
    private final CallWebhooks webhooks;
    private final StatusCallbacks statusCallbacks;
    private final TwimlRunner twiml;
    private final List<Runnable> whenAnswered = new ArrayList<>();
    private final List<Runnable> whenEnded = new ArrayList<>();
    private final List<LiveRecording> recordings = new ArrayList<>();
    private final CallStreams streams;
    private final SpokenSpans spans;
    private Scope ringing;
    private boolean answered;
    private long answeredNanos;
    private long greetingEndsNanos;

    LiveCall(Simulation simulation, CallOrder order, SimulatedCall view) {
        this.simulation = simulation;
        this.order = order;
        this.view = view;
        this.mailbox = new Mailbox(simulation.line().executor());
        this.line = new Scope(simulation.timers(), simulation.line(), mailbox);
        this.ringing = line.child();
        this.webhooks = new CallWebhooks(simulation, view, mailbox);
        this.statusCallbacks = new StatusCallbacks(this);
        this.twiml = new TwimlRunner(this);
        this.streams = new CallStreams(this);
        this.spans = new SpokenSpans(this);
        callee().called(new PersonsEnd());
    }

    /** From any thread. */
    Mailbox mailbox() {
        return mailbox;
    }

    /** From any thread. */
    SimulatedCall view() {
        return view;
    }

    Simulation simulation() {
        return simulation;
    }

    CallOrder order() {
        return order;
    }

    CallWebhooks webhooks() {
        return webhooks;
    }

    StatusCallbacks statusCallbacks() {
        return statusCallbacks;
    }

    TwimlRunner twiml() {
        return twiml;
    }

    CallStreams streams() {
        return streams;
    }

    /** What lives as long as the call. */
    Scope line() {
        return line;
    }

    /** What lives until the call is answered. */
    Scope ringing() {
        return ringing;
    }

    SpokenSpans spans() {
        return spans;
    }

    CalleeOnCall callee() {
        return view.callee();
    }

    List<LiveRecording> recordings() {
        return recordings;
    }

    boolean over() {
        return view.status().isFinal();
    }

    boolean answered() {
        return answered;
    }

    void whenAnswered(Runnable task) {
        whenAnswered.add(task);
    }

    void whenEnded(Runnable task) {
        whenEnded.add(task);
    }

    /** The line stands from now on. */
    void answer() {
        if (answered || over()) {
            return;
        }
        answered = true;
        ringing.close();
        answeredNanos = simulation.line().nanoTime();
        view.answered(simulation.line().now());
        view.to(CallStatus.IN_PROGRESS);
        statusCallbacks.answered();
        line.after(order.timeLimit(), this::hangUp);
        callee().callee().hangsUpAfter().ifPresent(talk -> line.after(talk, this::calleeHangsUp));
        order.recording().ifPresent(recording -> recordings.add(LiveRecording.begin(this, recording)));
        callee().answered();
        streams.sound().answered();
        greet();
        whenAnswered.forEach(Runnable::run);
    }

    private void greet() {
        greetingEndsNanos = answeredNanos;
        callee().callee().greeting().ifPresent(greeting -> {
            CalleeVoice voice = callee().callee().phone().voice();
            greetingEndsNanos += voice.length(greeting).toNanos();
            says(greeting, voice);
        });
    }

    /** How much longer the callee's greeting takes; zero if it is over. */
    Duration greetingLeft() {
        return Duration.ofNanos(
                Math.max(0, greetingEndsNanos - simulation.line().nanoTime()));
    }

    Duration sinceAnswered() {
        return Duration.ofNanos(simulation.line().nanoTime() - answeredNanos);
    }

    /** The callee hears words. */
    void hears(String text) {
        hears(text, SpeakingTime.of(text), () -> FakeSpeech.say(text));
    }

    /**
     * The callee hears something.
     *
     * @param length how long it is
     * @param muLaw what it sounds like
     */
    void hears(String text, Duration length, Supplier<byte[]> muLaw) {
        plays(length, muLaw);
        callee().hear(text);
        simulation.tell(new SpokenLine(view.sid(), SpokenLine.Speaker.APPLICATION, text));
    }

    /** Something is played to the callee once more. */
    void plays(Duration length, Supplier<byte[]> muLaw) {
        spans.begin(Kind.US, length);
        streams.sound().carrierPlays(muLaw);
    }

    /** What was played to the callee is over, or broken off. */
    void isQuiet() {
        spans.end(Kind.US);
        streams.sound().carrierIsQuiet();
    }

    /** The callee says something. */
    void says(String text, CalleeVoice voice) {
        spans.begin(Kind.THEM, voice.length(text));
        streams.sound().calleeSays(voice, text);
        said(text);
    }

    /** Who says what the callee does: the callee's own voice, or another one that was ordered for it. */
    CalleeVoice voiceOf(Reaction reaction) {
        return reaction.voice().orElse(callee().callee().phone().voice());
    }

    /** The callee pressed keys. */
    void pressed(String keys) {
        said("[keys " + keys + "]");
    }

    private void said(String text) {
        callee().say(text);
        simulation.tell(new SpokenLine(view.sid(), SpokenLine.Speaker.CALLEE, text));
    }

    /** Brings to the mailbox what a person does. */
    private final class PersonsEnd implements Person.Telephone {
        @Override
        public void press(char key) {
            unlessClosed(() -> streams.sound().key(key));
        }

        @Override
        public void hangUp() {
            unlessClosed(LiveCall.this::calleeHangsUp);
        }

        private void unlessClosed(Runnable task) {
            if (!simulation.timers().closed()) {
                mailbox.execute(task);
            }
        }
    }

    void calleeHangsUp() {
        if (!over()) {
            twiml.calleeHangsUp();
            end(answered ? CallStatus.COMPLETED : CallStatus.CANCELED, answered ? 200 : 487);
        }
    }

    /** Ended by this side: the end of the document, or an order to do so. */
    void hangUp() {
        end(answered ? CallStatus.COMPLETED : CallStatus.CANCELED, answered ? 200 : 487);
    }

    void end(CallStatus how, int sipCode) {
        if (over()) {
            return;
        }
        boolean dialled = view.status() != CallStatus.QUEUED;
        Duration reportLater = streams.hangUp();
        line.close();
        twiml.stop();
        Duration talked = answered ? Duration.ofNanos(simulation.line().nanoTime() - answeredNanos) : Duration.ZERO;
        spans.end();
        recordings.forEach(LiveRecording::stop);
        view.over(how, simulation.line().now(), talked);
        callee().over();
        if (dialled) {
            statusCallbacks.completed(how, endParameters(how, sipCode), reportLater);
        }
        whenEnded.forEach(Runnable::run);
    }

    private Map<String, String> endParameters(CallStatus how, int sipCode) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("CallDuration", Long.toString(view.talkSeconds()));
        if (how == CallStatus.COMPLETED) {
            parameters.put("Duration", Long.toString((view.talkSeconds() + 59) / 60));
        }
        parameters.put("SipResponseCode", Integer.toString(sipCode));
        if (order.machineDetection().filter(amd -> amd.async().isEmpty()).isPresent()) {
            view.answeredBy().ifPresent(by -> parameters.put("AnsweredBy", by));
        }
        if (order.recording().isPresent()) {
            recordings.stream().findFirst().ifPresent(recording -> parameters.putAll(recording.parameters()));
        }
        return parameters;
    }

    Optional<LiveRecording> currentRecording() {
        return recordings.stream().filter(recording -> !recording.stopped()).findFirst();
    }

    /** Waits for a stage as long as the call lasts; errors come to the debugger. */
    <T> void await(CompletionStage<T> stage, java.util.function.Consumer<T> task) {
        line.when(stage, (value, failure) -> {
            if (failure != null) {
                view.problem(WebhookFailure.of(failure).problem());
            } else if (value != null) {
                task.accept(value);
            }
        });
    }
}
