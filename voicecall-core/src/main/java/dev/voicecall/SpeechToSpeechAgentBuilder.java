package dev.voicecall;

import static dev.voicecall.VoiceAgentBuilder.requireText;
import static dev.voicecall.VoiceAgentBuilder.requireWithin;

import dev.voicecall.conversation.SpeechToSpeechSettings;
import dev.voicecall.spi.SpeechToSpeech;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of a {@link VoiceAgent} that is a model which hears and speaks by itself. When it ends the call by its own decision is
 * the affair of its tools: {@link dev.voicecall.spi.Tool#hangUp()}. Not safe for use by several threads.
 */
public final class SpeechToSpeechAgentBuilder {
    private final SpeechToSpeech model;
    private Optional<String> greeting = Optional.of("The other side is on the line. Greet them in one short sentence.");
    private Duration idleAfter = Duration.ofSeconds(8);
    private int idlePrompts = 1;
    private String apology = "I'm sorry, something went wrong on our side. Please call again later. Goodbye.";
    private Duration maxDuration = Duration.ofHours(1);

    SpeechToSpeechAgentBuilder(SpeechToSpeech model) {
        this.model = model;
    }

    /**
     * What the model is told to begin with; by default to greet in one short sentence.
     *
     * @param instructions blank to let the other side begin
     */
    public SpeechToSpeechAgentBuilder greeting(String instructions) {
        this.greeting = instructions.isBlank() ? Optional.empty() : Optional.of(requireText("greeting", instructions));
        return this;
    }

    /**
     * When to have the model ask into silence whether somebody is there. When it has asked so often and the silence lasts, it
     * says goodbye, and the call ends.
     *
     * @param after how long both sides have to be silent, counted from the end of what was heard last; 1 s to 5 min; 8 s by
     *     default
     * @param times how often, 0 to 10; once by default
     */
    public SpeechToSpeechAgentBuilder idlePrompts(Duration after, int times) {
        this.idleAfter = requireWithin("idlePrompts", after, Duration.ofSeconds(1), Duration.ofMinutes(5));
        if (times < 0 || times > 10) {
            throw new IllegalArgumentException("idlePrompts is " + times + " times; it must be 0 to 10.");
        }
        this.idlePrompts = times;
        return this;
    }

    /** What the carrier's own voice says when the model has failed and the call has to end; in English by default. */
    public SpeechToSpeechAgentBuilder apology(String text) {
        this.apology = requireText("apology", text);
        return this;
    }

    /**
     * After how long the model is told to say goodbye, whatever is going on; 1 s to 24 h, 1 h by default. That is ten seconds
     * before {@link CallOptions#maxDuration()} at the latest. The call ends when the goodbye was heard, but ten seconds later in
     * any case.
     */
    public SpeechToSpeechAgentBuilder maxDuration(Duration length) {
        this.maxDuration = requireWithin("maxDuration", length, Duration.ofSeconds(1), Duration.ofHours(24));
        return this;
    }

    /** An agent with these settings. */
    public VoiceAgent build() {
        return new VoiceAgent(
                new SpeechToSpeechSettings(model, greeting, idleAfter, idlePrompts, apology, maxDuration));
    }
}
