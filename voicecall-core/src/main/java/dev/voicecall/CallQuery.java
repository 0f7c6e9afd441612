package dev.voicecall;

import java.time.Instant;
import java.util.Optional;

/**
 * Which calls to list. The newest come first. Immutable.
 *
 * @param direction only calls in this direction
 * @param number only calls from or to this party, as the carrier names it
 * @param outcome only calls that ended like this
 * @param open only calls that are not over ({@code true}), or only such that are
 * @param from only calls that began then or later
 * @param until only calls that began before
 * @param cursor where the page before ended, of {@link CallPage#next()}; empty for the first page
 * @param limit how many at most, 1 to 1,000
 */
public record CallQuery(
        Optional<Direction> direction,
        Optional<String> number,
        Optional<Outcome> outcome,
        Optional<Boolean> open,
        Optional<Instant> from,
        Optional<Instant> until,
        Optional<String> cursor,
        int limit) {

    /** The newest 50 calls. */
    public static final CallQuery NEWEST = new CallQuery(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            50);

    /** @throws IllegalArgumentException if the limit is out of its bounds */
    public CallQuery {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit is " + limit + "; it must be 1 to 1,000.");
        }
    }

    /** Only calls in this direction. */
    public CallQuery withDirection(Direction direction) {
        return new CallQuery(Optional.of(direction), number, outcome, open, from, until, cursor, limit);
    }

    /** Only calls from or to this party, as the carrier names it. */
    public CallQuery withNumber(String number) {
        return new CallQuery(direction, Optional.of(number), outcome, open, from, until, cursor, limit);
    }

    /** Only calls that ended like this. */
    public CallQuery withOutcome(Outcome outcome) {
        return new CallQuery(direction, number, Optional.of(outcome), open, from, until, cursor, limit);
    }

    /** Only calls that are not over ({@code true}), or only such that are. */
    public CallQuery withOpen(boolean open) {
        return new CallQuery(direction, number, outcome, Optional.of(open), from, until, cursor, limit);
    }

    /**
     * Only calls that began in this time.
     *
     * @param from then or later
     * @param until before that
     */
    public CallQuery between(Instant from, Instant until) {
        return new CallQuery(direction, number, outcome, open, Optional.of(from), Optional.of(until), cursor, limit);
    }

    /** The same, so many at most. */
    public CallQuery withLimit(int limit) {
        return new CallQuery(direction, number, outcome, open, from, until, cursor, limit);
    }

    /** The page that follows the one that ended there. */
    public CallQuery after(String cursor) {
        return new CallQuery(direction, number, outcome, open, from, until, Optional.of(cursor), limit);
    }

    /** With the party's number hidden, for logs. */
    @Override
    public String toString() {
        return "calls: direction " + shown(direction) + ", number "
                + number.map(Redacted::party).orElse("any")
                + ", outcome " + shown(outcome) + ", open " + shown(open) + ", from " + shown(from) + ", until "
                + shown(until) + ", cursor " + cursor.orElse("none") + ", limit " + limit;
    }

    private static String shown(Optional<?> wanted) {
        return wanted.map(Object::toString).orElse("any");
    }
}
