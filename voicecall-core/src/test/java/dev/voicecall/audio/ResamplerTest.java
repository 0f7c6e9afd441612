package dev.voicecall.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
    private static final int[] RATES_HZ = {8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000};

    @ParameterizedTest
    @CsvSource({
        "8000,16000",
        "8000,24000",
        "8000,48000",
        "8000,22050",
        "8000,44100",
        "16000,8000",
        "24000,8000",
        "48000,8000",
        "22050,8000",
        "44100,8000",
        "44100,48000",
        "11025,8000"
    })
    void aPureToneInThePassBandStaysPureAtItsLevel(int fromHz, int toHz) {
        double worst = 0;
        double highest = 0.85 * Math.min(fromHz, toHz) / 2;
        for (double hz = 50; hz <= highest; hz += (highest - 50) / 40) {
            short[] out = resample(tone(hz, fromHz, fromHz / 2), fromHz, toHz);
            double decibels = 10 * Math.log10(power(out, toHz, hz) / (AMPLITUDE * AMPLITUDE / 2));
            worst = Math.max(worst, Math.abs(decibels));
            double residue = residue(out, toHz, hz);
            assertThat(10 * Math.log10(residue / (AMPLITUDE * AMPLITUDE / 2)))
                    .as("images of %.0f Hz", hz)
                    .isLessThan(-60);
        }
        assertThat(worst).as("ripple in dB").isLessThan(0.01);
    }

    @ParameterizedTest
    @CsvSource({
        "16000,8000",
        "24000,8000",
        "48000,8000",
        "22050,8000",
        "44100,8000",
        "24000,16000",
        "48000,44100",
        "11025,8000",
        "32000,8000",
        "48000,11025",
        "44100,12000"
    })
    void nothingOverTheNewNyquistFrequencyFoldsBack(int fromHz, int toHz) {
        double least = Double.MAX_VALUE;
        for (double hz = toHz / 2.0; hz < fromHz / 2.0; hz += (fromHz - toHz) / 400.0) {
            short[] out = resample(tone(hz, fromHz, fromHz / 2), fromHz, toHz);
            double power = meanSquare(out, out.length / 8, out.length * 7 / 8);
            least = Math.min(least, 10 * Math.log10(AMPLITUDE * AMPLITUDE / 2 / power));
        }
        assertThat(least).as("dB").isGreaterThan(60);
    }

    @ParameterizedTest
    @CsvSource({"24000,8000", "8000,24000", "44100,8000", "8000,22050"})
    void tenMinutesInPiecesLoseNoSample(int fromHz, int toHz) {
        assertNoneLost(600L * fromHz + 1, fromHz, toHz);
    }

    @Test
    void noRatioLosesASample() {
        for (int fromHz : RATES_HZ) {
            for (int toHz : RATES_HZ) {
                if (fromHz != toHz) {
                    assertNoneLost(7L * fromHz + 7, fromHz, toHz);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"24000,8000", "8000,24000", "44100,8000", "22050,48000", "16000,8000"})
    void thePiecesMakeNoDifference(int fromHz, int toHz) {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        short[] in = new short[fromHz * 3];
        for (int i = 0; i < in.length; i++) {
            in[i] = (short) random.nextInt();
        }
        short[] whole = resample(in, fromHz, toHz);
        Resampler resampler = Resampler.between(fromHz, toHz);
        for (int stream = 0; stream < 3; stream++) {
            assertThat(inPieces(in, resampler, random, whole.length))
                    .as("seed %d", seed)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @CsvSource({"24000,8000", "8000,24000", "44100,8000", "8000,16000", "48000,8000", "22050,8000"})
    void theOutputIsInTimeWithTheInput(int fromHz, int toHz) {
        short[] in = new short[fromHz];
        for (int i = 0; i < in.length; i++) {
            double seconds = (double) i / fromHz - 0.5;
            in[i] = (short) Math.round(20_000 * Math.exp(-seconds * seconds * 2e5));
        }
        short[] out = resample(in, fromHz, toHz);
        double moment = 0;
        double mass = 0;
        for (int i = 0; i < out.length; i++) {
            moment += (double) i * out[i];
            mass += out[i];
        }
        assertThat(moment / mass).isCloseTo(toHz / 2.0, within(0.2));
    }

    /** Against each phase stands the sound that drives it furthest, found by asking it for the sign of each coefficient. */
    @ParameterizedTest
    @CsvSource({"24000,8000", "8000,24000", "44100,8000", "8000,16000", "48000,8000", "22050,48000"})
    void theWorstSoundIsClippedNotWrapped(int fromHz, int toHz) {
        ResamplerFilter filter = ResamplerFilter.of(fromHz, toHz);
        for (int phase = 0; phase < filter.phases(); phase++) {
            int[] highest = new int[filter.taps()];
            int[] lowest = new int[filter.taps()];
            for (int i = 0; i < filter.taps(); i++) {
                int[] one = new int[filter.taps()];
                one[i] = Short.MAX_VALUE;
                boolean positive = filter.apply(phase, one, 0) > 0;
                highest[i] = positive ? Short.MAX_VALUE : Short.MIN_VALUE;
                lowest[i] = positive ? Short.MIN_VALUE : Short.MAX_VALUE;
            }
            assertThat(filter.apply(phase, highest, 0)).as("phase %d", phase).isEqualTo(Short.MAX_VALUE);
            assertThat(filter.apply(phase, lowest, 0)).as("phase %d", phase).isEqualTo(Short.MIN_VALUE);
        }
    }

    @Test
    void aConstantStaysTheSameAtAnyRatio() {
        for (int fromHz : RATES_HZ) {
            for (int toHz : RATES_HZ) {
                if (fromHz != toHz) {
                    short[] in = new short[2_000];
                    Arrays.fill(in, (short) -12_345);
                    short[] out = resample(in, fromHz, toHz);
                    assertThat(Arrays.copyOfRange(out, out.length / 3, out.length * 2 / 3))
                            .as("%d to %d", fromHz, toHz)
                            .containsOnly(-12_345);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"24000,8000", "8000,16000", "48000,44100"})
    void holdsBackAsMuchAsItSays(int fromHz, int toHz) {
        Resampler resampler = Resampler.between(fromHz, toHz);
        short[] out = new short[resampler.maxOutput(fromHz)];
        int written = resampler.process(new short[fromHz], 0, fromHz, out, 0);
        double millis = 1_000.0 * (toHz - written) / toHz;
        assertThat(resampler.delay().toNanos() / 1e6)
                .isCloseTo(millis, within(1_000.0 / toHz))
                .isLessThan(4.3);
    }

    @Test
    void anEmptyStreamHasAnEmptyEnd() {
        Resampler resampler = Resampler.between(8_000, 24_000);
        assertThat(resampler.flush(new short[resampler.maxOutput(0)], 0)).isZero();
    }

    @Test
    void changesNothingWhenThereIsNoRoom() {
        Resampler resampler = Resampler.between(8_000, 16_000);
        short[] in = tone(440, 8_000, 400);
        short[] small = new short[10];
        assertThatThrownBy(() -> resampler.process(in, 0, 400, small, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> resampler.flush(small, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(small).containsOnly(0);
        short[] out = new short[resampler.maxOutput(400)];
        int written = resampler.process(in, 0, 400, out, 0);
        written += resampler.flush(out, written);
        assertThat(Arrays.copyOf(out, written)).isEqualTo(resample(in, 8_000, 16_000));
    }

    @Test
    void refusesOtherSampleRates() {
        assertThatThrownBy(() -> Resampler.between(8_000, 8_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("as they are");
        assertThatThrownBy(() -> Resampler.between(7_999, 8_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no resampler from 7999 to 8000 Hz; sample rates can be"
                        + " [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000].");
    }

    private static final double AMPLITUDE = 30_000;

    private static short[] tone(double hz, int rateHz, int samples) {
        short[] tone = new short[samples];
        for (int i = 0; i < samples; i++) {
            tone[i] = (short) Math.round(AMPLITUDE * Math.sin(2 * Math.PI * hz * i / rateHz + 0.3));
        }
        return tone;
    }

    private static short[] resample(short[] in, int fromHz, int toHz) {
        Resampler resampler = Resampler.between(fromHz, toHz);
        short[] out = new short[resampler.maxOutput(in.length) + resampler.maxOutput(0)];
        int written = resampler.process(in, 0, in.length, out, 0);
        written += resampler.flush(out, written);
        return Arrays.copyOf(out, written);
    }

    private static short[] inPieces(short[] in, Resampler resampler, SplittableRandom random, int expected) {
        short[] out = new short[expected + resampler.maxOutput(5_000)];
        int written = 0;
        for (int done = 0; done < in.length; ) {
            int piece = Math.min(random.nextInt(1, random.nextBoolean() ? 5 : 5_001), in.length - done);
            written += resampler.process(in, done, piece, out, written);
            done += piece;
        }
        written += resampler.flush(out, written);
        return Arrays.copyOf(out, written);
    }

    private static void assertNoneLost(long in, int fromHz, int toHz) {
        long seed = System.nanoTime();
        assertThat(count(in, fromHz, toHz, new SplittableRandom(seed)))
                .as("%d to %d, seed %d", fromHz, toHz, seed)
                .isEqualTo(Math.round((double) in * toHz / fromHz));
    }

    private static long count(long in, int fromHz, int toHz, SplittableRandom random) {
        Resampler resampler = Resampler.between(fromHz, toHz);
        short[] piece = new short[5_000];
        short[] out = new short[resampler.maxOutput(5_000)];
        long count = 0;
        for (long left = in; left > 0; ) {
            int length = (int) Math.min(left, random.nextInt(1, 5_001));
            count += resampler.process(piece, 0, length, out, 0);
            left -= length;
        }
        return count + resampler.flush(out, 0);
    }

    /** The power of the component at a frequency, under a window that keeps the ends of the stream out. */
    private static double power(short[] samples, int rateHz, double hz) {
        double[] component = component(samples, rateHz, hz);
        return (component[0] * component[0] + component[1] * component[1]) / 2;
    }

    private static double residue(short[] samples, int rateHz, double hz) {
        double[] component = component(samples, rateHz, hz);
        double sum = 0;
        int from = samples.length / 4;
        int to = samples.length * 3 / 4;
        for (int i = from; i < to; i++) {
            double angle = 2 * Math.PI * hz * i / rateHz;
            double rest = samples[i] - component[0] * Math.cos(angle) - component[1] * Math.sin(angle);
            sum += rest * rest;
        }
        return sum / (to - from);
    }

    /** A least-squares fit of a cosine and a sine to the middle half. */
    private static double[] component(short[] samples, int rateHz, double hz) {
        double cc = 0;
        double cs = 0;
        double ss = 0;
        double xc = 0;
        double xs = 0;
        for (int i = samples.length / 4; i < samples.length * 3 / 4; i++) {
            double c = Math.cos(2 * Math.PI * hz * i / rateHz);
            double s = Math.sin(2 * Math.PI * hz * i / rateHz);
            cc += c * c;
            cs += c * s;
            ss += s * s;
            xc += samples[i] * c;
            xs += samples[i] * s;
        }
        double determinant = cc * ss - cs * cs;
        return new double[] {(xc * ss - xs * cs) / determinant, (xs * cc - xc * cs) / determinant};
    }

    private static double meanSquare(short[] samples, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return sum / (to - from);
    }
}
