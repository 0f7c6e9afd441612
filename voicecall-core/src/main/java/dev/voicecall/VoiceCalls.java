package dev.voicecall;

import dev.voicecall.CallRefusedException.Reason;
import dev.voicecall.conversation.CallRecorders;
import dev.voicecall.conversation.CallSession;
import dev.voicecall.conversation.CallTaps;
import dev.voicecall.conversation.Conduct;
import dev.voicecall.conversation.LiveLeg;
import dev.voicecall.conversation.SpeechTimeline;
import dev.voicecall.conversation.TappedLeg;
import dev.voicecall.conversation.VoiceParts;
import dev.voicecall.recording.RecordingPipeline;
import dev.voicecall.spi.CallGateway;
import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.OutboundCall;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Speech;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Phone calls as functions that block until they are over, and always come back.
 *
 * <pre>{@code
 * try (VoiceCalls calls = VoiceCalls.over(TwilioCallGateway.fromEnvironment())) {
 *     CallResult<String> result = calls.ask("+14155550123", "What is your name?");
 *     System.out.println(result.outcome() + ": " + result.answer().orElse("-"));
 * }
 * }</pre>
 *
 * <p>Whatever happens on the line ends in a {@link CallResult}, within {@link CallOptions#maxDuration()} and the few
 * seconds that a carrier gets to take a hang-up. Exceptions tell only of calls that were never placed: a number that is
 * none ({@link InvalidPhoneNumberException}) and a call that is not allowed ({@link CallRefusedException}).
 *
 * <p>Interrupting a thread that waits in here hangs up its phone; the result is then {@link Outcome#CANCELED} and the
 * thread's interrupt status is set. Cancelling a future hangs up too. Safe for use by many threads.
 */
public final class VoiceCalls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VoiceCalls.class);
    private static final Duration HANG_UP_PATIENCE = Duration.ofSeconds(10);
    private static final CallListener NOBODY = new CallListener() {};

    private final CallGateway gateway;
    private final Scheduler scheduler;
    private final boolean ownsScheduler;
    private final CallOptions defaults;
    private final List<CallListener> listeners;
    private final CallTaps taps;
    private final Duration drainTimeout;
    private final OutboundLimits limits;
    private final Conductor conductor;
    private final CallRecords records;
    private final CallRecorders recorders;
    private final RecordingPipeline recordings;
    private final @Nullable VoiceParts liveAudio;
    /** All sessions whose leg has not ended, and what completes once they are not here any more. */
    private final Map<CallSession, CompletableFuture<Void>> open = new ConcurrentHashMap<>();

    private volatile @Nullable Incoming<?> incoming;
    private boolean closing;

    private record Incoming<T>(CallScript<T> script, CallOptions options) {}

    private final class News implements CallGateway.Listener {
        @Override
        public void onIncoming(CallLeg leg) {
            offer(leg);
        }

        @Override
        public void onRecording(Recording recording) {
            recordings.onRecording(recording);
        }
    }

    VoiceCalls(VoiceCallsBuilder builder) {
        this.gateway = builder.gateway;
        this.ownsScheduler = builder.scheduler == null;
        this.scheduler = builder.scheduler == null ? Scheduler.system() : builder.scheduler;
        this.defaults = builder.defaults;
        this.listeners = List.copyOf(builder.listeners);
        this.drainTimeout = builder.drainTimeout;
        this.limits = new OutboundLimits(
                builder.allowedPrefixes, builder.maxConcurrentCalls, builder.maxCallsPerMinute, scheduler);
        this.recorders = new CallRecorders(builder.captures, scheduler);
        this.taps = builder.tapsWith(recorders, scheduler);
        this.conductor = new Conductor(scheduler, taps);
        this.records = new CallRecords(builder.store, scheduler);
        this.recordings = new RecordingPipeline(
                scheduler,
                builder.store,
                gateway::recordings,
                builder.transcriber,
                builder.transcription,
                builder.recordingListener);
        this.liveAudio = builder.liveAudio();
        try {
            gateway.start(scheduler, new News());
            recordings.start();
        } catch (RuntimeException e) {
            closeOwnScheduler();
            throw e;
        }
    }

    /**
     * Calls over a carrier, with the defaults of {@link #builder}.
     *
     * @throws VoiceCallException if the gateway can't be started
     */
    public static VoiceCalls over(CallGateway gateway) {
        return builder(gateway).build();
    }

    /** Calls over a carrier, with settings. The gateway is closed with the calls. */
    public static VoiceCallsBuilder builder(CallGateway gateway) {
        return new VoiceCallsBuilder(gateway);
    }

    /**
     * Rings a number, puts a question, and returns the answer.
     *
     * <p>Unless {@link CallOptions#machineDetection()} is on, whoever picks up is taken for a person, and what an answering
     * machine announces for an answer.
     *
     * @param number in E.164; spaces and hyphens are tolerated
     * @throws InvalidPhoneNumberException if it isn't a number in E.164
     * @throws IllegalArgumentException if the question is blank, longer than 4,000 characters, or has control characters
     * @throws CallRefusedException if the call is not allowed
     */
    public CallResult<String> ask(String number, String question) {
        return ask(number, question, Answers.text(), defaults);
    }

    /**
     * Rings a number, puts a question, and returns the answer as a value.
     *
     * @throws InvalidPhoneNumberException if it isn't a number in E.164
     * @throws IllegalArgumentException if the question is blank, longer than 4,000 characters, or has control characters
     * @throws CallRefusedException if the call is not allowed
     */
    public <T> CallResult<T> ask(String number, String question, AnswerFormat<T> format, CallOptions options) {
        requireSpeakable(question, options);
        CallSession session = dial(number, options);
        return conductor.awaitResult(session, conductor.ask(session, question, format));
    }

    /**
     * As {@link #ask(String, String)}, without blocking and without a thread that waits.
     *
     * @return completes with the result, never exceptionally; cancelling it hangs up
     */
    public CompletableFuture<CallResult<String>> askAsync(String number, String question) {
        return askAsync(number, question, Answers.text(), defaults);
    }

    /**
     * As {@link #ask(String, String, AnswerFormat, CallOptions)}, without blocking and without a thread that waits.
     *
     * @return completes with the result, never exceptionally; cancelling it hangs up
     */
    public <T> CompletableFuture<CallResult<T>> askAsync(
            String number, String question, AnswerFormat<T> format, CallOptions options) {
        requireSpeakable(question, options);
        CallSession session = dial(number, options);
        return conductor.cancelable(session, conductor.ask(session, question, format));
    }

    /**
     * Rings a number and conducts the call by a script, on the thread that calls this.
     *
     * @throws InvalidPhoneNumberException if it isn't a number in E.164
     * @throws CallRefusedException if the call is not allowed
     */
    public <T> CallResult<T> call(String number, CallScript<T> script) {
        return call(number, script, defaults);
    }

    /** As {@link #call(String, CallScript)}, with options. */
    public <T> CallResult<T> call(String number, CallScript<T> script, CallOptions options) {
        CallSession session = dial(number, options);
        if (script instanceof VoiceAgent) {
            return conductor.awaitResult(session, conductor.runAsync(session, script));
        }
        Conduct conduct = session.takeOver();
        Optional<T> value = conductor.awaitAnswered(conduct) ? conductor.run(conduct, script) : Optional.empty();
        return conductor.awaitResult(
                session, session.ending().thenApply(ending -> Conductor.result(session, ending, value)));
    }

    /**
     * As {@link #call(String, CallScript)}, on a thread of its own: a virtual one where the runtime has them. A
     * {@link VoiceAgent} needs none.
     *
     * @return completes with the result, never exceptionally; cancelling it hangs up
     */
    public <T> CompletableFuture<CallResult<T>> callAsync(String number, CallScript<T> script) {
        return callAsync(number, script, defaults);
    }

    /** As {@link #callAsync(String, CallScript)}, with options. */
    public <T> CompletableFuture<CallResult<T>> callAsync(String number, CallScript<T> script, CallOptions options) {
        return callAsync(number, script, options, NOBODY);
    }

    /**
     * As {@link #callAsync(String, CallScript, CallOptions)}, with somebody who hears of this call alone, such as its
     * {@link CallInfo#id()} as soon as it rings.
     *
     * @param listener told after {@link VoiceCallsBuilder#listener}
     */
    public <T> CompletableFuture<CallResult<T>> callAsync(
            String number, CallScript<T> script, CallOptions options, CallListener listener) {
        CallSession session = dial(number, options, listener);
        return conductor.cancelable(session, conductor.runAsync(session, script));
    }

    /**
     * Takes calls that come in from now on, each by a run of the script on a thread of its own. Before it is set, and
     * while closing, callers hear a busy signal.
     */
    public void onIncoming(CallScript<?> script) {
        onIncoming(script, defaults);
    }

    /** As {@link #onIncoming(CallScript)}, with options. */
    public void onIncoming(CallScript<?> script, CallOptions options) {
        if (script instanceof VoiceAgent agent) {
            agent.prepare(options, scheduler);
        }
        incoming = new Incoming<>(script, options);
    }

    /**
     * A call that is not over, to control it from outside: from another thread, or by a request that names it.
     *
     * @param callId the carrier's name for the call, as in {@link CallInfo#id()}
     * @return empty if there is none of that name, or none any more
     */
    public Optional<LiveCall> live(String callId) {
        return open.keySet().stream()
                .filter(session -> session.info().id().filter(callId::equals).isPresent())
                .findFirst()
                .map(session -> new LiveCall(session, conductor, this::dial));
    }

    /**
     * What is known of a call: of one under way as far as it has come, else what the store has kept of it. Blocks as long as the
     * {@linkplain VoiceCallsBuilder#store store} does.
     *
     * @param id our name for it ({@link CallResult#recordId()}, {@link CallInfo#recordId()}) or the carrier's
     * @return empty if there is no such call, or none any more
     * @throws VoiceCallException if the store can't be reached
     */
    public Optional<CallRecord> record(String id) {
        return records.find(id);
    }

    /**
     * Lists calls, the newest first; those under way among them. Blocks as long as the {@linkplain VoiceCallsBuilder#store store}
     * does, and tells what that knows: a call is there within moments, and what happens on it within a second or so.
     *
     * @throws IllegalArgumentException if the cursor is none that a page ended with
     * @throws VoiceCallException if the store can't be reached
     */
    public CallPage calls(CallQuery query) {
        return records.list(query);
    }

    /** How many calls there are now, from the first attempt to place one until the carrier has closed its line. */
    public int openCalls() {
        return open.size();
    }

    /**
     * Refuses new calls, lets the current ones come to their end for as long as {@link VoiceCallsBuilder#drainTimeout}
     * says, hangs up what is left, interrupts the transcription of recordings, and closes the gateway. An interrupt shortens these
     * waits to nothing. Then what is left of recordings of ours is written, for five seconds at most, and the records of calls that
     * wait, for ten seconds at most, interrupted or not. Closing again does nothing.
     */
    @Override
    public void close() {
        synchronized (limits) {
            if (closing) {
                return;
            }
            closing = true;
        }
        boolean interrupted = !awaitAllClosed(drainTimeout);
        for (CallSession session : open.keySet()) {
            session.end(Outcome.CANCELED, null);
        }
        // Once more interrupted or not: threads must not be taken away from calls whose results others wait for.
        while (!awaitAllClosed(HANG_UP_PATIENCE)) {
            interrupted = true;
        }
        interrupted |= !recordings.stop();
        try {
            gateway.close();
        } finally {
            interrupted |= !recorders.close();
            interrupted |= !recordings.close();
            interrupted |= !records.close();
            closeOwnScheduler();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void closeOwnScheduler() {
        if (ownsScheduler) {
            scheduler.close();
        }
    }

    /** No phone shall ring for a question that can't be put. */
    private static void requireSpeakable(String question, CallOptions options) {
        new Speech(question, options.language(), options.voice());
    }

    private CallSession dial(String number, CallOptions options) {
        return dial(number, options, NOBODY);
    }

    private CallSession dial(String number, CallOptions options, CallListener listener) {
        PhoneNumber to = PhoneNumber.of(number);
        CallLeg leg = gateway.dial(new OutboundCall(
                to,
                options.callerId(),
                options.ringTimeout(),
                options.maxDuration(),
                options.machineDetection(),
                options.recording()));
        CallSession session = session(leg, options, listener);
        synchronized (limits) {
            if (closing) {
                throw new CallRefusedException(
                        Reason.CLOSED, "These VoiceCalls are closed or closing; no call is placed.");
            }
            limits.admit(to, open.size());
            enter(session);
        }
        return begin(session);
    }

    private CallSession session(CallLeg leg, CallOptions options, CallListener itsListener) {
        SpeechTimeline timeline = new SpeechTimeline(scheduler);
        TappedLeg tapped = new TappedLeg(timeline.measured(leg));
        CallLeg speaking = liveAudio == null ? tapped : new LiveLeg(tapped, liveAudio.forCall(options), scheduler);
        List<CallListener> told = new ArrayList<>(listeners);
        told.add(0, records.ofNextCall());
        told.add(itsListener);
        CallSession session = new CallSession(speaking, timeline, options, scheduler, told);
        taps.fromStart(session).forEach(tapped::hearFromStart);
        return session;
    }

    private void offer(CallLeg leg) {
        Incoming<?> taker = incoming;
        CallSession session = session(leg, taker == null ? defaults : taker.options, NOBODY);
        boolean turnedAway;
        synchronized (limits) {
            turnedAway = taker == null || closing || open.size() >= limits.maxConcurrentCalls();
            enter(session);
        }
        CallScript<?> script = turnedAway || taker == null ? VoiceCalls::turnAway : taker.script;
        session.ending().thenAccept(ending -> ending.failure()
                .ifPresent(failure -> LOG.error("{} failed.", session.info(), failure)));
        begin(session);
        if (script instanceof VoiceAgent agent) {
            conductor.converse(session, agent);
        } else {
            Conduct conduct = session.takeOver();
            scheduler.worker().execute(() -> conductor.run(conduct, script));
        }
    }

    private static boolean turnAway(Call call) {
        call.reject(true);
        return true;
    }

    private void enter(CallSession session) {
        CompletableFuture<Void> left = new CompletableFuture<>();
        open.put(session, left);
        session.closed().thenRun(() -> {
            open.remove(session);
            left.complete(null);
        });
    }

    private static CallSession begin(CallSession session) {
        session.start();
        return session;
    }

    /** @return false if the thread was interrupted */
    private boolean awaitAllClosed(Duration atMost) {
        CompletableFuture<?> allClosed = CompletableFuture.allOf(open.values().toArray(CompletableFuture<?>[]::new));
        if (allClosed.isDone()) {
            return true;
        }
        CompletableFuture<Void> tooLong = new CompletableFuture<>();
        Scheduler.Timer timer = scheduler.schedule(atMost, scheduler.executor(), () -> tooLong.complete(null));
        try {
            scheduler.await(CompletableFuture.anyOf(allClosed, tooLong));
            return true;
        } catch (InterruptedException e) {
            return false;
        } finally {
            timer.cancel();
        }
    }
}
