package dev.voicecall.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AudioBufferTest {
    private static final short LOUD = 1_000;
    private static final short QUIET = 10;

    private final AudioBuffer buffer = new AudioBuffer(AudioBufferSettings.DEFAULT);

    @Test
    void anUtteranceEndsWithTheSilenceAfterIt() {
        assertThat(hear(buffer, QUIET, 1_000)).isEmpty();
        assertThat(hear(buffer, LOUD, 600)).isEmpty();
        assertThat(buffer.isSpeaking()).isTrue();
        assertThat(hear(buffer, QUIET, 780)).isEmpty();
        List<short[]> heard = hear(buffer, QUIET, 20);
        assertThat(heard).hasSize(1);
        assertThat(millis(heard.get(0))).isEqualTo(300 + 600 + 800);
        assertThat(buffer.isSpeaking()).isFalse();
    }

    @Test
    void thePreRollIsWhatWasHeardJustBefore() {
        for (int i = 0; i < 50; i++) {
            hear(buffer, (short) i, 20);
        }
        hear(buffer, LOUD, 400);
        short[] utterance = hear(buffer, QUIET, 800).get(0);
        for (int frame = 0; frame < 15; frame++) {
            assertThat(utterance[frame * 160]).isEqualTo((short) (35 + frame));
        }
        assertThat(utterance[15 * 160]).isEqualTo(LOUD);
    }

    @Test
    void aPauseShorterThanTheSilenceDoesNotSplit() {
        hear(buffer, LOUD, 300);
        hear(buffer, QUIET, 780);
        hear(buffer, LOUD, 300);
        List<short[]> heard = hear(buffer, QUIET, 800);
        assertThat(heard).hasSize(1);
        assertThat(millis(heard.get(0))).isEqualTo(300 + 780 + 300 + 800);
    }

    @Test
    void aKnockIsDroppedAndForgotten() {
        hear(buffer, LOUD, 180);
        assertThat(hear(buffer, QUIET, 3_000)).isEmpty();
        assertThat(buffer.isSpeaking()).isFalse();
        hear(buffer, LOUD, 200);
        assertThat(millis(hear(buffer, QUIET, 800).get(0))).isEqualTo(300 + 200 + 800);
    }

    @Test
    void whoNeverPausesIsCutAtTheMaximum() {
        List<short[]> heard = hear(buffer, LOUD, 70_000);
        assertThat(heard).hasSize(2);
        assertThat(millis(heard.get(0))).isEqualTo(30_000);
        assertThat(millis(heard.get(1))).isEqualTo(30_000);
        assertThat(millis(buffer.flush().orElseThrow())).isEqualTo(10_000);
    }

    @Test
    void theThresholdIsTheRms() {
        AudioBuffer exact = new AudioBuffer(AudioBufferSettings.DEFAULT.withThresholdRms(1_000));
        hear(exact, (short) 999, 400);
        assertThat(exact.isSpeaking()).isFalse();
        hear(exact, (short) -1_000, 20);
        assertThat(exact.isSpeaking()).isTrue();
    }

    @Test
    void theLoudestFrameIsLoud() {
        AudioBuffer loudest = new AudioBuffer(AudioBufferSettings.DEFAULT.withThresholdRms(32_767));
        hear(loudest, Short.MIN_VALUE, 20);
        assertThat(loudest.isSpeaking()).isTrue();
    }

    @Test
    void flushGivesWhatHasBegunAndForgetsTheRest() {
        assertThat(buffer.flush()).isEmpty();
        hear(buffer, QUIET, 1_000);
        assertThat(buffer.flush()).isEmpty();
        hear(buffer, LOUD, 260);
        assertThat(buffer.flush())
                .hasValueSatisfying(utterance -> assertThat(millis(utterance)).isEqualTo(260));
        hear(buffer, LOUD, 100);
        assertThat(buffer.flush()).isEmpty();
        hear(buffer, LOUD, 200);
        assertThat(buffer.flush())
                .hasValueSatisfying(utterance -> assertThat(millis(utterance)).isEqualTo(200));
    }

    @Test
    void otherSampleRatesHaveOtherFrames() {
        AudioBuffer wide = new AudioBuffer(AudioBufferSettings.DEFAULT
                .withSampleRateHz(16_000)
                .withPreRoll(Duration.ZERO)
                .withSilence(Duration.ofMillis(390))
                .withMinSpeech(Duration.ofMillis(40))
                .withMaxLength(Duration.ofSeconds(5)));
        assertThat(wide.frameSamples()).isEqualTo(320);
        hear(wide, QUIET, 200);
        hear(wide, LOUD, 40);
        List<short[]> heard = hear(wide, QUIET, 400);
        assertThat(heard).hasSize(1);
        assertThat(heard.get(0)).hasSize(16 * 440);
    }

    @Test
    void refusesWhatIsOutOfBounds() {
        AudioBufferSettings settings = AudioBufferSettings.DEFAULT;
        assertThatThrownBy(() -> settings.withThresholdRms(0)).hasMessage("thresholdRms is 0; it must be 1 to 32767.");
        assertThatThrownBy(() -> settings.withSampleRateHz(7_999)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.withSilence(Duration.ofMillis(99)))
                .hasMessage("silence is PT0.099S; it must be PT0.1S to PT10S.");
        assertThatThrownBy(() -> settings.withMinSpeech(Duration.ofSeconds(6)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.withPreRoll(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.withMaxLength(Duration.ofMillis(1_100)))
                .hasMessage(
                        "maxLength is PT1.1S; it must be longer than preRoll and silence together, which are PT1.1S.");
        assertThatThrownBy(() -> buffer.add(new short[160], 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static List<short[]> hear(AudioBuffer buffer, short level, int millis) {
        short[] frame = new short[buffer.frameSamples()];
        Arrays.fill(frame, level);
        List<short[]> utterances = new ArrayList<>();
        for (int i = 0; i < millis; i += 20) {
            Optional<short[]> utterance = buffer.add(frame, 0);
            utterance.ifPresent(utterances::add);
        }
        return utterances;
    }

    private static int millis(short[] utterance) {
        return utterance.length / 8;
    }
}
