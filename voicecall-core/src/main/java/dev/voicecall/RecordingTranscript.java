package dev.voicecall;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What was said on a recording. Immutable.
 *
 * @param segments in the order of their beginnings; those of different speakers may overlap
 * @param language a BCP 47 tag, where the transcriber tells it
 * @param duration of the sound, where the transcriber tells it
 */
public record RecordingTranscript(List<Segment> segments, Optional<String> language, Optional<Duration> duration) {
    /** Copies the segments. */
    public RecordingTranscript {
        segments = List.copyOf(segments);
    }

    /** All words, a line for each segment. */
    public String text() {
        return segments.stream().map(Segment::text).collect(Collectors.joining("\n"));
    }

    /**
     * What one speaker said without another in between. Immutable.
     *
     * @param speaker who, as far as the transcriber can tell: {@code A}, {@code B}, …; empty where it does not
     * @param channel on which channel, from 1; empty where the sound had one, or the transcriber does not tell
     * @param text the words
     * @param begin since the beginning of the sound; empty where the transcriber tells no times
     * @param end likewise
     * @param confidence how sure the transcriber is, 0 to 1; empty where it does not say
     */
    public record Segment(
            Optional<String> speaker,
            OptionalInt channel,
            String text,
            Optional<Duration> begin,
            Optional<Duration> end,
            OptionalDouble confidence) {}
}
