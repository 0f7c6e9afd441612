package dev.voicecall.conversation;

import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Scheduler.Timer;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import java.util.concurrent.Executor;

/** Is silent. */
final class LivePause extends LiveStep {
    private final Step.Pause pause;
    private final Scheduler scheduler;
    private final Executor mailbox;
    private Timer end = Timer.NONE;

    LivePause(Step.Pause pause, Scheduler scheduler, Executor mailbox) {
        this.pause = pause;
        this.scheduler = scheduler;
        this.mailbox = mailbox;
    }

    @Override
    void begin() {
        end = scheduler.schedule(pause.length(), mailbox, () -> finish(new StepResult.Done()));
    }

    @Override
    void cease() {
        end.cancel();
    }
}
