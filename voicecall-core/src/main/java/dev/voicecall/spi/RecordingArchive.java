package dev.voicecall.spi;

import dev.voicecall.Recording;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The recordings that a carrier keeps. All methods block, at most as long as the carrier's client waits for an answer, and throw a
 * {@link dev.voicecall.CarrierException} if it refuses or fails; it says whether trying again may help. Safe for use by many
 * threads.
 */
public interface RecordingArchive {
    /**
     * The sound of a recording, a WAV file. It is fetched from the carrier's own hosts only: no other host sees the credentials.
     *
     * @param maxBytes how much at most; reading beyond it throws an {@link java.io.IOException}
     * @return the taker closes it
     * @throws dev.voicecall.CarrierException if there is none, or not yet (then it is retryable)
     */
    InputStream download(Recording recording, long maxBytes);

    /** What the carrier says of a recording now; empty if there is none. */
    Optional<Recording> find(String id);

    /** The recordings of a call, by the carrier's name for it. */
    List<Recording> ofCall(String callId);

    /** Deletes a recording at the carrier; does nothing if there is none. */
    void delete(String id);

    /**
     * Which recording a URL means, for applications that are asked for one by its URL. Only the text of the URL is looked at: nobody
     * is connected to, and no name is looked up; what is fetched afterwards is fetched by {@link #download}.
     *
     * @return the carrier's name for the recording; empty for whatever is not an https URL of a recording of this account, exactly as
     *     the carrier gives it: on another host or port, with a user, a query that the carrier does not know, an escaped character, of
     *     another account
     */
    Optional<String> idOf(URI url);
}
