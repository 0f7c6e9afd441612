package dev.voicecall.spi;

import dev.voicecall.CallCursor;
import dev.voicecall.CallPage;
import dev.voicecall.CallQuery;
import dev.voicecall.CallRecord;
import dev.voicecall.Recording;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A store that forgets: everything when the program ends, and the oldest calls when there are too many. */
final class InMemoryCallStore implements CallStore {
    private static final int RECORDINGS_PER_CALL = 2;

    private final int capacity;
    private final Map<String, CallRecord> calls = new HashMap<>();
    private final NavigableMap<CallCursor, CallRecord> newestFirst = new TreeMap<>();
    private final Map<String, String> idsByCallId = new HashMap<>();
    private final Map<String, Recording> recordings = new LinkedHashMap<>();

    InMemoryCallStore(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity is " + capacity + "; it must be at least 1.");
        }
        this.capacity = capacity;
    }

    @Override
    public synchronized void save(CallRecord call) {
        CallRecord kept = call.withRecordings(List.of());
        CallRecord before = calls.put(kept.id(), kept);
        if (before != null) {
            newestFirst.remove(placeOf(before));
        }
        newestFirst.put(placeOf(kept), kept);
        kept.callId().ifPresent(callId -> idsByCallId.put(callId, kept.id()));
        while (calls.size() > capacity) {
            forget(leastNeeded());
        }
    }

    /** The oldest one that is over; if none is, the oldest of all. */
    private CallRecord leastNeeded() {
        return newestFirst.descendingMap().values().stream()
                .filter(call -> call.status() == CallRecord.Status.ENDED)
                .findFirst()
                .orElseGet(() -> newestFirst.lastEntry().getValue());
    }

    private void forget(CallRecord call) {
        calls.remove(call.id());
        newestFirst.remove(placeOf(call));
        call.callId().ifPresent(callId -> {
            idsByCallId.remove(callId);
            recordings.values().removeIf(recording -> recording.callId().equals(callId));
        });
    }

    @Override
    public synchronized void save(Recording recording) {
        recordings.put(recording.id(), recording);
        if (recordings.size() > (long) capacity * RECORDINGS_PER_CALL) {
            recordings.remove(recordings.keySet().iterator().next());
        }
    }

    @Override
    public synchronized Optional<CallRecord> find(String id) {
        return Optional.ofNullable(call(id)).map(call -> call.withRecordings(recordingsOf(call)));
    }

    private @Nullable CallRecord call(String id) {
        CallRecord byOurs = calls.get(id);
        return byOurs != null ? byOurs : calls.get(idsByCallId.getOrDefault(id, ""));
    }

    private List<Recording> recordingsOf(CallRecord call) {
        return recordings.values().stream()
                .filter(recording ->
                        call.callId().filter(recording.callId()::equals).isPresent())
                .toList();
    }

    @Override
    public synchronized Optional<Recording> findRecording(String id) {
        return Optional.ofNullable(recordings.get(id));
    }

    @Override
    public synchronized CallPage list(CallQuery query) {
        Map<CallCursor, CallRecord> rest = query.cursor().isEmpty()
                ? newestFirst
                : newestFirst.tailMap(CallCursor.parse(query.cursor().get()), false);
        List<CallPage.Entry> found = rest.values().stream()
                .filter(call -> isAskedFor(call, query))
                .limit(query.limit() + 1L)
                .map(CallPage.Entry::of)
                .toList();
        return CallPage.of(found, query.limit());
    }

    private static boolean isAskedFor(CallRecord call, CallQuery query) {
        return query.direction().map(call.direction()::equals).orElse(true)
                && query.number()
                        .map(number -> number.equals(call.from()) || number.equals(call.to()))
                        .orElse(true)
                && (query.outcome().isEmpty() || query.outcome().equals(call.outcome()))
                && query.open()
                        .map(open -> open == (call.status() != CallRecord.Status.ENDED))
                        .orElse(true)
                && query.from().map(from -> !call.startedAt().isBefore(from)).orElse(true)
                && query.until().map(call.startedAt()::isBefore).orElse(true);
    }

    @Override
    public synchronized List<Recording> unfinishedRecordings(int limit) {
        return recordings.values().stream()
                .filter(Recording::isUnfinished)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized void delete(String id) {
        CallRecord call = call(id);
        if (call != null) {
            forget(call);
        }
    }

    private static CallCursor placeOf(CallRecord call) {
        return new CallCursor(call.startedAt(), call.id());
    }
}
