package dev.voicecall.testkit.twilio;

import java.time.Duration;

/** Keys that are sent: 250 ms each, half a second for {@code w} and a second for {@code W}. */
final class Tones {
    private Tones() {}

    static Duration length(String keys) {
        return Duration.ofMillis(keys.chars()
                .mapToLong(key -> key == 'w' ? 500 : key == 'W' ? 1_000 : 250)
                .sum());
    }
}
