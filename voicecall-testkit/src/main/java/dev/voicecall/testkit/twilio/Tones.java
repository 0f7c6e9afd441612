package dev.voicecall.testkit.twilio;

import dev.voicecall.audio.G711;
import java.time.Duration;

/** What is heard that nobody says: keys that are sent (250 ms each, half a second for {@code w}, a second for {@code W}), tones. */
final class Tones {
    private static final int AMPLITUDE = 4_000;
    /** 8 kHz divided by 500 Hz. */
    private static final int PERIOD_SAMPLES = 16;

    private Tones() {}

    static Duration length(String keys) {
        return Duration.ofMillis(keys.chars()
                .mapToLong(key -> key == 'w' ? 500 : key == 'W' ? 1_000 : 250)
                .sum());
    }

    /** 500 Hz, as it stands for all sounds of which only the length is known; μ-law at 8 kHz. */
    static byte[] steady(Duration length) {
        byte[] tone = new byte[Math.toIntExact(8 * length.toMillis())];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = G711.encodeMulaw((short) (AMPLITUDE * Math.sin(2 * Math.PI * i / PERIOD_SAMPLES)));
        }
        return tone;
    }
}
