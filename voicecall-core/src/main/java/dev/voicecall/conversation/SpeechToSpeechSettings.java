package dev.voicecall.conversation;

import dev.voicecall.CallOptions;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToSpeech;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * How an agent behaves that is a model which hears and speaks; what the settings mean is said at the builder. Immutable.
 *
 * @param model hears, thinks and speaks
 * @param greeting what the model is told to begin with; empty to let the other side begin
 * @param idleAfter after how much silence the model is prompted
 * @param idlePrompts how often, before the call is ended
 * @param apology said by the carrier when the model has failed
 * @param maxDuration how long the conversation may be
 */
public record SpeechToSpeechSettings(
        SpeechToSpeech model,
        Optional<String> greeting,
        Duration idleAfter,
        int idlePrompts,
        String apology,
        Duration maxDuration)
        implements Agent {
    /** Does nothing: the model is opened together with the line. */
    @Override
    public void prepare(CallOptions options, Scheduler scheduler) {}

    @Override
    public CompletableFuture<Void> hold(Conduct conduct, Scheduler scheduler) {
        return SpeechToSpeechConversation.hold(conduct, this, scheduler);
    }
}
