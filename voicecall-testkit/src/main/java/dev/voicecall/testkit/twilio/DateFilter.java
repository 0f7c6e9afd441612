package dev.voicecall.testkit.twilio;

import dev.voicecall.spi.FormParameters;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A condition on a date in a list, by the parameters {@code StartTime}, {@code StartTime<} and {@code StartTime>}: their
 * values are dates or instants in UTC, the comparison is part of the name, and both ends count.
 */
final class DateFilter {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private DateFilter() {}

    /** Whether a date meets all conditions of this name; none that is missing does, if there are conditions. */
    static boolean matches(FormParameters parameters, String name, Optional<Instant> date) {
        return condition(parameters, name, "", date)
                && condition(parameters, name, "<", date)
                && condition(parameters, name, ">", date);
    }

    private static boolean condition(
            FormParameters parameters, String name, String comparison, Optional<Instant> date) {
        Optional<String> bound = parameters.first(name + comparison);
        if (bound.isEmpty()) {
            return true;
        }
        Instant begin = begin(bound.get(), name);
        Instant end = begin.plus(bound.get().length() == 10 ? DAY : SECOND);
        return date.filter(value -> switch (comparison) {
                    case "<" -> value.isBefore(end);
                    case ">" -> !value.isBefore(begin);
                    default -> !value.isBefore(begin) && value.isBefore(end);
                })
                .isPresent();
    }

    private static Instant begin(String text, String name) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw ApiError.invalid(20001, "Invalid " + name + ": " + text + "; use a date like 2026-12-31.");
        }
    }
}
