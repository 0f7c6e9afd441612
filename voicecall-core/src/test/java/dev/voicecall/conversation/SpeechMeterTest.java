package dev.voicecall.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.audio.G711;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpeechMeterTest {
    private static final int MILLI = 8;

    private final SplittableRandom random = new SplittableRandom(5);
    private final List<List<Long>> spans = new ArrayList<>();
    private final SpeechMeter meter = new SpeechMeter((begin, end) -> spans.add(List.of(begin, end)));

    /** White noise, in decibels of full scale. */
    private byte[] noise(int millis, double decibels) {
        byte[] noise = new byte[millis * MILLI];
        double peak = 32_768 * Math.pow(10, decibels / 20) * Math.sqrt(3);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = G711.encodeMulaw((short) (peak * (2 * random.nextDouble() - 1)));
        }
        return noise;
    }

    private void add(byte[] line, int beginMillis, int endMillis, double decibels) {
        byte[] sound = noise(endMillis - beginMillis, decibels);
        System.arraycopy(sound, 0, line, beginMillis * MILLI, sound.length);
    }

    private void hear(byte[] line, int at) {
        for (int from = 0; from < line.length; from += 160) {
            meter.hear(at + from, Arrays.copyOfRange(line, from, Math.min(line.length, from + 160)));
        }
        meter.end();
    }

    @ParameterizedTest
    @CsvSource({"-90,-40", "-90,-20", "-60,-35", "-50,-30", "-45,-25", "-40,-20"})
    void findsTheMillisecondsAtWhichSpeechBeginsAndEnds(double background, double speech) {
        byte[] line = noise(20_000, background);
        int[] edges = {6_003, 7_511, 9_017, 9_181, 12_000, 15_333};
        for (int i = 0; i < edges.length; i += 2) {
            add(line, edges[i], edges[i + 1], speech);
        }
        hear(line, 0);
        assertThat(spans).hasSize(3);
        for (int i = 0; i < edges.length; i++) {
            assertThat(spans.get(i / 2).get(i % 2)).as("edge %d", i).isBetween(edges[i] * 8L - 16, edges[i] * 8L + 16);
        }
    }

    @Test
    void theSumOfAThousandSilencesIsRight() {
        int silence = 0;
        int at = 0;
        meter.hear(0, noise(500, -90));
        for (int i = 0; i < 1_000; i++) {
            int speech = 100 + random.nextInt(1_000);
            int quiet = 250 + random.nextInt(1_000);
            byte[] line = noise(speech + quiet, -90);
            add(line, 0, speech, -25);
            meter.hear(4_000 + at, line);
            at += line.length;
            silence += i < 999 ? quiet * MILLI : 0;
        }
        meter.end();
        long measured = 0;
        for (int i = 1; i < spans.size(); i++) {
            measured += spans.get(i).get(0) - spans.get(i - 1).get(1);
        }
        assertThat(spans).hasSize(1_000);
        assertThat(measured).isBetween(silence - 800L, silence + 800L);
    }

    @ParameterizedTest
    @ValueSource(ints = {-70, -60, -50, -45, -40, -35, -30})
    void steadyNoiseIsNotSpeech(int decibels) {
        hear(noise(60_000, decibels), 0);
        assertThat(spans).isEmpty();
    }

    @Test
    void pausesBelow200MillisecondsBelongToSpeech() {
        byte[] line = noise(4_000, -90);
        add(line, 1_000, 1_500, -20);
        add(line, 1_695, 2_000, -20);
        add(line, 2_205, 2_500, -20);
        hear(line, 0);
        assertThat(spans).containsExactly(List.of(8_000L, 16_000L), List.of(17_640L, 20_000L));
    }

    @Test
    void clicksAreNotSpeech() {
        byte[] line = noise(4_000, -90);
        add(line, 1_000, 1_035, -10);
        add(line, 1_130, 1_133, -10);
        add(line, 2_000, 2_055, -10);
        hear(line, 0);
        assertThat(spans).isEmpty();
    }

    @Test
    void whatIsMissingIsSilence() {
        byte[] speech = noise(500, -20);
        meter.hear(1_000, speech);
        meter.hear(5_000 + 100 * MILLI, speech);
        meter.hear(5_000 + 100 * MILLI, speech); // twice
        meter.hear(80_000, speech);
        meter.silence(88_000);
        assertThat(spans).containsExactly(List.of(1_000L, 9_800L), List.of(80_000L, 84_000L));
    }

    @Test
    void soundOfAnyLengthIsTheSame() {
        byte[] line = noise(3_000, -90);
        add(line, 1_000, 1_500, -20);
        for (int from = 0; from < line.length; ) {
            int length = Math.min(line.length - from, 1 + random.nextInt(333));
            meter.hear(from, line, from, length);
            from += length;
        }
        assertThat(spans).containsExactly(List.of(8_000L, 12_000L));
    }
}
