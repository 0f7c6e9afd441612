package dev.voicecall.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.audio.AudioFormat.Encoding;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioConverterTest {
    @ParameterizedTest
    @EnumSource(Encoding.class)
    void equalFormatsPassUntouched(Encoding encoding) {
        AudioFormat format = new AudioFormat(encoding, 8_000);
        byte[] all = new byte[256];
        for (int i = 0; i < 256; i++) {
            all[i] = (byte) i;
        }
        AudioConverter converter = AudioConverter.between(format, format);
        assertThat(converter.convert(all, 0, 255))
                .isEqualTo(Arrays.copyOf(all, 255))
                .isNotSameAs(all);
        assertThat(converter.flush()).isEmpty();
    }

    @Test
    void aFrameOfTheCallIsAFrameOfLinearSamplesAtOnce() {
        AudioConverter converter = AudioConverter.between(AudioFormat.TELEPHONE, AudioFormat.PCM_8K);
        byte[] frame = new byte[160];
        Arrays.fill(frame, (byte) 0x80);
        byte[] linear = converter.convert(frame, 0, 160);
        assertThat(linear).hasSize(320);
        assertThat(linear[0]).isEqualTo((byte) (32_124 & 0xFF));
        assertThat(linear[1]).isEqualTo((byte) (32_124 >> 8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PCM16 24000", "PCM16 16000", "PCM16 44100", "ALAW 8000", "MULAW 16000"})
    void thePiecesMakeNoDifference(String name) {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        AudioFormat from = format(name);
        byte[] in = new byte[from.bytes(Duration.ofSeconds(2))];
        random.nextBytes(in);
        byte[] whole = join(AudioConverter.between(from, AudioFormat.TELEPHONE), in, random, in.length);
        assertThat(whole).hasSize(16_000);
        AudioConverter converter = AudioConverter.between(from, AudioFormat.TELEPHONE);
        assertThat(join(converter, in, random, 1)).isEqualTo(whole);
        assertThat(join(converter, in, random, 3_000)).as("seed %d", seed).isEqualTo(whole);
    }

    @Test
    void halfASampleAtTheEndIsDroppedAndTheNextStreamBeginsAnew() {
        AudioConverter converter = AudioConverter.between(AudioFormat.PCM_8K, AudioFormat.TELEPHONE);
        assertThat(converter.convert(new byte[] {0, 0, 1}, 0, 3)).hasSize(1);
        assertThat(converter.flush()).isEmpty();
        assertThat(converter.convert(new byte[] {0x7C, 0x7D}, 0, 2)).containsExactly(0x80);
    }

    @Test
    void anEmptyPieceIsNothing() {
        AudioConverter converter = AudioConverter.between(AudioFormat.PCM_24K, AudioFormat.TELEPHONE);
        assertThat(converter.convert(new byte[0], 0, 0)).isEmpty();
        assertThat(converter.flush()).isEmpty();
    }

    @Test
    void silenceStaysSilence() {
        AudioConverter converter = AudioConverter.between(AudioFormat.PCM_24K, AudioFormat.TELEPHONE);
        assertThat(join(converter, new byte[48_000], new SplittableRandom(1), 960))
                .hasSize(8_000)
                .containsOnly(0xFF);
    }

    @Test
    void refusesAPieceThatIsNotThere() {
        AudioConverter converter = AudioConverter.between(AudioFormat.PCM_24K, AudioFormat.TELEPHONE);
        assertThatThrownBy(() -> converter.convert(new byte[4], 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static byte[] join(AudioConverter converter, byte[] in, SplittableRandom random, int mostBytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int done = 0; done < in.length; ) {
            int piece =
                    Math.min(mostBytes == in.length ? mostBytes : random.nextInt(1, mostBytes + 1), in.length - done);
            out.writeBytes(converter.convert(in, done, piece));
            done += piece;
        }
        out.writeBytes(converter.flush());
        return out.toByteArray();
    }

    private static AudioFormat format(String name) {
        String[] parts = name.split(" ");
        return new AudioFormat(Encoding.valueOf(parts[0]), Integer.parseInt(parts[1]));
    }
}
