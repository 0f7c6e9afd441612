package dev.voicecall.conversation;

import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;

/** Says something to its end, whatever the other side says. */
final class LiveSay extends LiveStep {
    private final Speaking speaking;
    private final String text;

    LiveSay(AudioPath path, Step.Say say) {
        this.text = say.speech().text();
        this.speaking = path.speak(this::fail);
    }

    @Override
    void begin() {
        speaking.over().thenAccept(heard -> finish(new StepResult.Done()));
        speaking.say(text);
        speaking.end();
    }

    @Override
    void cease() {
        speaking.stop();
    }
}
