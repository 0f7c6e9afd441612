package dev.voicecall.socketio;

import dev.voicecall.CallInfo;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a watcher may see, and what of that it wants to see. Touched by the hub alone. */
final class Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

    private static final int MOST_JOINED = 1_000;

    private final Watcher watcher;
    private final Predicate<CallInfo> mayWatch;
    /** The calls it has joined, over or not; if none, it wants to see all. */
    private final Set<String> joined = new HashSet<>();

    private boolean wantsMedia;

    Subscription(Watcher watcher, Predicate<CallInfo> mayWatch, boolean wantsMedia) {
        this.watcher = watcher;
        this.mayWatch = mayWatch;
        this.wantsMedia = wantsMedia;
    }

    Watcher watcher() {
        return watcher;
    }

    /** Asks; who can't say, says no. */
    boolean mayWatch(CallInfo call) {
        try {
            return mayWatch.test(call);
        } catch (RuntimeException | Error e) {
            LOG.warn("A watcher does not see {}, since it could not be told whether it may.", call, e);
            return false;
        }
    }

    boolean wants(String callId) {
        return joined.isEmpty() || joined.contains(callId);
    }

    boolean wantsMedia() {
        return wantsMedia;
    }

    void wantMedia(boolean wants) {
        wantsMedia = wants;
    }

    /** @return false if it has joined too many */
    boolean join(String callId) {
        if (joined.size() >= MOST_JOINED && !joined.contains(callId)) {
            return false;
        }
        joined.add(callId);
        return true;
    }

    /** @return false if it had not joined it */
    boolean leave(String callId) {
        return joined.remove(callId);
    }
}
