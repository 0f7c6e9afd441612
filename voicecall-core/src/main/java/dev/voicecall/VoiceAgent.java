package dev.voicecall;

import dev.voicecall.conversation.Agent;
import dev.voicecall.conversation.Conduct;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToSpeech;
import java.util.concurrent.CompletableFuture;

/**
 * An agent that listens, thinks and speaks, and can be interrupted.
 *
 * <pre>{@code
 * VoiceAgent agent = VoiceAgent.builder()
 *         .greeting("Hello! How can I help you today?")
 *         .speechToText(ear)
 *         .responder(conversation -> "You said: " + conversation.latest())
 *         .textToSpeech(voice)
 *         .build();
 * CallResult<Void> result = calls.call("+14155550123", agent);
 * calls.onIncoming(agent);
 *
 * VoiceAgent withoutParts = VoiceAgent.speechToSpeech(model); // which hears and speaks by itself
 * }</pre>
 *
 * <p>An agent is a {@link CallScript}: it can be all of a call, or a part of one by {@link Call#converse}. It has the sound of
 * the line to itself as long as it is at work. What its responder or model may do besides talking are
 * {@linkplain dev.voicecall.spi.Tool tools}, among them to hang up and to transfer the call. The call's result is
 * <ul>
 *   <li>{@link Outcome#ANSWERED} if the agent ended the conversation: the responder or the model said so, the other side said
 *       goodbye or fell silent for good, or it was connected with somebody else who has hung up;
 *   <li>{@link Outcome#NO_INPUT} if the other side never said anything;
 *   <li>{@link Outcome#TIMED_OUT} after the {@linkplain VoiceAgentBuilder#maxDuration longest time} that was set;
 *   <li>{@link Outcome#FAILED} with a {@link ProviderException} if a part failed, after an apology;
 * </ul>
 * and otherwise as for any call. What was said is in {@link CallResult#transcript()}: of our words those that were heard.
 *
 * <p>Immutable, if its parts are; one agent serves any number of calls at once.
 */
public final class VoiceAgent implements CallScript<Void> {
    private final Agent agent;

    VoiceAgent(Agent agent) {
        this.agent = agent;
    }

    /** An agent to be put together of its parts. It needs a {@code speechToText}, a {@code responder} and a {@code textToSpeech}. */
    public static VoiceAgentBuilder builder() {
        return new VoiceAgentBuilder();
    }

    /** An agent that is a model which hears and speaks by itself, with the defaults of {@link #builder(SpeechToSpeech)}. */
    public static VoiceAgent speechToSpeech(SpeechToSpeech model) {
        return builder(model).build();
    }

    /** An agent that is a model which hears and speaks by itself, with settings. */
    public static SpeechToSpeechAgentBuilder builder(SpeechToSpeech model) {
        return new SpeechToSpeechAgentBuilder(model);
    }

    /** Holds the conversation; the same as {@link Call#converse}. */
    @Override
    @SuppressWarnings("NullAway") // there is no Void, and a script may return null
    public Void run(Call call) {
        call.converse(this);
        return null;
    }

    /** Gets ready, while it rings or before. */
    void prepare(CallOptions options, Scheduler scheduler) {
        agent.prepare(options, scheduler);
    }

    CompletableFuture<Void> converse(Conduct conduct, Scheduler scheduler) {
        prepare(conduct.session().options(), scheduler);
        return agent.hold(conduct, scheduler);
    }
}
