package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.Utterance.Speaker;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.BufferedTapListener;
import dev.voicecall.spi.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The hand-off from a call to who listens slowly. */
class BufferedTapListenerTest implements AudioTap.Listener {
    private static final int FRAME = 160;

    private final VirtualScheduler time = new VirtualScheduler();
    private final List<String> heard = new ArrayList<>();
    private CompletableFuture<Void> stalled = CompletableFuture.completedFuture(null);
    private int ends;

    @AfterEach
    void leavesNothing() {
        assertThat(time.blockedWorkers()).isZero();
        time.close();
    }

    @Override
    public void onAudio(Speaker speaker, long positionSamples, byte[] muLaw) {
        heard.add(speaker + " " + positionSamples);
        try {
            time.await(stalled);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void onEnded() {
        ends++;
    }

    private static void frames(AudioTap.Listener to, int from, int count) {
        for (int i = from; i < from + count; i++) {
            to.onAudio(Speaker.THEM, (long) i * FRAME, new byte[FRAME]);
            to.onAudio(Speaker.US, (long) i * FRAME, new byte[FRAME]);
        }
    }

    @Test
    void handsOnAllInOrderAndTheEndLast() {
        BufferedTapListener buffered = new BufferedTapListener(this, time);
        frames(buffered, 0, 3);
        buffered.onEnded();
        assertThat(heard).isEmpty();
        time.runToEnd();
        assertThat(heard).containsExactly("THEM 0", "US 0", "THEM 160", "US 160", "THEM 320", "US 320");
        assertThat(ends).isOne();
        assertThat(buffered.droppedSamples(Speaker.THEM)).isZero();
    }

    @Test
    void dropsTheOldestOfAListenerThatStalls() {
        stalled = new CompletableFuture<>();
        BufferedTapListener buffered = new BufferedTapListener(this, time, Duration.ofMillis(100));
        frames(buffered, 0, 1);
        time.advance(Duration.ofSeconds(1));
        frames(buffered, 1, 20); // one is in the listener's hands, and five of each side wait
        buffered.onAudio(Speaker.THEM, 21 * FRAME, new byte[FRAME]);
        buffered.onEnded();
        stalled.complete(null);
        time.runToEnd();
        assertThat(heard)
                .hasSize(11)
                .startsWith("THEM 0", "US 2560", "THEM 2720")
                .endsWith("US 3200", "THEM 3360");
        assertThat(buffered.droppedSamples(Speaker.THEM)).isEqualTo(16 * FRAME);
        assertThat(buffered.droppedSamples(Speaker.US)).isEqualTo(16 * FRAME);
        assertThat(ends).isOne();
    }

    @Test
    void aListenerThatFailsHearsNoMoreAndItsTapIsTold() {
        AudioTap.Listener failing = (speaker, position, sound) -> {
            heard.add(speaker + " " + position);
            throw new AssertionError("The disk is full.");
        };
        BufferedTapListener buffered = new BufferedTapListener(failing, time);
        frames(buffered, 0, 2);
        time.runToEnd();
        assertThatThrownBy(() -> frames(buffered, 2, 1))
                .isInstanceOf(VoiceCallException.class)
                .hasMessageContaining("The disk is full.");
        time.runToEnd();
        assertThat(heard).containsExactly("THEM 0");
    }

    @Test
    void whatWaitsWhenThereAreNoWorkersAnyMoreIsHandedOn() {
        Scheduler closed = Scheduler.system();
        closed.close();
        BufferedTapListener buffered = new BufferedTapListener(this, closed);
        frames(buffered, 0, 1);
        buffered.onEnded();
        assertThat(heard).containsExactly("THEM 0", "US 0");
        assertThat(ends).isOne();
    }

    @Test
    void theBoundIsPositive() {
        assertThatThrownBy(() -> new BufferedTapListener(this, time, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
