package dev.voicecall.testkit;

import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.HeardText;
import dev.voicecall.ToolUse;
import dev.voicecall.Turn;
import dev.voicecall.Utterance;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.VoiceCallException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * Keeps what happens on calls with agents, for a test to look at.
 *
 * <pre>{@code
 * AgentProbe probe = new AgentProbe();
 * VoiceCalls calls = VoiceCalls.builder(carrier).scheduler(time).listener(probe).build();
 * calls.call("+14155550123", agent);
 * assertThat(probe.turn(2).latency()).isLessThan(Duration.ofSeconds(1));
 * assertThat(probe.wasInterruptedAfter("a dragon")).isTrue();
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class AgentProbe implements CallListener {
    private final List<Event> events;
    private final Predicate<CallInfo> calls;

    private record Event(CallInfo call, Object what) {}

    /** A probe of all calls. */
    public AgentProbe() {
        this(new CopyOnWriteArrayList<>(), call -> true);
    }

    private AgentProbe(List<Event> events, Predicate<CallInfo> calls) {
        this.events = events;
        this.calls = calls;
    }

    /** The same, of the calls to or from a number only. */
    public AgentProbe on(String number) {
        return new AgentProbe(
                events, call -> call.from().equals(number) || call.to().equals(number));
    }

    /** The turns that an agent has begun to answer, in order. */
    public List<Turn> turns() {
        return all(Turn.class);
    }

    /**
     * One of them.
     *
     * @param number from 1
     * @throws AssertionError if there was none
     */
    public Turn turn(int number) {
        return turns().stream()
                .filter(turn -> turn.number() == number)
                .findFirst()
                .orElseThrow(() -> new AssertionError("There was no turn " + number + "; there were " + turns() + "."));
    }

    /** How often an agent was interrupted, and what had been heard of it each time. */
    public List<HeardText> interruptions() {
        return all(HeardText.class);
    }

    /** Whether an agent was interrupted when the last that had been heard of it were these words. */
    public boolean wasInterruptedAfter(String words) {
        return interruptions().stream().anyMatch(heard -> heard.text().endsWith(words));
    }

    /** What became of the tools that models asked for, in the order in which they ended. */
    public List<ToolUse> toolUses() {
        return all(ToolUse.class);
    }

    /** What went wrong and was survived. */
    public List<VoiceCallException> warnings() {
        return all(VoiceCallException.class);
    }

    /** What was said, in order: lines that begin with {@code us: } and {@code them: }; those cut short end with a dash. */
    public List<String> transcript() {
        return all(Utterance.class).stream()
                .map(said -> (said.speaker() == Speaker.US ? "us: " : "them: ")
                        + said.text()
                        + (said.interrupted() ? "-" : ""))
                .toList();
    }

    private <T> List<T> all(Class<T> kind) {
        return events.stream()
                .filter(event -> calls.test(event.call))
                .map(Event::what)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    @Override
    public void onUtterance(CallInfo call, Utterance utterance) {
        events.add(new Event(call, utterance));
    }

    @Override
    public void onInterrupted(CallInfo call, HeardText heard) {
        events.add(new Event(call, heard));
    }

    @Override
    public void onTurn(CallInfo call, Turn turn) {
        events.add(new Event(call, turn));
    }

    @Override
    public void onToolUsed(CallInfo call, ToolUse use) {
        events.add(new Event(call, use));
    }

    @Override
    public void onWarning(CallInfo call, VoiceCallException problem) {
        events.add(new Event(call, problem));
    }
}
