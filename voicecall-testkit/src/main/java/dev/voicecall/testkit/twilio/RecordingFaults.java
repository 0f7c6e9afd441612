package dev.voicecall.testkit.twilio;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What shall go wrong with recordings that are begun from then on; and from then on with sound that is asked for. Reports of them are also subject to {@link Faults#callbacks}. Immutable: each method
 * returns a changed copy.
 *
 * @param processing how long after its end a recording is completed and reported; 2 s unless it goes wrong
 * @param mediaAt where requests for the sound are redirected to, with 302; empty for nowhere
 * @param quirks what always happens
 */
public record RecordingFaults(Duration processing, Optional<URI> mediaAt, Set<Quirk> quirks) {
    private static final Duration PROCESSING = Duration.ofSeconds(2);

    /** Something that always happens. */
    public enum Quirk {
        /** That a recording has begun is reported one second after it was completed. */
        COMPLETED_BEFORE_IN_PROGRESS,
        /** Each report comes twice. */
        REPORTED_TWICE,
        /** Nothing is reported. */
        NEVER_REPORTED,
        /** For five seconds after a recording was reported to be completed, its sound is not to be had: 404. */
        MEDIA_LATE,
        /** The sound is given without a login, as by accounts that don't enforce it. */
        MEDIA_WITHOUT_LOGIN,
        /** Over a network, the connection breaks off in the middle of the sound. */
        MEDIA_BREAKS_OFF,
        /** Over a network, the sound does not end before the client closes the connection. */
        MEDIA_ENDLESS
    }

    /** Copies the quirks. */
    public RecordingFaults {
        quirks = Set.copyOf(quirks);
    }

    /** Nothing goes wrong. */
    public static RecordingFaults none() {
        return new RecordingFaults(PROCESSING, Optional.empty(), Set.of());
    }

    /** With recordings that take so long to be completed. */
    public RecordingFaults withProcessing(Duration time) {
        return new RecordingFaults(time, mediaAt, quirks);
    }

    /** With requests for sound that are redirected there. */
    public RecordingFaults withMediaAt(URI elsewhere) {
        return new RecordingFaults(processing, Optional.of(elsewhere), quirks);
    }

    /** With this, too. */
    public RecordingFaults with(Quirk quirk) {
        Set<Quirk> more = EnumSet.of(quirk);
        more.addAll(quirks);
        return new RecordingFaults(processing, mediaAt, more);
    }

    boolean has(Quirk quirk) {
        return quirks.contains(quirk);
    }
}
