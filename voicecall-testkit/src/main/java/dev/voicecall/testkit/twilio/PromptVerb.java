package dev.voicecall.testkit.twilio;

import java.util.List;

/** Say, Play: something to hear. */
final class PromptVerb implements Verb {
    private final TwimlElement element;

    PromptVerb(TwimlElement element) {
        this.element = element;
    }

    @Override
    public void run(TwimlExecution execution) {
        Prompt.play(execution.call(), execution.scope(), List.of(element), execution::next);
    }
}
