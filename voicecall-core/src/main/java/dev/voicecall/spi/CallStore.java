package dev.voicecall.spi;

import dev.voicecall.CallCursor;
import dev.voicecall.CallPage;
import dev.voicecall.CallQuery;
import dev.voicecall.CallRecord;
import dev.voicecall.Recording;
import java.util.List;
import java.util.Optional;

/**
 * Where the records of calls are kept.
 *
 * <p>All methods may block, and throw a {@link dev.voicecall.VoiceCallException} if the store can't be reached; the library
 * calls them on worker threads only, and repeats what failed.
 *
 * <p>What is kept comes back as it was: texts of any length with any characters, times to the microsecond. The exceptions are
 * characters that a database may not know, NUL and halves of surrogate pairs: each may come back as another character, but
 * nothing fails of them. Safe for use by many threads.
 */
public interface CallStore extends AutoCloseable {
    /** A store in memory for 10,000 calls; see {@link #inMemory(int)}. */
    static CallStore inMemory() {
        return inMemory(10_000);
    }

    /**
     * A store in memory, for programs that need no history beyond their own life.
     *
     * @param calls how many it keeps, 1 or more. When there are more, the oldest one that is over leaves with its recordings. Of
     *     recordings it keeps twice as many; the oldest leave first.
     */
    static CallStore inMemory(int calls) {
        return new InMemoryCallStore(calls);
    }

    /**
     * Keeps a call: all of it but its {@linkplain CallRecord#recordings() recordings}, in place of what was kept of it before.
     * Either all of that is kept or nothing, and whoever reads meanwhile sees the one or the other.
     */
    void save(CallRecord call);

    /** Keeps a recording in place of what was kept of it before. Its call may become known later. */
    void save(Recording recording);

    /**
     * Finds a call, with its recordings in the order in which they became known here.
     *
     * @param id our name for it, or the carrier's
     */
    Optional<CallRecord> find(String id);

    /** Finds a recording by the carrier's name for it. */
    Optional<Recording> findRecording(String id);

    /**
     * Lists calls, the newest first; those that began at the same time in any order that stays. Memory is bounded by the page, not
     * by the number of calls. Page after page, each call comes at most once, and new calls don't disturb.
     *
     * @throws IllegalArgumentException if the cursor is none that a page ended with; see {@link CallCursor}
     */
    CallPage list(CallQuery query);

    /**
     * Recordings that are {@linkplain Recording#isUnfinished() unfinished}, the one first that became known here first.
     *
     * @param limit how many at most
     */
    List<Recording> unfinishedRecordings(int limit);

    /**
     * Deletes a call and its recordings here, not at the carrier; does nothing if there is no such call.
     *
     * @param id our name for it, or the carrier's
     */
    void delete(String id);

    /** Lets go of what it holds, such as connections of its own. Whoever made the store closes it. */
    @Override
    default void close() {}
}
