package dev.voicecall.testkit;

import dev.voicecall.ToolUse;
import dev.voicecall.spi.SpeechToSpeech;
import dev.voicecall.spi.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A model that hears and speaks {@link FakeSpeech}, with the delays, the haste and the failures of a real one.
 *
 * <pre>{@code
 * FakeSpeechToSpeech model = new FakeSpeechToSpeech(words -> Answer.say("You said: " + words))
 *         .latency(Duration.ofMillis(400))
 *         .transcribesAfter(Duration.ofSeconds(2));
 * VoiceAgent agent = VoiceAgent.speechToSpeech(model);
 * }</pre>
 *
 * <p>Speech of the other side begins with 60 ms of sound and ends with half a second of silence; then the model answers, one
 * answer at a time. When it is spoken to, it breaks off. The settings change this object, before it is used. A session belongs to
 * its call; everything else is safe for use by many threads.
 */
public final class FakeSpeechToSpeech implements SpeechToSpeech {
    /** When the text of an item comes. */
    public enum Words {
        /** All of it before its sound. */
        BEFORE,
        /** Each word just before its sound. */
        WITH,
        /** All of it after its sound. */
        AFTER
    }

    /**
     * What the model says and wants to have done, both at once. Immutable.
     *
     * @param items what it says, one after the other; none to say nothing
     * @param calls the tools that it asks for when it has said that
     */
    public record Answer(List<String> items, List<Call> calls) {
        /** Copies both. */
        public Answer {
            items = List.copyOf(items);
            calls = List.copyOf(calls);
        }

        /** Says this, each text as an item of its own. */
        public static Answer say(String... items) {
            return new Answer(List.of(items), List.of());
        }

        /** The same, but then asks for a tool, too. */
        public Answer use(String tool, String arguments) {
            List<Call> more = new ArrayList<>(calls);
            more.add(new Call(tool, arguments));
            return new Answer(items, more);
        }
    }

    /**
     * A tool that it asks for. Immutable.
     *
     * @param tool its name
     * @param arguments JSON; {@link Tool.Arguments#as} does not work on them
     */
    public record Call(String tool, String arguments) {}

    /**
     * A piece of the model's speech that was not heard to its end. Immutable.
     *
     * @param item which
     * @param text of the whole item
     * @param heard how much of it was heard, as the model was told
     * @param delivered how much of it had been delivered then
     */
    public record Cut(String item, String text, Duration heard, Duration delivered) {}

    private final Function<String, Answer> mind;
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<Cut> cuts = new CopyOnWriteArrayList<>();
    private final List<ToolUse> toolUses = new CopyOnWriteArrayList<>();
    private final Set<Integer> failures = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();
    private volatile List<Tool> tools = List.of();
    private volatile Duration opening = Duration.ofMillis(100);
    private volatile Duration latency = Duration.ofMillis(300);
    private volatile Duration piece = Duration.ofMillis(200);
    private volatile double speed = 5;
    private volatile Words words = Words.WITH;
    private volatile Optional<Duration> transcription = Optional.of(Duration.ofMillis(500));
    private volatile int latePieces;

    /**
     * Answers by what it is told: the other side's words, what it has keyed in, the instructions of a prompt, or the results of the
     * tools it has asked for, one a line as {@code name: result}.
     */
    public FakeSpeechToSpeech(Function<String, Answer> mind) {
        this.mind = mind;
    }

    /** Knows these tools. */
    public FakeSpeechToSpeech tools(Tool... tools) {
        this.tools = List.of(tools);
        return this;
    }

    /** Takes so long to open; 100 ms by default. */
    public FakeSpeechToSpeech opensAfter(Duration opening) {
        this.opening = opening;
        return this;
    }

    /** Takes so long from an end of speech to the first sound of its answer; 300 ms by default. */
    public FakeSpeechToSpeech latency(Duration latency) {
        this.latency = latency;
        return this;
    }

    /** Delivers sound in pieces of this length; 200 ms by default. */
    public FakeSpeechToSpeech pieces(Duration length) {
        this.piece = length;
        return this;
    }

    /** Delivers so many times faster than it is played; 5 by default. */
    public FakeSpeechToSpeech speed(double factor) {
        this.speed = factor;
        return this;
    }

    /** When it delivers its texts; {@link Words#WITH} its sound by default. */
    public FakeSpeechToSpeech words(Words words) {
        this.words = words;
        return this;
    }

    /** Tells what it has understood so long after the end of speech; 500 ms by default. */
    public FakeSpeechToSpeech transcribesAfter(Duration delay) {
        this.transcription = Optional.of(delay);
        return this;
    }

    /** Never tells what it has understood. */
    public FakeSpeechToSpeech withoutTranscription() {
        this.transcription = Optional.empty();
        return this;
    }

    /** Delivers so many more pieces of an item that was cut under way, as if they had been sent before. */
    public FakeSpeechToSpeech latePieces(int pieces) {
        this.latePieces = pieces;
        return this;
    }

    /** Fails for good with the first sound of the n-th answer of all calls, counted from 1. */
    public FakeSpeechToSpeech failsAt(int answer) {
        failures.add(answer);
        return this;
    }

    /** All that it was told and has answered, in order. */
    public List<String> told() {
        return List.copyOf(told);
    }

    /** What it was told not to have been heard to the end, in order. */
    public List<Cut> cuts() {
        return List.copyOf(cuts);
    }

    /** What became of the tools that it asked for, in order. */
    public List<ToolUse> toolUses() {
        return List.copyOf(toolUses);
    }

    /** How many sessions were opened and not closed. */
    public int openSessions() {
        return open.get();
    }

    @Override
    public List<Tool> tools() {
        return tools;
    }

    @Override
    public Session open(Request request, Listener listener) {
        open.incrementAndGet();
        return new FakeSession(this, request, listener);
    }

    /** What it says to that. */
    Answer answer(String to) {
        told.add(to);
        return mind.apply(to);
    }

    /** Whether the next answer is where it fails. */
    boolean failsNow() {
        return failures.contains(answers.incrementAndGet());
    }

    void cut(Cut cut) {
        cuts.add(cut);
    }

    void toolSettled(ToolUse use) {
        toolUses.add(use);
    }

    void closed() {
        open.decrementAndGet();
    }

    Duration opening() {
        return opening;
    }

    Duration latency() {
        return latency;
    }

    Duration piece() {
        return piece;
    }

    Duration betweenPieces() {
        return Duration.ofNanos(Math.round(piece.toNanos() / speed));
    }

    Words words() {
        return words;
    }

    Optional<Duration> transcription() {
        return transcription;
    }

    int latePieces() {
        return latePieces;
    }
}
