package dev.voicecall;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of calls ended, for {@link dev.voicecall.spi.CallStore#list}: the next one begins behind it. What is added meanwhile doesn't move
 * it. Its order is that of a list, the newest call first. Immutable.
 *
 * @param startedAt when the last call of the page began
 * @param id our name for that call, which tells calls apart that began at the same time
 */
public record CallCursor(Instant startedAt, String id) implements Comparable<CallCursor> {
    private static final Comparator<CallCursor> NEWEST_FIRST = Comparator.comparing(CallCursor::startedAt)
            .thenComparing(CallCursor::id)
            .reversed();
    private static final Pattern TEXT = Pattern.compile("(-?\\d{1,12})\\.(\\d{1,9}) (.{1,200})");

    /** The place of a call. */
    public static CallCursor of(CallPage.Entry call) {
        return new CallCursor(call.startedAt(), call.id());
    }

    /**
     * Reads {@link #text()} again.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static CallCursor parse(String text) {
        try {
            Matcher parts = TEXT.matcher(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
            if (parts.matches()) {
                Instant startedAt =
                        Instant.ofEpochSecond(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)));
                return new CallCursor(startedAt, parts.group(3));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw broken(e);
        }
        throw broken(null);
    }

    /** What goes into {@link CallPage#next()}: letters, digits, hyphens and underscores. */
    public String text() {
        String plain = startedAt.getEpochSecond() + "." + startedAt.getNano() + " " + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int compareTo(CallCursor other) {
        return NEWEST_FIRST.compare(this, other);
    }

    private static IllegalArgumentException broken(@Nullable Exception cause) {
        return new IllegalArgumentException(
                "The cursor of the query is none that a page of calls ended with; leave it out to begin anew.", cause);
    }
}
