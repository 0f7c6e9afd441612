package dev.voicecall.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.spi.VoiceActivityDetector.Detection;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnergyDetectorTest {
    private static final int FRAME = VoiceActivityDetector.FRAME_SAMPLES;
    private static final int FRAMES_PER_SECOND = 50;

    private final SplittableRandom random = new SplittableRandom(7);

    @ParameterizedTest
    @ValueSource(ints = {-70, -60, -50, -45, -40, -35, -30})
    void steadyNoiseIsNotSpeechOnceTheFloorIsThere(int decibels) {
        Detection line = VoiceActivityDetector.energy().start();
        short[] noise = noise(70, decibels);
        boolean[] heard = hear(line, noise);
        assertThat(count(heard, 10, 70)).isZero();
    }

    @Test
    void digitalSilenceIsNotSpeech() {
        assertThat(count(hear(VoiceActivityDetector.energy().start(), new short[60 * 8_000]), 0, 60))
                .isZero();
    }

    @Test
    void aConstantOffsetIsNotSpeech() {
        short[] offset = new short[5 * 8_000];
        Arrays.fill(offset, (short) 3_000);
        assertThat(count(hear(VoiceActivityDetector.energy().start(), offset), 0, 5))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-70, -55, -45, -40})
    void findsABurstOnNoiseWithin60Milliseconds(int noiseDecibels) {
        for (int shift = 0; shift < FRAME; shift += 7) {
            short[] line = noise(10, noiseDecibels);
            int onset = 8 * 8_000 + shift;
            add(line, onset, onset + 8_000, noiseDecibels + 20 < -35 ? -35 : noiseDecibels + 20, 0);
            boolean[] heard = hear(VoiceActivityDetector.energy().start(), line);
            int frame = onset / FRAME;
            assertThat(heard[frame - 1]).as("before the onset, shift %d", shift).isFalse();
            assertThat(firstSpeech(heard, frame) * 20 - onset / 8)
                    .as("onset, shift %d", shift)
                    .isLessThanOrEqualTo(40);
            assertThat(lastSpeech(heard) - (onset + 8_000) / FRAME)
                    .as("hangover")
                    .isBetween(4, 7);
        }
    }

    @Test
    void speechOfTenSecondsStaysSpeechAndItsSyllablesAreOne() {
        short[] line = noise(15, -50);
        add(line, 3 * 8_000, 13 * 8_000, -26, 4);
        boolean[] heard = hear(VoiceActivityDetector.energy().start(), line);
        assertThat(count(heard, 4, 13)).isEqualTo(9 * FRAMES_PER_SECOND);
        assertThat(count(heard, 14, 15)).isZero();
    }

    @Test
    void aSingleClickIsNotSpeech() {
        short[] line = noise(5, -60);
        Arrays.fill(line, 4 * 8_000 + 20, 4 * 8_000 + 60, (short) 20_000);
        assertThat(count(hear(VoiceActivityDetector.energy().start(), line), 0, 5))
                .isZero();
    }

    @Test
    void followsALineThatBecomesLouderBy15DecibelsInFourSeconds() {
        short[] line = noise(30, -55);
        System.arraycopy(noise(20, -40), 0, line, 10 * 8_000, 20 * 8_000);
        boolean[] heard = hear(VoiceActivityDetector.energy().start(), line);
        assertThat(count(heard, 5, 10)).isZero();
        assertThat(count(heard, 14, 30)).isZero();
    }

    @Test
    void noiseAfterDigitalSilenceIsSpeechForALimitedTime() {
        short[] line = new short[30 * 8_000];
        System.arraycopy(noise(20, -40), 0, line, 10 * 8_000, 20 * 8_000);
        boolean[] heard = hear(VoiceActivityDetector.energy().start(), line);
        assertThat(count(heard, 10, 11)).isPositive();
        assertThat(count(heard, 15, 30)).isZero();
    }

    @Test
    void noLoudNoiseIsSpeechForever() {
        Detection line = VoiceActivityDetector.energy().start();
        hear(line, new short[8_000]);
        boolean[] heard = hear(line, noise(40, -12));
        assertThat(count(heard, 0, 1)).isGreaterThan(40);
        assertThat(count(heard, 20, 40)).isZero();
    }

    @Test
    void quietAfterNoiseMakesTheFloorFallWithinHalfASecond() {
        short[] line = noise(20, -60);
        System.arraycopy(noise(10, -35), 0, line, 0, 10 * 8_000);
        int onset = 10 * 8_000 + 4_000;
        add(line, onset, onset + 8_000, -40, 0);
        boolean[] heard = hear(VoiceActivityDetector.energy().start(), line);
        assertThat(firstSpeech(heard, onset / FRAME) - onset / FRAME).isLessThanOrEqualTo(2);
    }

    @Test
    void theSameLineIsHeardTheSameWay() {
        short[] line = noise(10, -45);
        add(line, 8_000, 3 * 8_000, -26, 4);
        VoiceActivityDetector detector = VoiceActivityDetector.energy();
        assertThat(hear(detector.start(), line)).isEqualTo(hear(detector.start(), line));
    }

    @Test
    void refusesAFrameThatIsNotWhole() {
        Detection line = VoiceActivityDetector.energy().start();
        assertThatThrownBy(() -> line.isSpeech(new short[FRAME], 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private short[] noise(int seconds, double decibels) {
        short[] samples = new short[seconds * 8_000];
        double amplitude = 32_768 * Math.pow(10, decibels / 20) * Math.sqrt(3);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) Math.round((random.nextDouble() * 2 - 1) * amplitude);
        }
        return samples;
    }

    /** Adds a tone of 300 Hz, its power as given, swelling {@code syllablesPerSecond} times a second (0: steadily). */
    private static void add(short[] line, int from, int to, double decibels, int syllablesPerSecond) {
        double amplitude = 32_768 * Math.pow(10, decibels / 20) * Math.sqrt(2);
        for (int i = from; i < to; i++) {
            double seconds = (i - from) / 8_000.0;
            double swell = syllablesPerSecond == 0 ? 1 : Math.abs(Math.sin(Math.PI * syllablesPerSecond * seconds));
            line[i] += (short) Math.round(amplitude * swell * Math.sin(2 * Math.PI * 300 * seconds));
        }
    }

    private static boolean[] hear(Detection detection, short[] line) {
        boolean[] heard = new boolean[line.length / FRAME];
        for (int i = 0; i < heard.length; i++) {
            heard[i] = detection.isSpeech(line, i * FRAME);
        }
        return heard;
    }

    private static int count(boolean[] heard, int fromSecond, int toSecond) {
        int count = 0;
        for (int i = fromSecond * FRAMES_PER_SECOND; i < toSecond * FRAMES_PER_SECOND; i++) {
            count += heard[i] ? 1 : 0;
        }
        return count;
    }

    private static int firstSpeech(boolean[] heard, int from) {
        int frame = from;
        while (!heard[frame]) {
            frame++;
        }
        return frame;
    }

    private static int lastSpeech(boolean[] heard) {
        int frame = heard.length - 1;
        while (!heard[frame]) {
            frame--;
        }
        return frame;
    }
}
