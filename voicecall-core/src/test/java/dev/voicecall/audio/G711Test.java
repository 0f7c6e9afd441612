package dev.voicecall.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class G711Test {
    @Test
    void encodesEverySampleAsTheItuDoes() {
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            assertThat(G711.encodeMulaw((short) sample) & 0xFF)
                    .as("μ-law of %d", sample)
                    .isEqualTo(ReferenceG711.ulawCompress(sample));
            assertThat(G711.encodeAlaw((short) sample) & 0xFF)
                    .as("A-law of %d", sample)
                    .isEqualTo(ReferenceG711.alawCompress(sample));
        }
    }

    @Test
    void decodesEveryCodeAsTheItuDoes() {
        for (int code = 0; code < 256; code++) {
            assertThat(G711.decodeMulaw((byte) code)).as("μ-law %d", code).isEqualTo((short)
                    ReferenceG711.ulawExpand(code));
            assertThat(G711.decodeAlaw((byte) code)).as("A-law %d", code).isEqualTo((short)
                    ReferenceG711.alawExpand(code));
        }
    }

    @Test
    void whatIsDecodedIsEncodedToTheSameCodeButForNegativeZero() {
        for (int code = 0; code < 256; code++) {
            int mulaw = G711.encodeMulaw(G711.decodeMulaw((byte) code)) & 0xFF;
            assertThat(mulaw).as("μ-law %d", code).isEqualTo(code == 0x7F ? 0xFF : code);
            int alaw = G711.encodeAlaw(G711.decodeAlaw((byte) code)) & 0xFF;
            assertThat(alaw).as("A-law %d", code).isEqualTo(code);
        }
    }

    /** What implementations that negate, rather than complement, get wrong are the negative ones at a threshold. */
    @ParameterizedTest
    @CsvSource({
        "0, 0xFF, 0xD5",
        "-1, 0x7F, 0x55",
        "-4, 0x7F, 0x55",
        "-5, 0x7E, 0x55",
        "3, 0xFF, 0xD5",
        "4, 0xFE, 0xD5",
        "32767, 0x80, 0xAA",
        "-32768, 0x00, 0x2A",
        "32124, 0x80, 0xAA",
        "-32124, 0x00, 0x2A",
        "-12, 0x7E, 0x55",
        "-13, 0x7D, 0x55",
        "-16, 0x7D, 0x55",
        "-17, 0x7D, 0x54",
        "1000, 0xCE, 0xFA",
        "-1000, 0x4E, 0x7A"
    })
    void knowsTheseByHeart(short sample, String mulaw, String alaw) {
        assertThat(G711.encodeMulaw(sample)).isEqualTo((byte) (int) Integer.decode(mulaw));
        assertThat(G711.encodeAlaw(sample)).isEqualTo((byte) (int) Integer.decode(alaw));
    }

    @Test
    void theSineOfTheItuIs1000HzAtZeroDecibels() {
        byte[] mulaw = {0x1E, 0x0B, 0x0B, 0x1E, (byte) 0x9E, (byte) 0x8B, (byte) 0x8B, (byte) 0x9E};
        short[] linear = new short[8];
        G711.decodeMulaw(mulaw, 0, 8, linear, 0);
        assertThat(linear).containsExactly(-8_828, -20_860, -20_860, -8_828, 8_828, 20_860, 20_860, 8_828);
    }

    @Test
    void manySamplesAreCodedLikeOne() {
        short[] samples = new short[65_536 + 4];
        for (int i = 0; i < 65_536; i++) {
            samples[i + 3] = (short) i;
        }
        byte[] mulaw = new byte[65_536 + 2];
        byte[] alaw = new byte[65_536 + 2];
        G711.encodeMulaw(samples, 3, 65_536, mulaw, 1);
        G711.encodeAlaw(samples, 3, 65_536, alaw, 1);
        short[] fromMulaw = new short[65_536];
        short[] fromAlaw = new short[65_536];
        G711.decodeMulaw(mulaw, 1, 65_536, fromMulaw, 0);
        G711.decodeAlaw(alaw, 1, 65_536, fromAlaw, 0);
        for (int i = 0; i < 65_536; i++) {
            assertThat(mulaw[i + 1]).isEqualTo(G711.encodeMulaw((short) i));
            assertThat(alaw[i + 1]).isEqualTo(G711.encodeAlaw((short) i));
            assertThat(fromMulaw[i]).isEqualTo(G711.decodeMulaw(mulaw[i + 1]));
            assertThat(fromAlaw[i]).isEqualTo(G711.decodeAlaw(alaw[i + 1]));
        }
    }

    @Test
    void writesNothingWhenThereIsNoRoom() {
        byte[] out = new byte[4];
        assertThatThrownBy(() -> G711.encodeMulaw(new short[5], 0, 5, out, 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> G711.encodeMulaw(new short[5], 3, 3, out, 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(out).containsOnly(0);
    }
}
