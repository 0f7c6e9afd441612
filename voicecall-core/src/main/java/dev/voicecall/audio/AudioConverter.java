package dev.voicecall.audio;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns a stream of bytes in one format into bytes of another: decodes, changes the sample rate, encodes.
 *
 * <p>Between equal formats the bytes pass as they are. Pieces may have any number of bytes; half a sample waits for its
 * other half. A change of the sample rate holds back up to 4 ms ({@link Resampler#delay}), which {@link #flush} gives; without
 * one, every sample comes out at once. What it works in grows with the largest piece. Belongs to one call; not safe for use
 * by several threads.
 *
 * <pre>{@code
 * AudioConverter toLine = AudioConverter.between(AudioFormat.PCM_24K, AudioFormat.TELEPHONE);
 * line.write(toLine.convert(spoken, 0, spoken.length));
 * }</pre>
 */
public final class AudioConverter {
    private final AudioFormat from;
    private final AudioFormat to;
    private final @Nullable Resampler resampler;
    private final byte[] splitSample = new byte[2];
    private boolean split;
    private short[] decoded = new short[0];
    private short[] resampled = new short[0];

    private AudioConverter(AudioFormat from, AudioFormat to) {
        this.from = from;
        this.to = to;
        this.resampler = from.sampleRateHz() == to.sampleRateHz()
                ? null
                : Resampler.between(from.sampleRateHz(), to.sampleRateHz());
    }

    /**
     * A converter for one stream.
     *
     * @throws IllegalArgumentException if the sample rates differ, and there is no {@link Resampler#between Resampler}
     */
    public static AudioConverter between(AudioFormat from, AudioFormat to) {
        return new AudioConverter(from, to);
    }

    /**
     * Converts the next piece. Allocates nothing but the result, once it has seen a piece of this size.
     *
     * @return what is complete with it, whole samples; may be empty
     * @throws IndexOutOfBoundsException if the piece is not within {@code in}
     */
    public byte[] convert(byte[] in, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, in.length);
        if (from.equals(to)) {
            return Arrays.copyOfRange(in, offset, offset + length);
        }
        int samples = decode(in, offset, length);
        if (resampler == null) {
            return encode(decoded, samples);
        }
        resampled = withRoom(resampled, resampler.maxOutput(samples));
        return encode(resampled, resampler.process(decoded, 0, samples, resampled, 0));
    }

    /**
     * Ends the stream. The next piece begins another one. Half a sample that is left is dropped.
     *
     * @return what was held back; may be empty
     */
    public byte[] flush() {
        split = false;
        if (resampler == null) {
            return new byte[0];
        }
        resampled = withRoom(resampled, resampler.maxOutput(0));
        return encode(resampled, resampler.flush(resampled, 0));
    }

    /** @return how many samples are in {@code decoded} now */
    private int decode(byte[] in, int offset, int length) {
        int size = from.bytesPerSample();
        decoded = withRoom(decoded, length / size + 1);
        int joined = 0;
        if (split && length > 0) {
            splitSample[1] = in[offset];
            SampleCodec.decode(from.encoding(), splitSample, 0, 1, decoded, 0);
            split = false;
            joined = 1;
        }
        int samples = (length - joined) / size;
        SampleCodec.decode(from.encoding(), in, offset + joined, samples, decoded, joined);
        if (joined + samples * size < length) {
            splitSample[0] = in[offset + length - 1];
            split = true;
        }
        return joined + samples;
    }

    private byte[] encode(short[] samples, int length) {
        byte[] out = new byte[length * to.bytesPerSample()];
        SampleCodec.encode(to.encoding(), samples, 0, length, out, 0);
        return out;
    }

    private static short[] withRoom(short[] array, int samples) {
        return array.length < samples ? new short[samples] : array;
    }
}
