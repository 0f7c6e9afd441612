package dev.voicecall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.voicecall.CallRefusedException.Reason;
import dev.voicecall.spi.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class OutboundLimitsTest {
    private static final PhoneNumber SAN_FRANCISCO = PhoneNumber.of("+14155550123");
    private static final PhoneNumber LONDON = PhoneNumber.of("+442079460123");

    private final Clock clock = new Clock();

    @Test
    void onlyNumbersWithAnAllowedPrefixMayBeCalled() {
        OutboundLimits limits = new OutboundLimits(Set.of("+1", "+4420"), 10, 10, clock);

        assertThatNoException().isThrownBy(() -> limits.admit(SAN_FRANCISCO, 0));
        assertThatNoException().isThrownBy(() -> limits.admit(LONDON, 0));
        assertRefused(limits, PhoneNumber.of("+442179460123"), 0, Reason.NUMBER_NOT_ALLOWED);
    }

    @Test
    void theMessageDoesNotShowTheNumber() {
        OutboundLimits limits = new OutboundLimits(Set.of("+1"), 10, 10, clock);

        assertThatExceptionOfType(CallRefusedException.class)
                .isThrownBy(() -> limits.admit(LONDON, 0))
                .withMessageContaining("+44********23")
                .withMessageNotContaining(LONDON.e164());
    }

    @Test
    void noMoreCallsAreOpenThanAllowed() {
        OutboundLimits limits = new OutboundLimits(Set.of("+"), 2, 10, clock);

        assertThatNoException().isThrownBy(() -> limits.admit(LONDON, 1));
        assertRefused(limits, LONDON, 2, Reason.TOO_MANY_CALLS);
    }

    @Test
    void noMoreCallsArePlacedWithinAnyMinuteThanAllowed() {
        OutboundLimits limits = new OutboundLimits(Set.of("+"), 10, 2, clock);

        limits.admit(LONDON, 0);
        clock.goOn(Duration.ofSeconds(30));
        limits.admit(LONDON, 0);
        clock.goOn(Duration.ofSeconds(30).minusNanos(1));
        assertRefused(limits, LONDON, 0, Reason.TOO_MANY_CALLS_PER_MINUTE);
        clock.goOn(Duration.ofNanos(1));
        limits.admit(LONDON, 0);
        assertRefused(limits, LONDON, 0, Reason.TOO_MANY_CALLS_PER_MINUTE);
    }

    @Test
    void aRefusedCallDoesNotCount() {
        OutboundLimits limits = new OutboundLimits(Set.of("+1"), 1, 1, clock);

        assertRefused(limits, LONDON, 0, Reason.NUMBER_NOT_ALLOWED);
        assertRefused(limits, SAN_FRANCISCO, 1, Reason.TOO_MANY_CALLS);
        assertThatNoException().isThrownBy(() -> limits.admit(SAN_FRANCISCO, 0));
    }

    /** {@link System#nanoTime()} may pass from the greatest long to the least. */
    @Test
    void theClockMayOverflow() {
        OutboundLimits limits = new OutboundLimits(Set.of("+"), 10, 1, clock);
        clock.nanos = Long.MAX_VALUE;

        limits.admit(LONDON, 0);
        clock.goOn(Duration.ofSeconds(59));
        assertRefused(limits, LONDON, 0, Reason.TOO_MANY_CALLS_PER_MINUTE);
        clock.goOn(Duration.ofSeconds(1));
        assertThatNoException().isThrownBy(() -> limits.admit(LONDON, 0));
    }

    private static void assertRefused(OutboundLimits limits, PhoneNumber to, int openCalls, Reason reason) {
        assertThatExceptionOfType(CallRefusedException.class)
                .isThrownBy(() -> limits.admit(to, openCalls))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    /** A scheduler of which only the time is used. */
    private static final class Clock implements Scheduler {
        private long nanos;

        private void goOn(Duration by) {
            nanos += by.toNanos();
        }

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public Instant now() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Executor executor() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Executor worker() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Timer schedule(Duration delay, Executor where, Runnable task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void await(CompletionStage<?> stage) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
