package dev.voicecall.testkit;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.ToolUse;
import dev.voicecall.spi.Conversation;
import dev.voicecall.spi.Responder;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Tool;
import dev.voicecall.spi.ToolCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A brain that thinks of what it was told to, with the delays and failures of a language model.
 *
 * <pre>{@code
 * ScriptedResponder brain = new ScriptedResponder(time, "How old are you?", "Thank you.").thinks(Duration.ofMillis(400)).endsCallAt(2);
 * }</pre>
 *
 * <p>With tools it says its answer, has them used, and says what comes of it:
 *
 * <pre>{@code
 * new ScriptedResponder(time, "Let me check.")
 *         .tools(weather)
 *         .usesAt(1, "get_weather", "{\"city\":\"Paris\"}")
 *         .thenSaysAt(1, uses -> uses.get(0).result());
 * }</pre>
 *
 * <p>The settings change this object, before it is used. Responding is safe for use by many threads.
 */
public final class ScriptedResponder implements Responder {
    private final Scheduler time;
    private final List<String> answers;
    private final Function<Conversation, String> otherwise;
    private final List<Conversation> conversations = new CopyOnWriteArrayList<>();
    private final Set<Integer> failures = ConcurrentHashMap.newKeySet();
    private final Set<Integer> ends = ConcurrentHashMap.newKeySet();
    private final Map<Integer, List<Wanted>> wanted = new ConcurrentHashMap<>();
    private final Map<Integer, Function<List<ToolUse>, String>> conclusions = new ConcurrentHashMap<>();
    private volatile List<Tool> tools = List.of();
    private volatile Duration thinking = Duration.ZERO;
    private volatile Duration tokenInterval = Duration.ZERO;

    /** A tool that is to be asked for. */
    private record Wanted(String tool, String json) {}

    /**
     * Gives these answers one after the other, whatever call they are for, then none.
     *
     * @param time what it waits by
     */
    public ScriptedResponder(Scheduler time, String... answers) {
        this(time, List.of(answers), conversation -> "");
    }

    /**
     * Answers by what was said.
     *
     * @param time what it waits by
     */
    public ScriptedResponder(Scheduler time, Function<Conversation, String> answer) {
        this(time, List.of(), answer);
    }

    private ScriptedResponder(Scheduler time, List<String> answers, Function<Conversation, String> otherwise) {
        this.time = time;
        this.answers = answers;
        this.otherwise = otherwise;
    }

    /** Takes so long to the first word; 0 by default. */
    public ScriptedResponder thinks(Duration thinking) {
        this.thinking = thinking;
        return this;
    }

    /** Says one word after the other, each so long after the one before; by default all at once. */
    public ScriptedResponder wordByWord(Duration interval) {
        this.tokenInterval = interval;
        return this;
    }

    /** Fails at the n-th answer, counted from 1, when it has thought. */
    public ScriptedResponder failsAt(int answer) {
        failures.add(answer);
        return this;
    }

    /** Hangs up after the n-th answer, counted from 1. */
    public ScriptedResponder endsCallAt(int answer) {
        ends.add(answer);
        return this;
    }

    /** The tools that it has. */
    public ScriptedResponder tools(Tool... tools) {
        this.tools = List.of(tools);
        return this;
    }

    /**
     * Has a tool used after the words of the n-th answer, counted from 1. Those of one answer are used at the same time.
     *
     * @param tool its name; perhaps of one that it doesn't have
     * @param json the arguments
     */
    public ScriptedResponder usesAt(int answer, String tool, String json) {
        wanted.computeIfAbsent(answer, n -> new CopyOnWriteArrayList<>()).add(new Wanted(tool, json));
        return this;
    }

    /** Says something when the tools of the n-th answer have ended; nothing by default. */
    public ScriptedResponder thenSaysAt(int answer, Function<List<ToolUse>, String> conclusion) {
        conclusions.put(answer, conclusion);
        return this;
    }

    /** What it was shown, each time that it was asked. */
    public List<Conversation> conversations() {
        return List.copyOf(conversations);
    }

    @Override
    public String respond(Conversation conversation) throws InterruptedException {
        return think(conversation, remember(conversation));
    }

    @Override
    public void respond(Conversation conversation, Response response) throws InterruptedException {
        int turn = remember(conversation);
        say(think(conversation, turn), response);
        List<Wanted> asked = wanted.getOrDefault(turn, List.of());
        if (!asked.isEmpty()) {
            List<ToolUse> uses = response.use(tools, calls(turn, asked));
            say(conclusions.getOrDefault(turn, none -> "").apply(uses), response);
        }
        if (ends.contains(turn)) {
            response.endCall();
        }
    }

    private static List<ToolCall> calls(int turn, List<Wanted> asked) {
        List<ToolCall> calls = new ArrayList<>();
        for (Wanted one : asked) {
            String id = "call_" + turn + "_" + (calls.size() + 1);
            calls.add(new ToolCall(id, one.tool, new JsonArguments(one.json)));
        }
        return calls;
    }

    private void say(String text, Response response) throws InterruptedException {
        if (tokenInterval.isZero()) {
            response.say(text);
            return;
        }
        for (String word : text.split("(?<=\\s)(?=\\S)", -1)) {
            response.say(word);
            Waiting.pass(time, tokenInterval);
        }
    }

    private String think(Conversation conversation, int turn) throws InterruptedException {
        Waiting.pass(time, thinking);
        if (failures.contains(turn)) {
            throw new ProviderException(
                    Stage.THINKING, "The scripted responder failed, as it was told to.", true, null);
        }
        return turn <= answers.size() ? answers.get(turn - 1) : otherwise.apply(conversation);
    }

    private synchronized int remember(Conversation conversation) {
        conversations.add(conversation);
        return conversations.size();
    }
}
