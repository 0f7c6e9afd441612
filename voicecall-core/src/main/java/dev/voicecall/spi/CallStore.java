package dev.voicecall.spi;

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
 * calls them on worker threads only, and repeats what failed. Safe for use by many threads.
 */
public interface CallStore extends AutoCloseable {
    /**
     * Keeps a call: all of it but its {@linkplain CallRecord#recordings() recordings}, in place of what was kept of it before.
     * Either all of that is kept or nothing.
     */
    void save(CallRecord call);

    /** Keeps a recording in place of what was kept of it before. Its call may become known later. */
    void save(Recording recording);

    /**
     * Finds a call, with its recordings.
     *
     * @param id our name for it, or the carrier's
     */
    Optional<CallRecord> find(String id);

    /** Finds a recording by the carrier's name for it. */
    Optional<Recording> findRecording(String id);

    /** Lists calls, the newest first. Memory is bounded by the page, not by the number of calls. */
    CallPage list(CallQuery query);

    /**
     * Recordings with which something is left to be done: those whose {@linkplain Recording#state() state} is not final, and those
     * whose {@linkplain Recording#processing() processing} is pending.
     *
     * @param limit how many at most, the oldest first
     */
    List<Recording> unfinishedRecordings(int limit);

    /** Deletes a call and its recordings here, not at the carrier; does nothing if there is no such call. */
    void delete(String id);

    @Override
    default void close() {}
}
