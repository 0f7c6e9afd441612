package dev.voicecall.conversation;

import dev.voicecall.Reply;
import dev.voicecall.Utterance;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** What was said on a call. Belongs to one call; called on its mailbox. */
final class Transcript {
    private final Scheduler scheduler;
    private final Consumer<Utterance> listener;
    private final List<Utterance> utterances = new ArrayList<>();
    private boolean keys;

    /** @param listener hears of each utterance as it is added */
    Transcript(Scheduler scheduler, Consumer<Utterance> listener) {
        this.scheduler = scheduler;
        this.listener = listener;
    }

    /** Takes down what a step that was done has brought to be heard. */
    void add(Step step, StepResult result) {
        if (step instanceof Step.Say say && result instanceof StepResult.Done) {
            add(Speaker.US, say.speech().text(), OptionalDouble.empty());
        } else if (step instanceof Step.Listen listen) {
            add(Speaker.US, listen.prompt().text(), OptionalDouble.empty());
        }
        if (result instanceof StepResult.Heard heard) {
            keys |= heard.reply().source() == Reply.Source.KEYS;
            add(Speaker.THEM, heard.reply().text(), heard.reply().confidence());
        }
    }

    /** Whether the other side has pressed keys. */
    boolean hasKeys() {
        return keys;
    }

    List<Utterance> utterances() {
        return List.copyOf(utterances);
    }

    private void add(Speaker speaker, String text, OptionalDouble confidence) {
        add(speaker, text, confidence, false);
    }

    /** Takes down what was said in a conversation. */
    void add(Speaker speaker, String text, OptionalDouble confidence, boolean interrupted) {
        Utterance utterance = new Utterance(speaker, text, scheduler.now(), confidence, interrupted);
        utterances.add(utterance);
        listener.accept(utterance);
    }
}
