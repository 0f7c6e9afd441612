package dev.voicecall.twilio;

import dev.voicecall.Recording;
import dev.voicecall.Recording.State;
import dev.voicecall.spi.FormParameters;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what Twilio tells of a recording. */
final class RecordingReport {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingReport.class);
    private static final Pattern RECORDING_SID = Pattern.compile("RE[0-9a-fA-F]{32}");
    private static final Pattern CALL_SID = Pattern.compile("CA[0-9a-fA-F]{32}");

    /** Of REST, of callbacks, and {@code failed} of the verb Record. */
    private static final Map<String, State> STATES = Map.of(
            "in-progress", State.IN_PROGRESS,
            "paused", State.PAUSED,
            "stopped", State.PROCESSING,
            "processing", State.PROCESSING,
            "completed", State.COMPLETED,
            "absent", State.ABSENT,
            "failed", State.ABSENT,
            "deleted", State.DELETED);

    private RecordingReport() {}

    /** The recording that a callback tells of; empty if it can't be told which one, or what of it. */
    static Optional<Recording> read(FormParameters form) {
        Optional<String> id = form.first("RecordingSid").filter(RecordingReport::isSid);
        Optional<String> call =
                form.first("CallSid").filter(sid -> CALL_SID.matcher(sid).matches());
        Optional<State> state = form.first("RecordingStatus").flatMap(RecordingReport::state);
        if (id.isEmpty() || call.isEmpty() || state.isEmpty()) {
            LOG.warn(
                    "Ignored what Twilio tells of the recording {} of the call {}: its status is \"{}\".",
                    id.orElse("(none)"),
                    call.orElse("(none)"),
                    printable(form.first("RecordingStatus").orElse("")));
            return Optional.empty();
        }
        return Optional.of(new Recording(
                id.get(),
                call.get(),
                state.get(),
                form.first("RecordingChannels").filter("2"::equals).isPresent() ? 2 : 1,
                form.first("RecordingStartTime").flatMap(RecordingReport::time),
                state.get() == State.COMPLETED
                        ? form.first("RecordingDuration").flatMap(RecordingReport::seconds)
                        : Optional.empty(),
                number(form.first("ErrorCode")),
                Recording.Processing.NONE,
                Optional.empty()));
    }

    static boolean isSid(String text) {
        return RECORDING_SID.matcher(text).matches();
    }

    /** Empty if we don't know the word. */
    static Optional<State> state(String status) {
        return Optional.ofNullable(STATES.get(status));
    }

    static Optional<Duration> seconds(String text) {
        return number(Optional.of(text)).stream().mapToObj(Duration::ofSeconds).findFirst();
    }

    private static OptionalInt number(Optional<String> text) {
        return text.filter(digits -> digits.matches("[0-9]{1,9}"))
                .map(digits -> OptionalInt.of(Integer.parseInt(digits)))
                .orElse(OptionalInt.empty());
    }

    private static Optional<Instant> time(String rfc2822) {
        try {
            return Optional.of(ZonedDateTime.parse(rfc2822, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    private static String printable(String text) {
        return text.substring(0, Math.min(text.length(), 40)).replaceAll("[^a-z-]", "?");
    }
}
