package dev.voicecall.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.testkit.VirtualScheduler;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private final VirtualScheduler time = new VirtualScheduler();
    private final Patience patience = new Patience(time, Duration.ofSeconds(1));

    @AfterEach
    void nothingIsLeft() {
        Thread.interrupted();
        time.close();
    }

    @Test
    void interruptsWhomItWaitsFor() {
        patience.begin();
        time.advance(Duration.ofSeconds(2));

        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(patience::pause).isInstanceOf(InterruptedException.class);
    }

    @Test
    void undoesItsInterruptWhenItIsOver() {
        patience.begin();
        time.advance(Duration.ofSeconds(2));
        patience.end();

        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void doesNotUndoTheInterruptOfSomebodyElse() {
        patience.begin();
        time.advance(Duration.ofSeconds(2));
        assertThat(patience.isLost()).isTrue();
        assertThat(Thread.interrupted()).isFalse();

        Thread.currentThread().interrupt();
        patience.end();

        assertThat(Thread.interrupted()).isTrue();
    }
}
