package dev.voicecall.conversation;

import dev.voicecall.CallOptions;
import dev.voicecall.spi.Responder;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Speech;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * How an agent behaves; what the settings mean is said at the builder of agents. Immutable.
 *
 * @param parts what hears and speaks
 * @param responder what thinks
 * @param greeting said first; empty to let the other side begin
 * @param interruptible whether the other side may interrupt
 * @param preemptive whether answers are thought of before it is certain that the other side has finished
 * @param idleAfter how much silence is answered by the next idle prompt
 * @param idlePrompts what is said into silence, one after the other
 * @param filler said when an answer takes long; empty for nothing
 * @param fillerAfter what long is
 * @param responseTimeout after how long without a word an answer has failed
 * @param apology said when something has failed
 * @param farewell said when the agent ends the call by itself: after the idle prompts, and at {@code maxDuration}
 * @param maxDuration how long the conversation may be
 * @param goodbyeEnds whether the call ends with the answer to a goodbye
 */
public record AgentSettings(
        VoiceParts parts,
        Responder responder,
        Optional<String> greeting,
        boolean interruptible,
        boolean preemptive,
        Duration idleAfter,
        List<String> idlePrompts,
        Optional<String> filler,
        Duration fillerAfter,
        Duration responseTimeout,
        String apology,
        String farewell,
        Duration maxDuration,
        boolean goodbyeEnds)
        implements Agent {

    AgentSettings with(VoiceParts parts) {
        return new AgentSettings(
                parts,
                responder,
                greeting,
                interruptible,
                preemptive,
                idleAfter,
                idlePrompts,
                filler,
                fillerAfter,
                responseTimeout,
                apology,
                farewell,
                maxDuration,
                goodbyeEnds);
    }

    @Override
    public CompletableFuture<Void> hold(Conduct conduct, Scheduler scheduler) {
        return AgentConversation.hold(conduct, this, scheduler);
    }

    /** Has the greeting and the like spoken in advance, for calls with these options. Returns at once. */
    @Override
    public void prepare(CallOptions options, Scheduler scheduler) {
        if (parts.textToSpeech() instanceof PreparedPhrases phrases) {
            VoiceParts here = parts.forCall(options);
            List<Speech> speeches = Stream.of(
                            greeting.stream(),
                            Stream.of(apology),
                            filler.stream(),
                            idlePrompts.stream(),
                            Stream.of(farewell))
                    .flatMap(texts -> texts)
                    .flatMap(text -> SpeakableText.sentences(text).stream())
                    .map(here::speech)
                    .toList();
            phrases.prepare(speeches, scheduler);
        }
    }
}
