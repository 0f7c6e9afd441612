package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.AnsweredBy;
import dev.voicecall.CallPage;
import dev.voicecall.CallQuery;
import dev.voicecall.CallRecord;
import dev.voicecall.CallRecord.Status;
import dev.voicecall.CallRecord.StatusChange;
import dev.voicecall.Direction;
import dev.voicecall.Outcome;
import dev.voicecall.Recording;
import dev.voicecall.Timeline;
import dev.voicecall.spi.CallStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryCallStoreTest extends CallStoreContract {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @Override
    protected CallStore open() {
        return CallStore.inMemory();
    }

    @Test
    void theOldestCallThatIsOverLeavesFirst() {
        CallStore store = CallStore.inMemory(3);
        store.save(call(1, false));
        store.save(call(2, true));
        store.save(Recording.of("RE2", "CA2", Recording.State.COMPLETED, 1));
        store.save(call(3, true));
        store.save(call(4, false));
        assertThat(ids(store)).containsExactly("4", "3", "1");
        assertThat(store.findRecording("RE2")).isEmpty();
        store.save(call(5, false));
        store.save(call(6, false));
        assertThat(ids(store)).as("when none is over").containsExactly("6", "5", "4");
    }

    @Test
    void theOldestRecordingsLeaveFirst() {
        CallStore store = CallStore.inMemory(1);
        for (int i = 1; i <= 4; i++) {
            store.save(Recording.of("RE" + i, "CA" + i, Recording.State.IN_PROGRESS, 1));
        }
        assertThat(store.unfinishedRecordings(10)).extracting(Recording::id).containsExactly("RE3", "RE4");
    }

    @Test
    void hasRoomForACallAtLeast() {
        assertThatThrownBy(() -> CallStore.inMemory(0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> ids(CallStore store) {
        return store.list(CallQuery.NEWEST).calls().stream()
                .map(CallPage.Entry::id)
                .toList();
    }

    private static CallRecord call(int number, boolean over) {
        Instant at = NOON.plusSeconds(number);
        List<StatusChange> statuses = new ArrayList<>(List.of(new StatusChange(Status.DIALING, at)));
        if (over) {
            statuses.add(new StatusChange(Status.ENDED, at));
        }
        return new CallRecord(
                "" + number,
                Optional.of("CA" + number),
                Direction.OUTBOUND,
                "+14155550100",
                "+14155550123",
                at,
                statuses,
                over ? Optional.of(Outcome.BUSY) : Optional.empty(),
                AnsweredBy.UNKNOWN,
                List.of(),
                List.of(),
                List.of(),
                Timeline.UNKNOWN,
                List.of(),
                List.of(),
                List.of());
    }
}
