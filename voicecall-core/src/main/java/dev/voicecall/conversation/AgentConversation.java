package dev.voicecall.conversation;

import dev.voicecall.CallEndedException;
import dev.voicecall.HeardText;
import dev.voicecall.NoInputException;
import dev.voicecall.Outcome;
import dev.voicecall.ProviderException;
import dev.voicecall.ToolUse;
import dev.voicecall.Turn;
import dev.voicecall.Usage;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.conversation.Hearing.HeardTurn;
import dev.voicecall.spi.Conversation;
import dev.voicecall.spi.Conversation.Message;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.spi.Speech;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.Tool;
import dev.voicecall.spi.ToolCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An agent's conversation: whose turn it is, what is answered, when it ends.
 *
 * <p>There is at most one reply at a time. It is being thought of (what the other side says then belongs to the turn that it
 * answers), or audible (then the other side may interrupt), or paused by an interruption, of which it isn't certain yet whether
 * it is one: with words it is, and only what was heard remains of the reply; without words, or with a mere "mm-hm", the reply
 * goes on. Tools that a reply needs are used while it is the reply; one that ends the conversation waits until all of it was
 * heard. Belongs to one call; called on its mailbox.
 */
final class AgentConversation implements AudioPath.Listener, AgentReply.Listener, AgentLine.Listener {
    /** For saying goodbye before the call is cut off. */
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final Conduct conduct;
    private final CallSession session;
    private final AgentSettings settings;
    private final Scheduler scheduler;
    private final TurnWords turnWords;
    private final History history = new History();
    private final Filler filler;
    private final AgentTools tools;
    private final AgentLine line;
    private final KeyEntry keys;
    private final CompletableFuture<Void> over;

    private @Nullable AgentReply reply;
    private @Nullable AgentReply preemptive;
    private Timer idle = Timer.NONE;
    private Timer bound = Timer.NONE;
    private long boundNanos;
    private int idlePrompts;
    private int turns;
    private int hearingFailures;
    /** What was said or keyed in while it could not be answered. */
    private final List<String> unanswered = new ArrayList<>();

    private @Nullable HeardTurn lastUnanswered;
    /** Whether something else is done with the other side; nothing is heard or said here meanwhile. */
    private boolean suspended;
    /** The conversation ends when what is being said was heard. */
    private boolean leaving;
    /** And whatever the other side says. */
    private boolean leavingForGood;
    /** What is said last, whatever the other side says. */
    private String lastWords = "";
    /** What the carrier is to say, because our own voice can't any more. */
    private Optional<Speech> unsaid = Optional.empty();
    /** Why, unless it simply ended. */
    private @Nullable RuntimeException end;

    private AgentConversation(
            Conduct conduct, AgentSettings settings, Scheduler scheduler, CompletableFuture<Void> over) {
        this.conduct = conduct;
        this.session = conduct.session();
        this.settings = settings;
        this.scheduler = scheduler;
        this.over = over;
        this.turnWords = TurnWords.in(settings.parts().language());
        this.keys = new KeyEntry(scheduler, session.mailbox(), this::onKeys);
        this.filler =
                new Filler(settings.filler(), settings.fillerAfter(), scheduler, session.mailbox(), this::isHearing);
        this.tools = new AgentTools(conduct, history, filler, scheduler);
        this.line = new AgentLine(conduct, tools, this::newPath, this);
    }

    private AudioPath newPath() {
        return new AudioPath(settings.parts(), scheduler, session.mailbox(), this);
    }

    private boolean isHearing() {
        return line.path().isHearing();
    }

    /** As {@link Agent#hold}. */
    static CompletableFuture<Void> hold(Conduct conduct, AgentSettings settings, Scheduler scheduler) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        CallSession session = conduct.session();
        session.mailbox().execute(() -> {
            try {
                AgentSettings here = settings.with(settings.parts().forCall(session.options()));
                new AgentConversation(conduct, here, scheduler, over).begin();
            } catch (RuntimeException e) {
                over.completeExceptionally(e);
            }
        });
        return over;
    }

    private void begin() {
        line.open();
        conduct.attendedBy(new StandingStill());
        boundNanos = scheduler.nanoTime()
                + session.timeUntilFarewell(settings.maxDuration(), FAREWELL).toNanos();
        watchBound();
        settings.greeting().ifPresentOrElse(this::say, this::waitForWords);
    }

    private void watchBound() {
        bound = after(Duration.ofNanos(Math.max(0, boundNanos - scheduler.nanoTime())), () -> {
            if (!leavingForGood) {
                leaveForGood(new CallEndedException(Outcome.TIMED_OUT), settings.farewell());
            }
        });
    }

    @Override
    public void onClosed(@Nullable Throwable cause) {
        idle.cancel();
        keys.cancel();
        bound.cancel();
        dropPreemptive();
        settle(false);
        tools.close();
        line.leave();
        unsaid.filter(speech -> cause == null).ifPresentOrElse(this::sayByCarrier, () -> complete(cause));
    }

    /** In the carrier's own voice, since it need not know ours. */
    private Optional<Speech> byCarrier(String text) {
        String spoken = String.join(" ", SpeakableText.sentences(text));
        return spoken.isEmpty() || spoken.length() > Speech.MAX_LENGTH
                ? Optional.empty()
                : Optional.of(new Speech(spoken, settings.parts().language(), Optional.empty()));
    }

    private void sayByCarrier(Speech speech) {
        conduct.perform(new Step.Say(speech)).whenComplete((done, failure) -> complete(failure));
    }

    private void complete(@Nullable Throwable cause) {
        RuntimeException why = end;
        if (why == null && cause != null) {
            why = cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
        }
        if (why == null) {
            over.complete(null);
        } else {
            over.completeExceptionally(why);
        }
    }

    @Override
    public void onSpeechBegan() {
        idle.cancel();
    }

    @Override
    public void onSpeech(Duration speech, String words) {
        AgentReply current = reply;
        if (current != null && !leavingForGood && (!current.hasBegun() || interrupts(speech, words))) {
            current.pause(); // and what hasn't begun doesn't begin while they speak
        }
    }

    private boolean interrupts(Duration speech, String words) {
        if (!mayInterrupt() || speech.compareTo(settings.parts().turnTaking().minInterruption()) < 0) {
            return false;
        }
        return !settings.parts().speechToText().interimWords() || isInterruption(words);
    }

    private boolean mayInterrupt() {
        return settings.interruptible() && !leavingForGood;
    }

    /** Whether words that are said while we speak want the turn. */
    private boolean isInterruption(String words) {
        int enough = settings.parts().turnTaking().minInterruptionWords();
        return WordList.words(words).size() >= enough && !turnWords.isBackChannel(words);
    }

    @Override
    public void onInterim(String words) {
        session.onInterim(Speaker.THEM, words);
    }

    @Override
    public void onHeardSoFar(String words) {
        session.onInterim(Speaker.US, words);
    }

    @Override
    public void onUtterance(String words) {
        if (settings.preemptive() && reply == null && !turnWords.isBackChannel(words)) {
            dropPreemptive();
            preemptive = newReply(history.with(words)).begin();
        }
    }

    @Override
    public void onNoise() {
        dropPreemptive();
        AgentReply current = reply;
        if (current == null) {
            waitForWords();
        } else {
            current.resume();
        }
    }

    @Override
    public void onTurn(HeardTurn turn) {
        AgentReply current = reply;
        hearingFailures = 0;
        if (current == null || takesTheTurn(current, turn.words())) {
            settle(true);
            session.said(Speaker.THEM, turn.words(), turn.confidence(), false);
            answer(withUnanswered(turn.words()), turn);
            return;
        }
        session.said(Speaker.THEM, turn.words(), turn.confidence(), false);
        boolean meant = !turnWords.isBackChannel(turn.words()) || current.hasAsked();
        current.resume();
        if (meant && !leavingForGood) {
            answerLater(turn.words(), turn);
        }
    }

    /** Whether what was said during a reply ends it. */
    private boolean takesTheTurn(AgentReply current, String words) {
        return current.hasBegun()
                ? mayInterrupt() && (isInterruption(words) || current.hasAsked())
                : !leavingForGood && !turnWords.isBackChannel(words);
    }

    /**
     * The reply, if there is one, ends here; what was heard of it remains.
     *
     * @return whether anything was
     */
    private boolean settle(boolean interrupted) {
        AgentReply current = reply;
        reply = null;
        filler.cancel();
        HeardText heard = current == null ? null : current.drop();
        if (current != null) {
            tools.interrupted();
        }
        if (heard == null || heard.position().isZero()) {
            return false;
        }
        if (interrupted && !heard.complete()) {
            session.tell(to -> to.onInterrupted(session.info(), heard));
        }
        remember(heard.text(), !heard.complete());
        return true;
    }

    private void remember(String text, boolean interrupted) {
        if (!text.isEmpty()) {
            history.addOurs(text, interrupted);
            session.said(Speaker.US, text, OptionalDouble.empty(), interrupted);
        }
    }

    private void answerLater(String words, @Nullable HeardTurn turn) {
        unanswered.add(words);
        lastUnanswered = turn;
    }

    private void answerUnanswered() {
        String last = unanswered.remove(unanswered.size() - 1);
        answer(withUnanswered(last), lastUnanswered);
    }

    /** What was said before, and has not been answered, belongs to it. */
    private String withUnanswered(String words) {
        unanswered.add(words);
        String all = String.join(" ", unanswered);
        unanswered.clear();
        return all;
    }

    /** @param turn with which the words ended; null if they are keys */
    private void answer(String words, @Nullable HeardTurn turn) {
        idlePrompts = 0;
        idle.cancel();
        leaving = false;
        end = null;
        history.addTheirs(words);
        AgentReply answer = preemptive;
        preemptive = null;
        if (answer == null || !answer.conversation().messages().equals(history.messages())) {
            if (answer != null) {
                answer.drop();
            }
            answer = newReply(history.messages()).begin();
        }
        if (settings.goodbyeEnds() && turn != null && turnWords.isGoodbye(words)) {
            answer.endCall();
        }
        turns++;
        measure(AnsweredTurn.of(turns, words, turn, scheduler.nanoTime()), answer, commitAnswer(answer));
    }

    private Speaking commitAnswer(AgentReply answer) {
        Speaking speaking = commit(answer);
        if (reply == answer) {
            filler.whileThinking(answer);
        }
        return speaking;
    }

    private void measure(AnsweredTurn turn, AgentReply answer, Speaking speaking) {
        speaking.answerSent().thenRun(() -> {
            Turn measured = turn.measured(answer.firstWordNanos(), speaking.synthesisLatency(), scheduler.nanoTime());
            session.tell(to -> to.onTurn(session.info(), measured));
        });
    }

    private void say(String text) {
        commit(newReply(history.messages()).saying(text));
    }

    private AgentReply newReply(List<Message> messages) {
        Conversation conversation =
                new Conversation(session.info(), settings.parts().language(), messages);
        return new AgentReply(
                settings.responder(), conversation, settings.responseTimeout(), scheduler, session.mailbox(), this);
    }

    private Speaking commit(AgentReply next) {
        idle.cancel();
        reply = next;
        return next.commit(line.path()::speak);
    }

    private void dropPreemptive() {
        if (preemptive != null) {
            preemptive.drop();
            preemptive = null;
        }
    }

    @Override
    public void onHeard(AgentReply heardReply, HeardText heard) {
        if (reply != heardReply) {
            return;
        }
        reply = null;
        filler.cancel();
        remember(heard.text(), false);
        if (!unanswered.isEmpty()) {
            tools.interrupted();
            answerUnanswered();
        } else if (tools.ending().isPresent()) {
            end(tools.ending().get());
        } else if (heardReply.endsCall() || leaving) {
            hangUp();
        } else {
            waitForWords();
        }
    }

    private void end(Tool.Effect how) {
        if (how instanceof Tool.Transfer transfer) {
            idle.cancel();
            keys.cancel();
            bound.cancel();
            line.transfer(transfer.to());
        } else {
            tools.hungUp();
            hangUp();
        }
    }

    /** The other side hears how it goes on. */
    @Override
    public void onBack() {
        watchBound();
        commitAnswer(newReply(history.messages()).begin());
    }

    @Override
    public CompletableFuture<List<ToolUse>> onToolCalls(AgentReply asking, List<Tool> offered, List<ToolCall> calls) {
        return tools.use(asking, offered, calls);
    }

    /** While the line is used for something else, what is being said and thought of waits, and so does who waits for words. */
    private final class StandingStill implements Conduct.Attendant {
        @Override
        public boolean interrupt() {
            return AgentConversation.this.interrupt();
        }

        @Override
        public void onSuspended() {
            suspended = true;
            idle.cancel();
            line.suspended();
        }

        @Override
        public void onResumed() {
            suspended = false;
            if (reply == null && !over.isDone()) {
                waitForWords();
            }
        }
    }

    @Override
    public void onUsage(Usage usage) {
        session.onUsage(usage);
    }

    /** Falls silent for the host, as if the other side had interrupted; not if these are the last words. */
    private boolean interrupt() {
        if (over.isDone() || reply == null || leavingForGood) {
            return false;
        }
        settle(true);
        leaving = false;
        end = null;
        if (unanswered.isEmpty()) {
            waitForWords();
        } else {
            answerUnanswered();
        }
        return true;
    }

    @Override
    public void onFailed(AgentReply failed, ProviderException failure) {
        if (failed == preemptive) {
            preemptive = null; // it is tried again when it is wanted
        } else if (failed == reply) {
            giveUp(failure);
        }
    }

    @Override
    public void onHearingFailed(ProviderException failure) {
        if (leavingForGood || (failure.retryable() && hearingFailures++ == 0)) {
            session.onWarning(failure); // what was said is lost, but may be said again
        } else {
            giveUp(failure);
        }
    }

    /** A part has failed: apologizes, by the carrier's voice if ours has failed. */
    private void giveUp(ProviderException failure) {
        session.onWarning(failure);
        if (leavingForGood) {
            if (!settle(false)) {
                unsaid = byCarrier(lastWords);
            }
            hangUp();
        } else {
            leaveForGood(failure, settings.apology());
        }
    }

    /** Gives the line back; nothing is heard any more. */
    private void hangUp() {
        leavingForGood = true;
        keys.cancel();
        bound.cancel();
        line.leave();
    }

    private void waitForWords() {
        idle.cancel();
        if (suspended) {
            return;
        }
        idle = after(settings.idleAfter(), () -> {
            if (reply != null || isHearing()) {
                return;
            }
            if (idlePrompts < settings.idlePrompts().size()) {
                say(settings.idlePrompts().get(idlePrompts++));
            } else {
                leave(turns == 0 ? new NoInputException(idlePrompts + 1) : null, settings.farewell());
            }
        });
    }

    /** Says something and ends the conversation, unless the other side has more to say. */
    private void leave(@Nullable RuntimeException why, String lastWords) {
        end = why;
        leaving = true;
        say(lastWords);
    }

    /** Says something and ends the conversation, whatever the other side says. */
    private void leaveForGood(RuntimeException why, String lastWords) {
        leavingForGood = true;
        this.lastWords = lastWords;
        keys.cancel();
        unanswered.clear();
        dropPreemptive();
        settle(false);
        leave(why, lastWords);
    }

    @Override
    public void onKey(char key) {
        if (leavingForGood || line.isTransferred()) {
            return;
        }
        idle.cancel();
        if (settings.interruptible()) {
            settle(true);
        }
        keys.press(key);
    }

    private void onKeys(String pressed) {
        if (pressed.isEmpty()) {
            if (reply == null) {
                waitForWords();
            }
            return;
        }
        session.said(Speaker.THEM, pressed, OptionalDouble.empty(), false);
        AgentReply current = reply;
        if (current != null && current.hasBegun() && !mayInterrupt()) {
            answerLater(pressed, null);
            return;
        }
        settle(true);
        answer(withUnanswered(pressed), null);
    }

    private Timer after(Duration delay, Runnable task) {
        return scheduler.schedule(delay, session.mailbox(), () -> {
            if (!over.isDone()) {
                task.run();
            }
        });
    }
}
