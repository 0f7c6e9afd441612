package dev.voicecall.conversation;

import dev.voicecall.CallEndedException;
import dev.voicecall.CallOptions;
import dev.voicecall.CallRedirectedException;
import dev.voicecall.NoInputException;
import dev.voicecall.ProviderException;
import dev.voicecall.spi.Scheduler;
import java.util.concurrent.CompletableFuture;

/** What can hold a conversation: parts that hear, think and speak, or a model that does all of it. Immutable. */
public sealed interface Agent permits AgentSettings, SpeechToSpeechSettings {
    /** Gets ready for calls with these options. Returns at once. */
    void prepare(CallOptions options, Scheduler scheduler);

    /**
     * Holds a conversation on a call that is answered.
     *
     * @return completes when the agent has ended it, the line being free again; fails with {@link CallEndedException} if the
     *     call ended before, with {@link CallRedirectedException} if another took over, with {@link NoInputException} if the other side never said anything, and with
     *     {@link ProviderException} if a part failed for good
     */
    CompletableFuture<Void> hold(Conduct conduct, Scheduler scheduler);
}
