package dev.voicecall.conversation;

import dev.voicecall.Reply;
import dev.voicecall.TurnTaking;
import dev.voicecall.conversation.Hearing.HeardTurn;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Puts a question and waits for the answer, in words or by keys. The answer may begin before the question is over, which then
 * falls silent; what turns out to be noise makes it go on.
 */
final class LiveListen extends LiveStep {
    private final AudioPath path;
    private final Step.Listen step;
    private final TurnTaking turnTaking;
    private final Scheduler scheduler;
    private final Executor mailbox;
    private final Speaking prompt;
    private final StringBuilder keys = new StringBuilder();
    private Timer timeout = Timer.NONE;
    private boolean timeIsUp;
    /** Whether what is being said began before the question. */
    private boolean stale;

    LiveListen(AudioPath path, Step.Listen step, TurnTaking turnTaking, Scheduler scheduler, Executor mailbox) {
        this.path = path;
        this.step = step;
        this.turnTaking = turnTaking;
        this.scheduler = scheduler;
        this.mailbox = mailbox;
        this.prompt = path.speak(this::fail);
    }

    @Override
    void begin() {
        stale = path.isHearing();
        prompt.over().thenAccept(heard -> {
            if (keys.isEmpty()) {
                timeout = scheduler.schedule(step.timeout(), mailbox, this::timeOut);
            }
        });
        prompt.say(step.prompt().text());
        prompt.end();
    }

    /** Who is just speaking may finish. */
    private void timeOut() {
        timeIsUp = true;
        if (!path.isHearing()) {
            finish(new StepResult.Silence());
        }
    }

    @Override
    void onSpeech(Duration speech) {
        if (prompt.isAudible() && speech.compareTo(turnTaking.minInterruption()) >= 0) {
            prompt.pause();
        }
    }

    @Override
    boolean wantsWords() {
        return !stale && keys.isEmpty();
    }

    @Override
    void onTurn(HeardTurn turn) {
        if (stale) {
            onNoise();
        } else if (keys.isEmpty()) {
            finish(new StepResult.Heard(new Reply(Reply.Source.SPEECH, turn.words(), turn.confidence())));
        }
    }

    @Override
    void onNoise() {
        stale = false;
        if (timeIsUp && keys.isEmpty()) {
            finish(new StepResult.Silence());
        } else {
            prompt.resume();
        }
    }

    @Override
    void onKey(char key) {
        if (!step.keys()) {
            return;
        }
        timeout.cancel();
        boolean last = key == '#';
        if (!last) {
            keys.append(key);
        }
        prompt.stop();
        int most = step.expected().maxKeys();
        if (last || keys.length() >= (most > 0 ? most : KeyEntry.MAX_KEYS)) {
            finishKeys();
        } else {
            timeout = scheduler.schedule(step.timeout(), mailbox, this::finishKeys);
        }
    }

    private void finishKeys() {
        finish(keys.isEmpty() ? new StepResult.Silence() : new StepResult.Heard(Reply.keyed(keys.toString())));
    }

    @Override
    void cease() {
        prompt.stop();
        timeout.cancel();
    }
}
