package dev.voicecall;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A recording that the carrier makes of a call, and what has become of it. Immutable.
 *
 * @param id the carrier's name for it, Twilio's RecordingSid
 * @param callId the carrier's name for the call
 * @param state where it is
 * @param channels 1 for both sides together, 2 for the other side left and us right
 * @param startedAt when it began, by the carrier's clock
 * @param duration how long it is; known when it is complete
 * @param errorCode why there is no sound, as the carrier names it
 * @param processing where the work on it is, once it is complete
 * @param transcript what was said on it, once that is known
 */
public record Recording(
        String id,
        String callId,
        State state,
        int channels,
        Optional<Instant> startedAt,
        Optional<Duration> duration,
        OptionalInt errorCode,
        Processing processing,
        Optional<RecordingTranscript> transcript) {

    /** A recording of which the carrier has told, and with which nothing was done yet. */
    public static Recording of(String id, String callId, State state, int channels) {
        return new Recording(
                id,
                callId,
                state,
                channels,
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Processing.NONE,
                Optional.empty());
    }

    /** Where the work on a recording is: the transcription of what was said, if that was asked for. */
    public enum Processing {
        /** Nothing is to be done with it, or not yet. */
        NONE,
        /** It is to be transcribed, or is just being. */
        PENDING,
        /** It was transcribed. */
        DONE,
        /** It could not be transcribed, as often as it was tried. */
        FAILED
    }

    /** Where a recording is at the carrier. */
    public enum State {
        /** It is being made. */
        IN_PROGRESS,
        /** It is being made, and stands still for now. */
        PAUSED,
        /** It was stopped, and its sound is not there yet. */
        PROCESSING,
        /** Its sound is there. */
        COMPLETED,
        /** There is no sound: nothing was to be heard, or it was too short. */
        ABSENT,
        /** It was deleted. */
        DELETED;

        /** Whether nothing more is going to come from the carrier by itself. */
        public boolean isFinal() {
            return this == COMPLETED || this == ABSENT || this == DELETED;
        }
    }

    /** Whether something is left to be done with it: more is to come from the carrier, or the work on it is pending. */
    public boolean isUnfinished() {
        return !state.isFinal() || processing == Processing.PENDING;
    }

    /** The same at another state. */
    public Recording withState(State state) {
        return new Recording(id, callId, state, channels, startedAt, duration, errorCode, processing, transcript);
    }

    /** The same with the work on it somewhere else. */
    public Recording withProcessing(Processing processing) {
        return new Recording(id, callId, state, channels, startedAt, duration, errorCode, processing, transcript);
    }

    /** The same, transcribed. */
    public Recording withTranscript(RecordingTranscript transcript) {
        return new Recording(
                id, callId, state, channels, startedAt, duration, errorCode, Processing.DONE, Optional.of(transcript));
    }
}
