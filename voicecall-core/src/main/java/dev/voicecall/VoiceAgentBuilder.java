package dev.voicecall;

import dev.voicecall.conversation.AgentSettings;
import dev.voicecall.conversation.PreparedPhrases;
import dev.voicecall.conversation.VoiceParts;
import dev.voicecall.spi.Responder;
import dev.voicecall.spi.SpeechToText;
import dev.voicecall.spi.TextToSpeech;
import dev.voicecall.spi.VoiceActivityDetector;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link VoiceAgent}. Not safe for use by several threads. */
public final class VoiceAgentBuilder {
    private @Nullable SpeechToText speechToText;
    private @Nullable Responder responder;
    private @Nullable TextToSpeech textToSpeech;
    private VoiceActivityDetector detector = VoiceActivityDetector.energy();
    private TurnTaking turnTaking = TurnTaking.DEFAULT;
    private Optional<String> greeting = Optional.empty();
    private boolean interruptible = true;
    private boolean preemptive;
    private Duration idleAfter = Duration.ofSeconds(8);
    private List<String> idlePrompts = List.of("Are you still there?");
    private Optional<String> filler = Optional.of("One moment, please.");
    private Duration fillerAfter = Duration.ofSeconds(3);
    private Duration responseTimeout = Duration.ofSeconds(30);
    private String apology = "I'm sorry, something went wrong on our side. Please call again later. Goodbye.";
    private String farewell = "Goodbye.";
    private Duration maxDuration = Duration.ofHours(1);
    private boolean goodbyeEnds = true;

    VoiceAgentBuilder() {}

    /** What turns the other side's speech into words. */
    public VoiceAgentBuilder speechToText(SpeechToText speechToText) {
        this.speechToText = speechToText;
        return this;
    }

    /** What decides what to say. */
    public VoiceAgentBuilder responder(Responder responder) {
        this.responder = responder;
        return this;
    }

    /** What turns our words into speech. */
    public VoiceAgentBuilder textToSpeech(TextToSpeech textToSpeech) {
        this.textToSpeech = textToSpeech;
        return this;
    }

    /** What tells speech from silence; {@link VoiceActivityDetector#energy()} by default. */
    public VoiceAgentBuilder voiceActivityDetector(VoiceActivityDetector detector) {
        this.detector = detector;
        return this;
    }

    /** When the other side has finished, and when it interrupts; {@link TurnTaking#DEFAULT} by default. */
    public VoiceAgentBuilder turnTaking(TurnTaking turnTaking) {
        this.turnTaking = turnTaking;
        return this;
    }

    /** What to say first, prepared while it rings, or for inbound calls in advance. Without it the other side begins. */
    public VoiceAgentBuilder greeting(String text) {
        this.greeting = Optional.of(requireText("greeting", text));
        return this;
    }

    /** Whether the other side may interrupt; true by default. */
    public VoiceAgentBuilder interruptible(boolean interruptible) {
        this.interruptible = interruptible;
        return this;
    }

    /**
     * Whether the responder is asked as soon as the other side pauses, before it is certain that it has finished; false by
     * default. That saves some tenths of a second. What is not wanted after all is thrown away unheard, so a responder with
     * effects has to wait for {@link Responder.Response#awaitCommitted()} before them; tools wait by themselves.
     */
    public VoiceAgentBuilder preemptiveReplies(boolean preemptive) {
        this.preemptive = preemptive;
        return this;
    }

    /**
     * What to say into silence. When all has been said and the silence lasts, the agent says goodbye and ends the call.
     *
     * @param after how long the silence has to be, counted from the end of what was heard last; 1 s to 5 min; 8 s by default
     * @param prompts one after the other; "Are you still there?" by default
     */
    public VoiceAgentBuilder idlePrompts(Duration after, String... prompts) {
        this.idleAfter = requireWithin("idlePrompts", after, Duration.ofSeconds(1), Duration.ofMinutes(5));
        for (String prompt : prompts) {
            requireText("idle prompt", prompt);
        }
        this.idlePrompts = List.of(prompts);
        return this;
    }

    /**
     * What to say when an answer takes long, or a tool that it needs while nothing is being heard; "One moment, please." by
     * default. It is said once in an answer; a tool may have words of its own.
     *
     * @param after how long, 500 ms to 1 min; 3 s by default
     * @param text what; blank for nothing
     */
    public VoiceAgentBuilder filler(Duration after, String text) {
        this.fillerAfter = requireWithin("filler", after, Duration.ofMillis(500), Duration.ofMinutes(1));
        this.filler = text.isBlank() ? Optional.empty() : Optional.of(requireText("filler", text));
        return this;
    }

    /**
     * After how long without a word the responder has failed; 1 s to 10 min, 30 s by default. The time of the tools that it
     * uses doesn't count.
     */
    public VoiceAgentBuilder responseTimeout(Duration timeout) {
        this.responseTimeout = requireWithin("responseTimeout", timeout, Duration.ofSeconds(1), Duration.ofMinutes(10));
        return this;
    }

    /** What to say when a part has failed and the call has to end; in English by default. */
    public VoiceAgentBuilder apology(String text) {
        this.apology = requireText("apology", text);
        return this;
    }

    /** What to say when the agent ends the call by itself; "Goodbye." by default. */
    public VoiceAgentBuilder farewell(String text) {
        this.farewell = requireText("farewell", text);
        return this;
    }

    /**
     * After how long the agent says its farewell, whatever is going on; 1 s to 24 h, 1 h by default. It comes ten seconds
     * before {@link CallOptions#maxDuration()} at the latest, so that it can be heard.
     */
    public VoiceAgentBuilder maxDuration(Duration length) {
        this.maxDuration = requireWithin("maxDuration", length, Duration.ofSeconds(1), Duration.ofHours(24));
        return this;
    }

    /**
     * Whether the call ends when the other side has said goodbye and has heard the answer to that; true by default. If it
     * interrupts that answer, the call goes on.
     */
    public VoiceAgentBuilder endOnGoodbye(boolean end) {
        this.goodbyeEnds = end;
        return this;
    }

    /** @throws IllegalStateException if a part is missing */
    public VoiceAgent build() {
        if (speechToText == null || responder == null || textToSpeech == null) {
            throw new IllegalStateException("An agent needs a speechToText, a responder and a textToSpeech; "
                    + (speechToText == null ? "speechToText" : responder == null ? "responder" : "textToSpeech")
                    + " is not set.");
        }
        VoiceParts parts = new VoiceParts(
                speechToText,
                new PreparedPhrases(textToSpeech),
                detector,
                turnTaking,
                CallOptions.DEFAULT.language(),
                Optional.empty(),
                List.of());
        return new VoiceAgent(new AgentSettings(
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
                goodbyeEnds));
    }

    static String requireText(String name, String text) {
        if (text.isBlank() || text.length() > 4_000) {
            throw new IllegalArgumentException(
                    "The " + name + " has " + text.strip().length() + " characters; it must have 1 to 4,000.");
        }
        return text;
    }

    static Duration requireWithin(String name, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be " + least + " to " + most + ".");
        }
        return value;
    }
}
