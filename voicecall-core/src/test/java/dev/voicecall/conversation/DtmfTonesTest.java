package dev.voicecall.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.audio.G711;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DtmfTonesTest {
    private static final int[] FREQUENCIES_HZ = {697, 770, 852, 941, 1_209, 1_336, 1_477, 1_633};
    private static final int TONE = 800;

    @ParameterizedTest
    @CsvSource({
        "1, 697, 1209", "2, 697, 1336", "3, 697, 1477", "4, 770, 1209", "5, 770, 1336", "6, 770, 1477",
        "7, 852, 1209", "8, 852, 1336", "9, 852, 1477", "*, 941, 1209", "0, 941, 1336", "#, 941, 1477"
    })
    void hasTheTwoFrequenciesOfTheKey(String key, int rowHz, int columnHz) {
        byte[] sound = DtmfTones.of(key);

        int[] loudest = IntStream.of(FREQUENCIES_HZ)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer hz) -> -power(sound, 0, hz)))
                .mapToInt(Integer::intValue)
                .toArray();
        assertThat(Arrays.copyOf(loudest, 2)).containsExactlyInAnyOrder(rowHz, columnHz);
        assertThat(power(sound, 0, loudest[1])).isGreaterThan(100 * power(sound, 0, loudest[2]));
    }

    @Test
    void hasTheHigherToneALittleLouder() {
        byte[] sound = DtmfTones.of("5");

        double twistDb = 10 * Math.log10(power(sound, 0, 1_336) / power(sound, 0, 770));
        assertThat(twistDb).isBetween(0.5, 4.0);
    }

    @Test
    void pausesBetweenKeys() {
        byte[] sound = DtmfTones.of("12");

        assertThat(sound).hasSize(4 * TONE);
        assertThat(Arrays.copyOfRange(sound, TONE, 2 * TONE)).containsOnly(0xFF);
        assertThat(power(sound, 2 * TONE, 1_336)).isGreaterThan(100 * power(sound, 2 * TONE, 1_209));
    }

    @Test
    void isSilentForHalfASecondOrAWhole() {
        assertThat(DtmfTones.of("w")).hasSize(4_000).containsOnly(0xFF);
        assertThat(DtmfTones.of("W")).hasSize(8_000).containsOnly(0xFF);
    }

    /** By Goertzel, over one tone. */
    private static double power(byte[] sound, int from, int hz) {
        double coefficient = 2 * Math.cos(2 * Math.PI * hz / 8_000);
        double before = 0;
        double last = 0;
        for (int i = from; i < from + TONE; i++) {
            double next = G711.decodeMulaw(sound[i]) + coefficient * last - before;
            before = last;
            last = next;
        }
        return last * last + before * before - coefficient * last * before;
    }
}
