package dev.voicecall.netty;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** At most one thing that happens if nothing else does for a while. Belongs to one connection and its thread. */
final class Deadline {
    private @Nullable Future<?> pending;

    /** Has something happen after a time, instead of what was to happen until now. */
    void set(EventExecutor thread, Duration after, Runnable what) {
        cancel();
        pending = thread.schedule(what, after.toMillis(), TimeUnit.MILLISECONDS);
    }

    void cancel() {
        if (pending != null) {
            pending.cancel(false);
            pending = null;
        }
    }
}
