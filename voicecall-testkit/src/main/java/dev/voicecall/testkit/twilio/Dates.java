package dev.voicecall.testkit.twilio;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Dates as Twilio writes them: {@code Tue, 31 Aug 2010 20:36:28 +0000}. */
final class Dates {
    private static final DateTimeFormatter RFC_2822 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss Z", Locale.US)
            .withZone(ZoneOffset.UTC);

    private Dates() {}

    static String rfc2822(Instant time) {
        return RFC_2822.format(time);
    }
}
