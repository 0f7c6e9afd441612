package dev.voicecall.testkit;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.spi.Conversation;
import dev.voicecall.spi.Responder;
import dev.voicecall.spi.Scheduler;
import java.time.Duration;
import java.util.List;
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
 * <p>The settings change this object, before it is used. Responding is safe for use by many threads.
 */
public final class ScriptedResponder implements Responder {
    private final Scheduler time;
    private final List<String> answers;
    private final Function<Conversation, String> otherwise;
    private final List<Conversation> conversations = new CopyOnWriteArrayList<>();
    private final Set<Integer> failures = ConcurrentHashMap.newKeySet();
    private final Set<Integer> ends = ConcurrentHashMap.newKeySet();
    private volatile Duration thinking = Duration.ZERO;
    private volatile Duration tokenInterval = Duration.ZERO;

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
        String answer = think(conversation, turn);
        if (tokenInterval.isZero()) {
            response.say(answer);
        } else {
            for (String word : answer.split("(?<=\\s)(?=\\S)", -1)) {
                response.say(word);
                Waiting.pass(time, tokenInterval);
            }
        }
        if (ends.contains(turn)) {
            response.endCall();
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
