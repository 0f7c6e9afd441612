package dev.voicecall.testkit.twilio;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Dates as Twilio writes them: {@code Tue, 31 Aug 2010 20:36:28 +0000}, but of streams {@code 2010-08-31T20:36:28.123Z}. */
final class Dates {
    private static final DateTimeFormatter RFC_2822 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss Z", Locale.US)
            .withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter ISO_8601 = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private Dates() {}

    static String rfc2822(Instant time) {
        return RFC_2822.format(time);
    }

    static String iso8601(Instant time) {
        return ISO_8601.format(time);
    }
}
