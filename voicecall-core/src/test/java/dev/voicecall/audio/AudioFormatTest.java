package dev.voicecall.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.audio.AudioFormat.Encoding;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AudioFormatTest {
    @Test
    void aFrameOfACallHas160Bytes() {
        assertThat(AudioFormat.TELEPHONE.bytes(Duration.ofMillis(20))).isEqualTo(160);
        assertThat(AudioFormat.PCM_8K.bytes(Duration.ofMillis(20))).isEqualTo(320);
        assertThat(AudioFormat.PCM_24K.bytes(Duration.ofMillis(20))).isEqualTo(960);
        assertThat(AudioFormat.PCM_24K.bytesPerSecond()).isEqualTo(48_000);
    }

    @Test
    void countsWholeSamplesOnly() {
        AudioFormat cd = new AudioFormat(Encoding.PCM16, 44_100);
        assertThat(cd.bytes(Duration.ofMillis(1))).isEqualTo(88);
        assertThat(cd.bytes(Duration.ofNanos(1))).isZero();
        assertThat(AudioFormat.PCM_8K.duration(3)).isEqualTo(Duration.ofNanos(125_000));
    }

    @Test
    void aDayOfAudioHasADuration() {
        assertThat(AudioFormat.PCM_24K.duration(48_000L * 86_400)).isEqualTo(Duration.ofDays(1));
        assertThat(AudioFormat.TELEPHONE.duration(Long.MAX_VALUE)).isPositive();
    }

    @Test
    void refusesMoreThanAnArrayHolds() {
        assertThat(AudioFormat.PCM_24K.bytes(Duration.ofSeconds(44_737))).isEqualTo(44_737 * 48_000);
        assertThatThrownBy(() -> AudioFormat.PCM_24K.bytes(Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("time is PT24H; it must be 0 to less than 44739 s in this format.");
        assertThatThrownBy(() -> AudioFormat.PCM_24K.bytes(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AudioFormat.PCM_24K.duration(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, 0, 999, 192_001})
    void refusesSampleRatesThatNothingHas(int rate) {
        assertThatThrownBy(() -> new AudioFormat(Encoding.PCM16, rate))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sampleRateHz is " + rate);
    }

    @Test
    void silenceIsTheCodeOfZero() {
        assertThat(Encoding.PCM16.silence()).isZero();
        assertThat(Encoding.MULAW.silence()).isEqualTo(G711.encodeMulaw((short) 0));
        assertThat(Encoding.ALAW.silence()).isEqualTo(G711.encodeAlaw((short) 0));
    }
}
