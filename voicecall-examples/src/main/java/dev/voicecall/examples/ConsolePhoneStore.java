package dev.voicecall.examples;

import dev.voicecall.CallPage;
import dev.voicecall.CallQuery;
import dev.voicecall.CallRecord;
import dev.voicecall.Recording;
import dev.voicecall.spi.CallStore;
import java.util.List;
import java.util.Optional;

/**
 * A service's store of calls, for calls of the console's phone: those are kept with all others, but recordings that an earlier process
 * has left are not looked for on the simulated line, where they would seem to be deleted. Safe for use by many threads.
 */
final class ConsolePhoneStore implements CallStore {
    private final CallStore store;

    ConsolePhoneStore(CallStore store) {
        this.store = store;
    }

    @Override
    public void save(CallRecord call) {
        store.save(call);
    }

    @Override
    public void save(Recording recording) {
        store.save(recording);
    }

    @Override
    public Optional<CallRecord> find(String id) {
        return store.find(id);
    }

    @Override
    public Optional<Recording> findRecording(String id) {
        return store.findRecording(id);
    }

    @Override
    public CallPage list(CallQuery query) {
        return store.list(query);
    }

    @Override
    public List<Recording> unfinishedRecordings(int limit) {
        return List.of();
    }

    @Override
    public void delete(String id) {
        store.delete(id);
    }
}
