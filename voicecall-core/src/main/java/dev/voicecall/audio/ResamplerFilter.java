package dev.voicecall.audio;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A low-pass filter for one ratio of sample rates, in as many phases as there are places that an output sample may have
 * between two input samples. Immutable.
 */
final class ResamplerFilter {
    private static final Set<Integer> RATES_HZ =
            new TreeSet<>(Set.of(8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000));

    /** Bounded by the sample rates: at most 72 ratios with 1 to 330 kB each. */
    private static final Map<Long, ResamplerFilter> BY_RATES = new ConcurrentHashMap<>();

    /** The pass band in parts of the lower Nyquist frequency; from there to Nyquist is the transition. */
    private static final double PASS_BAND = 0.85;

    /** What is promised is 60 dB; coefficients of 15 bits take some of it. */
    private static final double ATTENUATION_DECIBELS = 75;

    /** Kaiser's formulas for the shape of the window and its length; see Oppenheim and Schafer, section 7.6. */
    private static final double BETA = 0.1102 * (ATTENUATION_DECIBELS - 8.7);

    private static final double LENGTH_FACTOR = (ATTENUATION_DECIBELS - 8) / 2.285;

    private final int fromHz;
    private final int phases;
    private final int step;
    private final double gain;
    private final int[][] coefficients;

    private ResamplerFilter(int fromHz, int toHz) {
        int divisor = BigInteger.valueOf(fromHz).gcd(BigInteger.valueOf(toHz)).intValue();
        this.fromHz = fromHz;
        this.phases = toHz / divisor;
        this.step = fromHz / divisor;
        double[][] exact = design(phases, (double) Math.min(fromHz, toHz) / fromHz);
        int scale = scale(exact);
        this.gain = 1.0 / scale;
        this.coefficients = Arrays.stream(exact).map(c -> scaled(c, scale)).toArray(int[][]::new);
    }

    static ResamplerFilter of(int fromHz, int toHz) {
        if (fromHz == toHz) {
            throw new IllegalArgumentException("There is no resampler from " + fromHz + " to " + toHz
                    + " Hz; take the samples as they are, or an AudioConverter, which does.");
        }
        if (!RATES_HZ.contains(fromHz) || !RATES_HZ.contains(toHz)) {
            throw new IllegalArgumentException("There is no resampler from " + fromHz + " to " + toHz
                    + " Hz; sample rates can be " + RATES_HZ + ".");
        }
        return BY_RATES.computeIfAbsent((long) fromHz << 32 | toHz, rates -> new ResamplerFilter(fromHz, toHz));
    }

    /** Output samples per {@link #step} input samples. */
    int phases() {
        return phases;
    }

    int step() {
        return step;
    }

    /** Coefficients per phase, a multiple of eight. */
    int taps() {
        return coefficients[0].length;
    }

    Duration delay() {
        return Duration.ofNanos(taps() / 2 * 1_000_000_000L / fromHz);
    }

    /** The output samples that so many input samples give in all, rounded half up. */
    long outputs(long inputs) {
        return Math.floorDiv(2 * inputs * phases + step, 2L * step);
    }

    /** One output sample. The JIT compiler makes vector instructions of the loop, which it would not do for floats. */
    short apply(int phase, int[] window, int start) {
        int[] taps = coefficients[phase];
        int sum = 0;
        for (int i = 0; i < taps.length; i++) {
            sum += taps[i] * window[start + i];
        }
        int sample = (int) Math.rint(sum * gain);
        return (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, sample));
    }

    /**
     * A sinc for each phase, with the middle of the transition as its cut-off.
     *
     * @param band the lower sample rate in parts of the input's
     */
    private static double[][] design(int phases, double band) {
        double transition = Math.PI * band * (1 - PASS_BAND);
        double halfWidth = LENGTH_FACTOR / transition / 2;
        int taps = ((int) Math.ceil(2 * halfWidth) + 8) / 8 * 8;
        double[][] coefficients = new double[phases][taps];
        for (int phase = 0; phase < phases; phase++) {
            double middle = taps / 2 - 1 + (double) phase / phases;
            double[] sinc = new double[taps];
            Arrays.setAll(sinc, i -> windowedSinc(i - middle, band, halfWidth));
            double sum = DoubleStream.of(sinc).sum();
            Arrays.setAll(coefficients[phase], i -> sinc[i] / sum);
        }
        return coefficients;
    }

    /** The coefficients as integers, as large as they can be without any sound overflowing the sum of {@link #apply}. */
    private static int scale(double[][] coefficients) {
        double largest = 0;
        for (double[] phase : coefficients) {
            largest = Math.max(largest, DoubleStream.of(phase).map(Math::abs).sum());
        }
        return (int) (((1 << 16) - 1 - coefficients[0].length) / largest);
    }

    /** Rounded down, or up where the rest is largest, as often as makes the sum right: a constant stays the same. */
    private static int[] scaled(double[] coefficients, int scale) {
        double[] exact = DoubleStream.of(coefficients).map(c -> c * scale).toArray();
        int[] scaled = DoubleStream.of(exact).mapToInt(c -> (int) Math.floor(c)).toArray();
        IntStream.range(0, exact.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> scaled[i] - exact[i]))
                .limit(scale - IntStream.of(scaled).sum())
                .forEach(i -> scaled[i]++);
        return scaled;
    }

    private static double windowedSinc(double distance, double band, double halfWidth) {
        double inWindow = 1 - (distance / halfWidth) * (distance / halfWidth);
        if (inWindow <= 0) {
            return 0;
        }
        double x = Math.PI * distance * band * (1 + PASS_BAND) / 2;
        double sinc = x == 0 ? 1 : Math.sin(x) / x;
        return sinc * bessel(BETA * Math.sqrt(inWindow)) / bessel(BETA);
    }

    /** The modified Bessel function of the first kind and order zero, by its series. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > sum * 1e-12; k++) {
            term *= x * x / (4.0 * k * k);
            sum += term;
        }
        return sum;
    }
}
