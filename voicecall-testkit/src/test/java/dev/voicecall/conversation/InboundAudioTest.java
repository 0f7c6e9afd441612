package dev.voicecall.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.testkit.VirtualScheduler;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The other side's sound, without gaps. */
class InboundAudioTest {
    private static final int FRAME = 160;
    private static final byte SILENCE = (byte) 0xFF;

    private final VirtualScheduler time = new VirtualScheduler();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final InboundAudio inbound = new InboundAudio(time, time.executor(), heard::writeBytes);

    @AfterEach
    void close() {
        inbound.close();
        assertThat(time.pendingEvents()).isZero();
        time.close();
    }

    /** A frame of sound that belongs to a number of frames since the line was opened. */
    private void frame(int number, int sound) {
        inbound.audio((long) number * FRAME, sound(sound));
    }

    private static byte[] sound(int sound) {
        byte[] frame = new byte[FRAME];
        Arrays.fill(frame, (byte) sound);
        return frame;
    }

    private byte[] framesHeard() {
        byte[] bytes = heard.toByteArray();
        byte[] frames = new byte[bytes.length / FRAME];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = bytes[i * FRAME];
        }
        return frames;
    }

    @Test
    void passesSoundAsItIs() {
        inbound.open();
        frame(0, 1);
        frame(1, 2);

        assertThat(framesHeard()).containsExactly(1, 2);
    }

    @Test
    void takesAJumpOfThePositionForSilence() {
        inbound.open();
        frame(0, 1);
        frame(3, 2);

        assertThat(framesHeard()).containsExactly(1, SILENCE, SILENCE, 2);
    }

    @Test
    void believesNoJumpBeyondTenSeconds() {
        inbound.open();
        frame(0, 1);
        frame(1_000_000, 2);

        assertThat(heard.size()).isEqualTo(80_000 + 2 * FRAME);
    }

    @Test
    void isSilentInRealTimeWhenNoMoreSoundArrives() {
        inbound.open();
        frame(0, 1);
        time.advance(Duration.ofSeconds(3));

        assertThat(heard.size()).isBetween(8 * 2_800, 8 * 3_020);
        assertThat(framesHeard()[100]).isEqualTo(SILENCE);
    }

    @Test
    void isSilentInRealTimeBeforeThereIsAnySound() {
        inbound.open();
        time.advance(Duration.ofSeconds(1));

        assertThat(heard.size()).isBetween(8 * 800, 8 * 1_000);
    }

    @Test
    void doesNotCountSilenceTwiceWhenSoundGoesOnAfterAPause() {
        inbound.open();
        frame(0, 1);
        time.advance(Duration.ofMillis(1_020));
        frame(51, 2);

        assertThat(heard.size()).isEqualTo(52 * FRAME);
        assertThat(framesHeard()[51]).isEqualTo((byte) 2);
    }

    @Test
    void losesNothingThatComesLate() {
        inbound.open();
        frame(0, 1);
        time.advance(Duration.ofSeconds(1));
        for (int i = 1; i <= 50; i++) {
            frame(i, 2);
        }
        int late = heard.size();
        frame(51, 3);

        assertThat(framesHeard()).contains((byte) 2);
        assertThat(count((byte) 2)).isEqualTo(50);
        assertThat(heard.size()).isEqualTo(late + FRAME);
    }

    @Test
    void countsAnewOnAnotherLine() {
        inbound.open();
        frame(500, 1);
        inbound.open();
        frame(0, 2);
        frame(1, 3);

        assertThat(framesHeard()).containsExactly(1, 2, 3);
    }

    private int count(byte sound) {
        int count = 0;
        for (byte frame : framesHeard()) {
            count += frame == sound ? 1 : 0;
        }
        return count;
    }
}
