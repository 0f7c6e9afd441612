package dev.voicecall.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.audio.AudioFormat.Encoding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WavTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"PCM16,1", "PCM16,2", "MULAW,1", "MULAW,2", "ALAW,1", "ALAW,2"})
    void whatIsWrittenIsRead(Encoding encoding, int channels) throws IOException {
        AudioFormat format = new AudioFormat(encoding, 8_000);
        byte[] samples = random(20_000 * channels * format.bytesPerSample());
        Path file = directory.resolve("call.wav");
        try (WavWriter writer = WavWriter.open(file, format, channels)) {
            writer.write(samples, 0, 4_000);
            writer.write(samples, 4_000, samples.length - 4_000);
        }
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        try (WavWriter writer = WavWriter.open(stream, format, channels)) {
            writer.write(samples, 0, samples.length);
        }
        assertThat(Files.size(file)).isEqualTo(stream.size());
        for (InputStream in : new InputStream[] {Files.newInputStream(file), in(stream.toByteArray())}) {
            try (WavReader reader = WavReader.openChannel(in, 0)) {
                assertThat(reader.format()).isEqualTo(format);
                assertThat(reader.channels()).isEqualTo(channels);
                assertSameSamples(
                        reader.readAllBytes(), firstChannel(samples, channels, format.bytesPerSample()), format);
            }
        }
    }

    @Test
    void bothSidesOfACallAreTwoChannels() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (WavWriter writer = WavWriter.open(out, AudioFormat.PCM_8K, 2)) {
            writer.write(pcm(9, 100, 200), 2, pcm(-50, -60), 0, 4);
        }
        byte[] file = out.toByteArray();
        assertThat(WavReader.openChannel(in(file), 0).readAllBytes()).isEqualTo(pcm(100, 200));
        assertThat(WavReader.openChannel(in(file), 1).readAllBytes()).isEqualTo(pcm(-50, -60));
        assertThat(WavReader.open(in(file)).readAllBytes()).isEqualTo(pcm(25, 70));
    }

    @Test
    void aFileThatWasNeverClosedCanBeRead() throws IOException {
        Path file = directory.resolve("crashed.wav");
        byte[] second = random(8_000);
        try (WavWriter writer = WavWriter.open(file, AudioFormat.TELEPHONE, 1)) {
            assertThat(WavReader.open(Files.newInputStream(file)).readAllBytes())
                    .isEmpty();
            for (int i = 0; i < 6; i++) {
                writer.write(second, 0, 8_000);
            }
            assertThat(WavReader.open(Files.newInputStream(file)).readAllBytes())
                    .hasSize(40_000);
        }
        assertThat(WavReader.open(Files.newInputStream(file)).readAllBytes()).hasSize(48_000);
    }

    @Test
    void anOddNumberOfBytesIsPadded() throws IOException {
        Path file = directory.resolve("odd.wav");
        WavWriter writer = WavWriter.open(file, AudioFormat.TELEPHONE, 1);
        writer.write(new byte[] {1, 2, 3}, 0, 3);
        writer.close();
        writer.close();
        assertThat(Files.size(file)).isEqualTo(58 + 4);
        assertThat(ByteBuffer.wrap(Files.readAllBytes(file))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getInt(4))
                .isEqualTo(54);
        assertThat(WavReader.open(Files.newInputStream(file)).readAllBytes()).containsExactly(1, 2, 3);
    }

    @Test
    void theWriterRefusesWhatItCantWrite() throws IOException {
        assertThatThrownBy(() -> WavWriter.open(new ByteArrayOutputStream(), AudioFormat.PCM_8K, 3))
                .hasMessage("channels is 3; it must be 1 or 2.");
        WavWriter mono = WavWriter.open(new ByteArrayOutputStream(), AudioFormat.PCM_8K, 1);
        assertThatThrownBy(() -> mono.write(new byte[2], 0, new byte[2], 0, 2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> mono.write(new byte[2], 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        mono.close();
        assertThatThrownBy(() -> mono.write(new byte[2], 0, 2)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theHeaderIsTheCanonicalOne() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WavWriter.open(out, AudioFormat.PCM_16K, 1).close();
        assertThat(out.toByteArray())
                .isEqualTo(file("RIFF", -1, "WAVE", "fmt ", 16, format(1, 1, 16_000, 32_000, 2, 16), "data", -1));
    }

    /** As the specification wants it of formats that are not PCM: with the extension's size and a fact chunk. */
    @Test
    void theHeaderOfACallSaysHowManySamplesThereAre() throws IOException {
        Path file = directory.resolve("call.wav");
        try (WavWriter writer = WavWriter.open(file, AudioFormat.TELEPHONE, 2)) {
            writer.write(new byte[6], 0, 6);
        }
        assertThat(Files.readAllBytes(file))
                .isEqualTo(file(
                        "RIFF",
                        56,
                        "WAVE",
                        "fmt ",
                        18,
                        format(7, 2, 8_000, 16_000, 2, 8),
                        new byte[2],
                        "fact",
                        4,
                        3,
                        "data",
                        6,
                        new byte[6]));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void samplesOfAStreamGoOnToTheEnd(int length) throws IOException {
        byte[] file = file(
                "RIFF", length, "WAVE", "fmt ", 16, format(7, 1, 8_000, 8_000, 1, 8), "data", length, new byte[9_999]);
        assertThat(WavReader.open(in(file)).readAllBytes()).hasSize(9_999);
    }

    @Test
    void otherChunksAreSkipped() throws IOException {
        byte[] file = file(
                "RIFF",
                0,
                "WAVE",
                "LIST",
                3,
                new byte[4],
                "fmt ",
                18,
                format(1, 1, 8_000, 16_000, 2, 16),
                new byte[2],
                "fact",
                4,
                2,
                "data",
                4,
                pcm(5, 6),
                "LIST",
                2,
                new byte[2]);
        assertThat(WavReader.open(in(file)).readAllBytes()).isEqualTo(pcm(5, 6));
    }

    @Test
    void anExtensibleFormatIsReadByItsSubformat() throws IOException {
        byte[] file = file("RIFF", 0, "WAVE", "fmt ", 40, extensible(7), "data", 2, new byte[] {1, 2});
        WavReader reader = WavReader.open(in(file));
        assertThat(reader.format()).isEqualTo(AudioFormat.TELEPHONE);
        assertThat(reader.readAllBytes()).containsExactly(1, 2);
        byte[] own = extensible(7);
        own[30] = 9;
        byte[] strange = file("RIFF", 0, "WAVE", "fmt ", 40, own, "data", 2, new byte[2]);
        assertThatThrownBy(() -> WavReader.open(in(strange)))
                .isInstanceOf(WavFormatException.class)
                .hasMessageContaining("GUID");
    }

    @Test
    void aFileThatEndsEarlyGivesItsWholeSamples() throws IOException {
        byte[] file = file(
                "RIFF",
                0,
                "WAVE",
                "fmt ",
                16,
                format(1, 2, 8_000, 32_000, 4, 16),
                "data",
                4_000_000,
                pcm(1, 1, 2, 2),
                new byte[3]);
        WavReader reader = WavReader.open(in(file));
        assertThat(reader.readAllBytes()).isEqualTo(pcm(1, 2));
        assertThat(reader.read()).isEqualTo(-1);
        assertThat(reader.read(new byte[1], 0, 0)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, 8000, 0, 16, 0 channels",
        "1, 3, 8000, 6, 16, 3 channels",
        "1, 1, 0, 2, 16, 0 samples per second",
        "1, 1, -1, 2, 16, 4294967295 samples per second",
        "1, 1, 8000, 3, 24, 24 bits per sample as format 1",
        "1, 1, 8000, 1, 8, 8 bits per sample as format 1",
        "7, 1, 8000, 2, 16, 16 bits per sample as format 7",
        "1, 1, 8000, 3, 16, 3 bytes per block",
        "1, 2, 8000, 2, 16, 2 bytes per block",
        "1, 1, 8000, 0, 16, 0 bytes per block",
        "3, 1, 8000, 4, 32, format 3",
        "85, 1, 8000, 1, 0, format 85",
        "65534, 1, 8000, 2, 16, an extensible format of 16 bytes"
    })
    void refusesFormatsItCantRead(int tag, int channels, int rate, int block, int bits, String found) {
        byte[] file = file("RIFF", 0, "WAVE", "fmt ", 16, format(tag, channels, rate, 0, block, bits), "data", 0);
        assertThatThrownBy(() -> WavReader.open(in(file)))
                .isInstanceOf(WavFormatException.class)
                .hasMessage("The file has " + found + WavHeader.WHAT_IS_READ);
    }

    @Test
    void refusesWhatIsNoWavFile() {
        assertThatThrownBy(() -> WavReader.open(in("ID3\u0003 this is music".getBytes(StandardCharsets.ISO_8859_1))))
                .isInstanceOf(WavFormatException.class)
                .hasMessage("This is not a WAV file: it has \"ID3?\" where RIFF belongs.");
        assertThatThrownBy(() -> WavReader.open(in(file("RIFF", 4, "AVI "))))
                .isInstanceOf(WavFormatException.class)
                .hasMessageContaining("where WAVE belongs");
        assertThatThrownBy(() -> WavReader.open(in(file("RIFF", 4, "WAVE", "data", 4, 4))))
                .isInstanceOf(WavFormatException.class)
                .hasMessageContaining("no format chunk");
        assertThatThrownBy(() -> WavReader.openChannel(in(new byte[0]), 2))
                .hasMessage("channel is 2; it must be 0 (left) or 1 (right).");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 20_000_000})
    void refusesChunksOfAbsurdLength(int length) {
        for (String id : new String[] {"junk", "fmt "}) {
            assertThatThrownBy(() -> WavReader.open(in(file("RIFF", 0, "WAVE", id, length, new byte[100]))))
                    .isInstanceOf(WavFormatException.class);
        }
        assertThatThrownBy(() -> WavReader.open(in(file("RIFF", 0, "WAVE", "fmt ", 15, new byte[100]))))
                .isInstanceOf(WavFormatException.class)
                .hasMessageContaining("15 bytes");
    }

    @Test
    void aStreamOfChunksWithoutEndIsRefused() {
        InputStream endless = new InputStream() {
            private final byte[] start = file("RIFF", 0, "WAVE");
            private int position;

            @Override
            public int read() {
                return position < start.length ? start[position++] : 0;
            }
        };
        assertThatThrownBy(() -> WavReader.open(endless))
                .isInstanceOf(WavFormatException.class)
                .hasMessageContaining("no samples in its first 16777216 bytes");
    }

    @Test
    void everyCutOfAHeaderIsRefused() {
        byte[] whole = file("RIFF", 0, "WAVE", "LIST", 4, 0, "fmt ", 16, format(7, 1, 8_000, 8_000, 1, 8), "data", 0);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> WavReader.open(in(cut)))
                    .as("%d bytes", length)
                    .isInstanceOf(WavFormatException.class);
        }
    }

    @Test
    void damageIsRefusedOrReadButNothingElse() throws IOException {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        byte[] whole = file("RIFF", 40, "WAVE", "fmt ", 16, format(1, 2, 8_000, 32_000, 4, 16), "data", 8, new byte[8]);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = whole.clone();
            for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(WavReader.open(in(damaged)).readAllBytes())
                        .as("seed %d", seed)
                        .hasSizeLessThan(12);
            } catch (WavFormatException refused) {
                assertThat(refused).as("seed %d", seed).hasMessageEndingWith(".");
            }
        }
    }

    @Test
    void closesAStreamThatItRefuses() {
        boolean[] closed = new boolean[1];
        byte[] file = file("RIFF", 0, "WAVE", "data", 2);
        InputStream in = new ByteArrayInputStream(file) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        assertThatThrownBy(() -> WavReader.open(in)).isInstanceOf(WavFormatException.class);
        assertThat(closed[0]).isTrue();
    }

    @Test
    void aFileInMemoryHasItsLengthInItsHeader() throws IOException {
        byte[] samples = {1, 2, 3};
        byte[] file = WavWriter.file(AudioFormat.TELEPHONE, samples);
        assertThat(file).hasSize(58 + 4);
        assertThat(file[4]).isEqualTo((byte) (file.length - 8));
        try (WavReader reader = WavReader.open(in(file))) {
            assertThat(reader.format()).isEqualTo(AudioFormat.TELEPHONE);
            assertThat(reader.readAllBytes()).isEqualTo(samples);
        }
    }

    private static void assertSameSamples(byte[] actual, byte[] expected, AudioFormat format) {
        if (format.encoding() == Encoding.MULAW) {
            for (byte[] codes : new byte[][] {actual, expected}) {
                for (int i = 0; i < codes.length; i++) {
                    codes[i] = codes[i] == 0x7F ? (byte) 0xFF : codes[i];
                }
            }
        }
        assertThat(actual).isEqualTo(expected);
    }

    private static byte[] firstChannel(byte[] samples, int channels, int size) {
        byte[] first = new byte[samples.length / channels];
        for (int i = 0; i < first.length; i += size) {
            System.arraycopy(samples, i * channels, first, i, size);
        }
        return first;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(3).nextBytes(bytes);
        return bytes;
    }

    private static byte[] pcm(int... samples) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int sample : samples) {
            bytes.putShort((short) sample);
        }
        return bytes.array();
    }

    private static byte[] format(int tag, int channels, int rate, int bytesPerSecond, int block, int bits) {
        ByteBuffer chunk = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        chunk.putShort((short) tag).putShort((short) channels).putInt(rate).putInt(bytesPerSecond);
        return chunk.putShort((short) block).putShort((short) bits).array();
    }

    private static byte[] extensible(int tag) {
        ByteBuffer chunk = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
        chunk.put(format(0xFFFE, 1, 8_000, 8_000, 1, 8))
                .putShort((short) 22)
                .putShort((short) 8)
                .putInt(4);
        chunk.putShort((short) tag).put(new byte[] {0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xAA, 0, 0x38});
        return chunk.put(new byte[] {(byte) 0x9B, 0x71}).array();
    }

    /** Strings are ids, numbers take four bytes, arrays stand for themselves. */
    private static byte[] file(Object... parts) {
        ByteBuffer bytes = ByteBuffer.allocate(20_000).order(ByteOrder.LITTLE_ENDIAN);
        for (Object part : parts) {
            if (part instanceof String id) {
                bytes.put(id.getBytes(StandardCharsets.US_ASCII));
            } else if (part instanceof Integer number) {
                bytes.putInt(number);
            } else {
                bytes.put((byte[]) part);
            }
        }
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static InputStream in(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
