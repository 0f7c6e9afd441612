package dev.voicecall.testkit.twilio;

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

    void problem(Problem problem) {
        problems.add(problem);
    }

    @Override
    public String toString() {
        return "SimulatedStream[" + sid + (ended ? " ended" : connected ? " connected" : "") + "]";
    }
}
