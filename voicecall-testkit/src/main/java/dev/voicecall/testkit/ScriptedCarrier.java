package dev.voicecall.testkit;

import dev.voicecall.CallInfo;
import dev.voicecall.Direction;
import dev.voicecall.PhoneNumber;
import dev.voicecall.Recording;
import dev.voicecall.RecordingOptions;
import dev.voicecall.spi.CallGateway;
import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.OutboundCall;
import dev.voicecall.spi.Scheduler;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A carrier within the process, whose subscribers are scripts. On a {@link VirtualScheduler} it is deterministic: the same
 * scripts make the same calls.
 *
 * <pre>{@code
 * VirtualScheduler time = new VirtualScheduler();
 * ScriptedCarrier carrier = new ScriptedCarrier().callee("+14155550123", Callee.answers().says("John"));
 * try (VoiceCalls calls = VoiceCalls.builder(carrier).scheduler(time).build()) {
 *     assertThat(calls.ask("+14155550123", "What is your name?").answer()).contains("John");
 *     assertThat(carrier.lastCall().heard()).containsExactly("What is your name?");
 * }
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class ScriptedCarrier implements CallGateway {
    /** The number that calls are placed from and come in to. */
    public static final PhoneNumber OWN_NUMBER = new PhoneNumber("+14155550100");

    private final Map<String, Callee> callees = new ConcurrentHashMap<>();
    private final List<CalleeOnCall> calls = new CopyOnWriteArrayList<>();
    private final AtomicInteger openLegs = new AtomicInteger();
    private final ScriptedConferences conferences = new ScriptedConferences();
    private final AtomicInteger lines = new AtomicInteger();
    private final AtomicInteger recordings = new AtomicInteger();
    private volatile LineFaults faults = LineFaults.NONE;
    private volatile LineTap tap = LineTap.NONE;
    private @Nullable Scheduler scheduler;
    private CallGateway.@Nullable Listener incoming;

    /** A carrier without subscribers: every number is unreachable. */
    public ScriptedCarrier() {}

    /**
     * Gives a number to somebody.
     *
     * @param number in E.164
     * @return this
     */
    public ScriptedCarrier callee(String number, Callee callee) {
        callees.put(PhoneNumber.of(number).e164(), callee);
        return this;
    }

    /**
     * Says what goes wrong on the live lines that are opened from now on.
     *
     * @return this
     */
    public ScriptedCarrier faults(LineFaults faults) {
        this.faults = faults;
        lines.set(0);
        return this;
    }

    /**
     * Lets somebody call in.
     *
     * @param from the caller's number as it is shown
     * @return the caller in the course of the call
     * @throws IllegalStateException if the carrier was not started yet, by {@code VoiceCalls}
     */
    public CalleeOnCall callIn(String from, Callee caller) {
        CallGateway.Listener taker = incoming;
        if (taker == null) {
            throw new IllegalStateException("Nobody takes calls yet; build VoiceCalls over this carrier first.");
        }
        CalleeOnCall onCall = onCall(caller);
        CallInfo info = new CallInfo(Direction.INBOUND, Optional.of(nextId()), from, OWN_NUMBER.e164());
        ScriptedLeg leg = new ScriptedLeg(this, time(), onCall, info, null);
        leg.mailbox().execute(() -> taker.onIncoming(leg));
        return onCall;
    }

    /** Who took part in the calls so far, in the order in which they began. */
    public List<CalleeOnCall> calls() {
        return List.copyOf(calls);
    }

    /**
     * Who took part in the newest call.
     *
     * @throws IllegalStateException if there was none
     */
    public CalleeOnCall lastCall() {
        if (calls.isEmpty()) {
            throw new IllegalStateException("There was no call yet.");
        }
        return calls.get(calls.size() - 1);
    }

    /** How many calls have begun and not ended. */
    public int openLegs() {
        return openLegs.get();
    }

    @Override
    public void start(Scheduler scheduler, Listener incoming) {
        this.scheduler = scheduler;
        this.incoming = incoming;
    }

    @Override
    public CallLeg dial(OutboundCall call) {
        CallInfo info = new CallInfo(
                Direction.OUTBOUND,
                Optional.of(nextId()),
                call.callerId().orElse(OWN_NUMBER).e164(),
                call.to().e164());
        return new ScriptedLeg(this, time(), onCall(calleeAt(call.to())), info, call);
    }

    @Override
    public void close() {}

    Callee calleeAt(PhoneNumber number) {
        return callees.getOrDefault(number.e164(), Callee.unreachable());
    }

    ScriptedConferences conferences() {
        return conferences;
    }

    LineFaults faults() {
        return faults;
    }

    /** Has somebody listen in on the live lines that are opened from now on. */
    ScriptedCarrier tap(LineTap tap) {
        this.tap = tap;
        return this;
    }

    LineTap tap() {
        return tap;
    }

    /** The chances of the next line. */
    SplittableRandom nextLine() {
        return new SplittableRandom(faults.seed() + lines.getAndIncrement());
    }

    /** Begins to record a call; the recording lasts until it is stopped. */
    ScriptedRecording record(CallInfo call, Executor mailbox, RecordingOptions options) {
        CallGateway.Listener hears = Objects.requireNonNull(incoming, "the carrier was not started");
        Recording begun = new Recording(
                "recording-" + recordings.incrementAndGet(),
                call.id().orElseThrow(),
                Recording.State.IN_PROGRESS,
                options.channels(),
                Optional.of(time().now()),
                Optional.empty(),
                OptionalInt.empty(),
                Recording.Processing.NONE,
                Optional.empty());
        return new ScriptedRecording(begun, time(), mailbox, hears::onRecording);
    }

    void legBegan() {
        openLegs.incrementAndGet();
    }

    void legEnded() {
        openLegs.decrementAndGet();
    }

    private CalleeOnCall onCall(Callee callee) {
        CalleeOnCall onCall = new CalleeOnCall(callee);
        calls.add(onCall);
        return onCall;
    }

    private String nextId() {
        return "call-" + (calls.size() + 1);
    }

    private Scheduler time() {
        if (scheduler == null) {
            throw new IllegalStateException("The carrier was not started; build VoiceCalls over it first.");
        }
        return scheduler;
    }
}
