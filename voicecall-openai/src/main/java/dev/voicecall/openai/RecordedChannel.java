package dev.voicecall.openai;

import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.audio.WavReader;
import dev.voicecall.audio.WavWriter;
import dev.voicecall.spi.Transcriber;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;

/**
 * A channel of a recording, or all of it as one: how long it is and how loud, and its samples as a WAV file of its own. It was read
 * once to know that, and is not held in memory. Safe for use by many threads.
 */
final class RecordedChannel {
    private final Transcriber.Audio.Content recording;
    private final OptionalInt number;
    private final AudioFormat format;
    private final long dataBytes;
    private final double[] powers;

    private RecordedChannel(
            Transcriber.Audio.Content recording,
            OptionalInt number,
            AudioFormat format,
            long dataBytes,
            double[] powers) {
        this.recording = recording;
        this.number = number;
        this.format = format;
        this.dataBytes = dataBytes;
        this.powers = powers;
    }

    /**
     * The channels of a WAV file: both if there are two and that is wanted, else one with all that is to be heard.
     *
     * @param channels how many are wanted: 1 or 2
     * @throws dev.voicecall.audio.WavFormatException if it is no WAV file
     */
    static List<RecordedChannel> of(Transcriber.Audio.Content recording, int channels)
            throws IOException, InterruptedException {
        try (WavReader wav = WavReader.open(recording.source().open())) {
            if (channels == 1 || wav.channels() == 1) {
                return List.of(read(recording, OptionalInt.empty(), wav));
            }
        }
        return List.of(read(recording, 1), read(recording, 2));
    }

    private static RecordedChannel read(Transcriber.Audio.Content recording, int number)
            throws IOException, InterruptedException {
        try (WavReader wav = WavReader.openChannel(recording.source().open(), number - 1)) {
            return read(recording, OptionalInt.of(number), wav);
        }
    }

    private static RecordedChannel read(Transcriber.Audio.Content recording, OptionalInt number, WavReader wav)
            throws IOException, InterruptedException {
        AudioConverter converter = AudioConverter.between(wav.format(), AudioFormat.PCM_8K);
        DoubleStream.Builder powers = DoubleStream.builder();
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        byte[] piece = new byte[wav.format().bytes(Duration.ofSeconds(1))];
        long bytes = 0;
        for (int read = wav.readNBytes(piece, 0, piece.length);
                read > 0;
                read = wav.readNBytes(piece, 0, piece.length)) {
            bytes += read;
            rest.writeBytes(converter.convert(piece, 0, read));
            byte[] pcm = rest.toByteArray();
            Arrays.stream(Loudness.powers(pcm)).forEach(powers);
            rest.reset();
            rest.write(pcm, pcm.length - pcm.length % Loudness.FRAME_BYTES, pcm.length % Loudness.FRAME_BYTES);
            if (Thread.interrupted()) {
                throw new InterruptedException("The transcription was interrupted.");
            }
        }
        return new RecordedChannel(
                recording, number, wav.format(), bytes, powers.build().toArray());
    }

    /** Which one it is, from 1; empty if it is all of the recording. */
    OptionalInt number() {
        return number;
    }

    Duration duration() {
        return format.duration(dataBytes);
    }

    /** How much of it can be heard. */
    Loudness loudness() {
        return Loudness.of(powers);
    }

    /** How much can be heard of a part of it, or of all of it if the part has no times. */
    Loudness loudness(TranscribedSegment part) {
        int begin = frame(part.begin().orElse(Duration.ZERO));
        int end = frame(part.end().orElse(duration()));
        return Loudness.of(Arrays.copyOfRange(powers, begin, Math.max(begin, end)));
    }

    private int frame(Duration time) {
        return (int) Math.max(0, Math.min(powers.length, time.dividedBy(Loudness.FRAME)));
    }

    /** How long its file is. */
    long fileBytes() {
        return WavWriter.header(format, dataBytes).length + dataBytes + dataBytes % 2;
    }

    /** Its file, from the beginning. */
    InputStream open() throws IOException {
        InputStream source = recording.source().open();
        WavReader samples =
                number.isPresent() ? WavReader.openChannel(source, number.getAsInt() - 1) : WavReader.open(source);
        return new SequenceInputStream(Collections.enumeration(List.of(
                new ByteArrayInputStream(WavWriter.header(format, dataBytes)),
                samples,
                new ByteArrayInputStream(new byte[(int) (dataBytes % 2)]))));
    }
}
