package dev.voicecall.testkit.assemblyai;

import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.audio.G711;
import dev.voicecall.audio.WavReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One channel of a WAV file, in μ-law at 8 kHz. Immutable. */
final class RecordedSound {
    private static final int CHANNELS_AT = 22;
    private static final int FRAME_BYTES = 160;
    private static final int FRAME_MILLIS = 20;
    /** Of 16 bits; what is quieter is silence. */
    private static final int LOUD = 1_000;
    /** So long a silence ends an utterance: 700 ms. */
    private static final int PAUSE_FRAMES = 35;

    private final byte[] muLaw;

    private RecordedSound(byte[] muLaw) {
        this.muLaw = muLaw;
    }

    /**
     * What is not silent.
     *
     * @param begin since the beginning of the sound
     * @param sound μ-law
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Stretch(Duration begin, Duration end, byte[] sound) {}

    /** How many channels a WAV file has, by its header. */
    static int channels(byte[] file) {
        return file.length < CHANNELS_AT + 2
                ? 1
                : ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getShort(CHANNELS_AT);
    }

    /**
     * All channels, or both in one.
     *
     * @throws IOException if it is no WAV file that can be read
     */
    static List<RecordedSound> of(byte[] file, boolean apart) throws IOException {
        if (!apart || channels(file) < 2) {
            return List.of(read(WavReader.open(new ByteArrayInputStream(file))));
        }
        return List.of(
                read(WavReader.openChannel(new ByteArrayInputStream(file), 0)),
                read(WavReader.openChannel(new ByteArrayInputStream(file), 1)));
    }

    private static RecordedSound read(WavReader reader) throws IOException {
        try (reader) {
            AudioConverter converter = AudioConverter.between(reader.format(), AudioFormat.TELEPHONE);
            byte[] samples = reader.readAllBytes();
            byte[] sound = converter.convert(samples, 0, samples.length);
            byte[] rest = converter.flush();
            byte[] all = Arrays.copyOf(sound, sound.length + rest.length);
            System.arraycopy(rest, 0, all, sound.length, rest.length);
            return new RecordedSound(all);
        }
    }

    Duration length() {
        return AudioFormat.TELEPHONE.duration(muLaw.length);
    }

    /** What is not silent, in order. */
    List<Stretch> stretches() {
        List<Stretch> stretches = new ArrayList<>();
        int frames = muLaw.length / FRAME_BYTES;
        int begin = -1;
        int last = -1;
        for (int frame = 0; frame <= frames; frame++) {
            boolean loud = frame < frames && isLoud(frame);
            if (begin >= 0 && (frame == frames || frame - last > PAUSE_FRAMES)) {
                stretches.add(stretch(begin, last + 1));
                begin = -1;
            }
            if (loud) {
                begin = begin < 0 ? frame : begin;
                last = frame;
            }
        }
        return stretches;
    }

    private Stretch stretch(int begin, int end) {
        return new Stretch(
                Duration.ofMillis((long) begin * FRAME_MILLIS),
                Duration.ofMillis((long) end * FRAME_MILLIS),
                Arrays.copyOfRange(muLaw, begin * FRAME_BYTES, end * FRAME_BYTES));
    }

    private boolean isLoud(int frame) {
        for (int i = frame * FRAME_BYTES; i < (frame + 1) * FRAME_BYTES; i++) {
            if (Math.abs(G711.decodeMulaw(muLaw[i])) > LOUD) {
                return true;
            }
        }
        return false;
    }
}
