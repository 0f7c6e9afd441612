package dev.voicecall.socketio;

import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * One side's sound on its way from the telephone's format to {@link AudioFormat#PCM_16K}, in one stream, as if what did not come had been
 * silence. Of a longer silence only the beginning and the end are made, in which the filter of the sample rate rings; between them it is
 * exactly 0. Belongs to one call; not safe for use by several threads.
 */
final class SideSound {
    /** 20 ms, which is more than the filter is long. */
    private static final int MARGIN_SAMPLES = 160;

    private static final int RATIO = AudioFormat.PCM_16K.sampleRateHz() / AudioFormat.TELEPHONE.sampleRateHz();
    private static final byte[] SILENCE = new byte[2 * MARGIN_SAMPLES];

    static {
        Arrays.fill(SILENCE, AudioFormat.TELEPHONE.encoding().silence());
    }

    private final AudioConverter converter = AudioConverter.between(AudioFormat.TELEPHONE, AudioFormat.PCM_16K);
    /** Takes the position at 16 kHz, and the samples. */
    private final BiConsumer<Long, byte[]> out;

    private boolean begun;
    private long nextIn;
    private long nextOut;

    SideSound(BiConsumer<Long, byte[]> out) {
        this.out = out;
    }

    /** Takes the next piece; of one that reaches back, what is new. */
    void add(long positionSamples, byte[] muLaw) {
        if (!begun) {
            begun = true;
            nextIn = positionSamples;
            nextOut = positionSamples * RATIO;
        }
        fillUpTo(positionSamples);
        int known = (int) Math.min(muLaw.length, nextIn - positionSamples);
        convert(muLaw, known, muLaw.length - known);
    }

    private void fillUpTo(long positionSamples) {
        long missing = positionSamples - nextIn;
        if (missing > SILENCE.length) {
            convert(SILENCE, 0, MARGIN_SAMPLES);
            long skipped = missing - 2 * MARGIN_SAMPLES;
            nextIn += skipped;
            nextOut += skipped * RATIO;
            convert(SILENCE, 0, MARGIN_SAMPLES);
        } else if (missing > 0) {
            convert(SILENCE, 0, (int) missing);
        }
    }

    private void convert(byte[] muLaw, int offset, int length) {
        nextIn += length;
        send(converter.convert(muLaw, offset, length));
    }

    /** What comes after it is silence, too. */
    void end() {
        if (begun) {
            convert(SILENCE, 0, MARGIN_SAMPLES);
        }
    }

    private void send(byte[] pcm) {
        if (pcm.length > 0) {
            out.accept(nextOut, pcm);
            nextOut += pcm.length / AudioFormat.PCM_16K.bytesPerSample();
        }
    }
}
