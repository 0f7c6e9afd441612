package dev.voicecall;

import dev.voicecall.spi.CallStore;
import dev.voicecall.spi.Scheduler;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records of calls: of those under way as they are now, of all others as the store has them. Safe for use by many threads. */
final class CallRecords {
    private static final Logger LOG = LoggerFactory.getLogger(CallRecords.class);
    private static final Duration FLUSH_PATIENCE = Duration.ofSeconds(10);

    private final CallStore store;
    private final Scheduler scheduler;
    private final RecordWriter writer;
    /** From the beginning of a call until the store has all of it. */
    private final Map<String, RecordKeeper> live = new ConcurrentHashMap<>();

    CallRecords(CallStore store, Scheduler scheduler) {
        this.store = store;
        this.scheduler = scheduler;
        this.writer = new RecordWriter(store, scheduler, RecordWriter.MOST_WAITING, keeper -> live.remove(keeper.id()));
    }

    /** What hears of a call that is about to begin, and keeps its record. */
    CallListener ofNextCall() {
        return new RecordKeeper(scheduler, keeper -> {
            live.put(keeper.id(), keeper);
            writer.changed(keeper);
        });
    }

    /** As {@link VoiceCalls#record}. */
    Optional<CallRecord> find(String id) {
        Optional<CallRecord> underWay = live(id).map(RecordKeeper::snapshot);
        return underWay.isPresent() ? underWay.map(this::withRecordings) : store.find(id);
    }

    private Optional<RecordKeeper> live(String id) {
        RecordKeeper byOurs = live.get(id);
        return byOurs != null
                ? Optional.of(byOurs)
                : live.values().stream().filter(call -> call.isOf(id)).findFirst();
    }

    /** A call that can be watched while the store can't be reached is worth more than its recordings. */
    private CallRecord withRecordings(CallRecord call) {
        try {
            return store.find(call.id())
                    .map(kept -> call.withRecordings(kept.recordings()))
                    .orElse(call);
        } catch (RuntimeException e) {
            LOG.warn("The recordings of a call under way can't be read: {}", Redacted.messageOf(e));
            return call;
        }
    }

    /** As {@link VoiceCalls#calls}. */
    CallPage list(CallQuery query) {
        return store.list(query);
    }

    /**
     * Has all that is known written to the store, for ten seconds at most, interrupted or not.
     *
     * @return false if the thread was interrupted
     */
    boolean close() {
        return writer.close(FLUSH_PATIENCE);
    }
}
