package dev.voicecall;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Something that has happened on a call, as plain data: for logs, relays and pages. {@link CallEvents} makes them of what a {@link
 * CallListener} hears. Immutable.
 *
 * @param type what, such as {@code turn}; the types and their details are those of {@link CallEvents}
 * @param at when, by the clock of this machine
 * @param call on which call
 * @param details what more there is to say, in this order: strings, whole numbers, decimals, booleans; one that is not known is not there
 */
public record CallEvent(String type, Instant at, CallInfo call, Map<String, Object> details) {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    /** Copies the details. */
    public CallEvent {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** A detail that is a text. */
    public Optional<String> text(String name) {
        return details.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** As one line of JSON: {@code ts}, in UTC to the millisecond, {@code evt}, {@code call_id} if the carrier has given one, {@code record_id}, then the details. */
    public String toJson() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("ts", TIME.format(at));
        all.put("evt", type);
        call.id().ifPresent(id -> all.put("call_id", id));
        call.recordId().ifPresent(id -> all.put("record_id", id));
        all.putAll(details);
        return JsonLine.of(all);
    }
}
