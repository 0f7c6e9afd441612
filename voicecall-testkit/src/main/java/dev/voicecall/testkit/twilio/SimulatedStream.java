package dev.voicecall.testkit.twilio;

import dev.voicecall.testkit.PlayoutBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What a simulator knows of a Media Stream, during it and afterwards. Safe for use by many threads. */
public final class SimulatedStream {
    private final String sid;
    private final String name;
    private final boolean bidirectional;
    private final List<String> tracks;
    private final Map<String, AtomicInteger> sent = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> received = new ConcurrentHashMap<>();
    private final List<Problem> problems = new CopyOnWriteArrayList<>();
    private final List<Duration> silencedAfter = new CopyOnWriteArrayList<>();
    private volatile int underruns;
    private volatile boolean connected;
    private volatile boolean ended;

    SimulatedStream(String sid, StreamOrder order) {
        this.sid = sid;
        this.name = order.name().orElse(sid);
        this.bidirectional = order.bidirectional();
        this.tracks = order.tracks();
    }

    /** The stream's SID: {@code MZ} and 32 hex digits. */
    public String sid() {
        return sid;
    }

    /** The name that it was given, or else its SID. */
    public String name() {
        return name;
    }

    /** Whether it is one of {@code <Connect>}, over which the application can be heard. */
    public boolean bidirectional() {
        return bidirectional;
    }

    /** What goes over it to the application: {@code inbound}, {@code outbound} or both. */
    public List<String> tracks() {
        return tracks;
    }

    /** Whether the application took the connection. Stays true after the end. */
    public boolean connected() {
        return connected;
    }

    /** Whether it is over, or could not be begun. */
    public boolean ended() {
        return ended;
    }

    /** How many messages of a kind were sent to the application, for example {@code media}; those lost don't count. */
    public int sent(String event) {
        return count(sent, event).get();
    }

    /** How many valid messages of a kind came from the application. */
    public int received(String event) {
        return count(received, event).get();
    }

    /**
     * How long after the callee had begun to speak each {@code clear} came, in order; only those that came while it spoke.
     * Speech is all that is not digital silence, and goes on over half a second of that.
     */
    public List<Duration> silencedAfter() {
        return List.copyOf(silencedAfter);
    }

    /** How often sound came too late, so that the callee heard a gap; see {@link PlayoutBuffer#underruns()}. */
    public int underruns() {
        return underruns;
    }

    /** All errors and warnings about this stream; they are among its call's, too. */
    public List<Problem> problems() {
        return List.copyOf(problems);
    }

    void connect() {
        connected = true;
    }

    void end() {
        ended = true;
    }

    void countSent(String event) {
        count(sent, event).incrementAndGet();
    }

    void countReceived(String event) {
        count(received, event).incrementAndGet();
    }

    private static AtomicInteger count(Map<String, AtomicInteger> counts, String event) {
        return counts.computeIfAbsent(event, first -> new AtomicInteger());
    }

    void silenced(Duration after) {
        silencedAfter.add(after);
    }

    void underruns(int count) {
        underruns = count;
    }

    void problem(Problem problem) {
        problems.add(problem);
    }

    @Override
    public String toString() {
        return "SimulatedStream[" + sid + (ended ? " ended" : connected ? " connected" : "") + "]";
    }
}
