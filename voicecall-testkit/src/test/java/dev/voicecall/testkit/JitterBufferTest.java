package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JitterBufferTest {
    private static final byte[] SILENT = filled(FakeSpeech.SILENCE, FakeSpeech.FRAME);

    private final JitterBuffer buffer = new JitterBuffer();

    private static byte[] filled(byte value, int bytes) {
        byte[] sound = new byte[bytes];
        Arrays.fill(sound, value);
        return sound;
    }

    private static byte[] counting(int from, int bytes) {
        byte[] sound = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            sound[i] = (byte) (from + i);
        }
        return sound;
    }

    @Test
    void isSilentUntilItHoldsEnough() {
        buffer.put(counting(0, JitterBuffer.START - 1));
        assertThat(buffer.take()).isEqualTo(SILENT);
        buffer.put(counting(JitterBuffer.START - 1, 1));
        assertThat(buffer.take()).isEqualTo(counting(0, FakeSpeech.FRAME));
        assertThat(buffer.underruns()).isZero();
    }

    @Test
    void givesWhatIsShorterThanThatAllTheSame() {
        buffer.put(counting(0, 100));
        for (int i = 0; i < 3; i++) {
            assertThat(buffer.take()).isEqualTo(SILENT);
        }
        byte[] last = buffer.take();
        assertThat(Arrays.copyOf(last, 100)).isEqualTo(counting(0, 100));
        assertThat(Arrays.copyOfRange(last, 100, 160)).isEqualTo(filled(FakeSpeech.SILENCE, 60));
        assertThat(buffer.underruns()).isOne();
        assertThat(buffer.take()).isEqualTo(SILENT);
        assertThat(buffer.underruns()).isOne();
    }

    @Test
    void dropsTheOldestOfWhatIsTooMuch() {
        buffer.put(counting(0, JitterBuffer.MOST));
        assertThat(buffer.droppedBytes()).isZero();
        buffer.put(counting(JitterBuffer.MOST, 40));
        int dropped = JitterBuffer.MOST + 40 - JitterBuffer.START;
        assertThat(buffer.droppedBytes()).isEqualTo(dropped);
        assertThat(buffer.take()).isEqualTo(counting(dropped, FakeSpeech.FRAME));
    }

    @Test
    void keepsTheEndOfAPieceThatIsLargerThanItself() {
        buffer.put(counting(0, 10_000));
        assertThat(buffer.droppedBytes()).isEqualTo(10_000 - JitterBuffer.START);
        assertThat(buffer.take()).isEqualTo(counting(10_000 - JitterBuffer.START, FakeSpeech.FRAME));
    }

    /** A microphone that is a thousandth too fast, whose pieces come up to 40 ms late. */
    @Test
    void losesNoMoreThanTheClockIsTooFast() {
        int frames = 50 * 60 * 5;
        int tooMuch = frames * FakeSpeech.FRAME / 1_000;
        Seeds.upTo(10).check(seed -> {
            JitterBuffer buffer = new JitterBuffer();
            SplittableRandom random = new SplittableRandom(seed);
            int spoken = 0;
            for (int frame = 1; frame <= frames; frame++) {
                int due = frame * FakeSpeech.FRAME + frame * FakeSpeech.FRAME / 1_000 - random.nextInt(3) * 160;
                if (due > spoken) {
                    buffer.put(filled((byte) 1, due - spoken));
                    spoken = due;
                }
                buffer.take();
            }
            assertThat(buffer.droppedBytes())
                    .isBetween((long) tooMuch - JitterBuffer.MOST, (long) tooMuch + JitterBuffer.MOST);
            assertThat(buffer.underruns()).isZero();
        });
    }
}
