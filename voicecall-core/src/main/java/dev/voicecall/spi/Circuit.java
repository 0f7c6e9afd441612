package dev.voicecall.spi;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves out a provider that fails again and again: after three failures in a row the circuit is open for half a minute. Then one
 * attempt, and no other, probes the provider: if it succeeds, the circuit is closed, else it stays open for as long again. Safe for
 * use by many threads.
 */
final class Circuit {
    /** In a row. */
    static final int FAILURES = 3;

    /** For how long a provider is left out. */
    static final Duration OPEN = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Circuit.class);

    private final String provider;
    private int failures;
    private boolean open;
    private long openedNanos;
    private @Nullable Attempt probe;

    /** @param provider its name, for the log */
    Circuit(String provider) {
        this.provider = provider;
    }

    /** Begins an attempt; empty if the provider is left out. */
    synchronized Optional<Attempt> tryBegin(long nowNanos) {
        if (!open) {
            return Optional.of(new Attempt());
        }
        if (probe != null || nowNanos - openedNanos < OPEN.toNanos()) {
            return Optional.empty();
        }
        probe = new Attempt();
        return Optional.of(probe);
    }

    /** Begins an attempt though the provider may be left out, because there is no other. */
    Attempt begin() {
        return new Attempt();
    }

    /** Something that a provider is asked to do. Safe for use by many threads. */
    final class Attempt {
        private Attempt() {}

        /** The provider did it. */
        void succeeded() {
            synchronized (Circuit.this) {
                failures = 0;
                probe = null;
                if (open) {
                    open = false;
                    LOG.info("{} is back.", provider);
                }
            }
        }

        /** The provider could not do it. */
        void failed(long nowNanos, Throwable cause) {
            synchronized (Circuit.this) {
                failures++;
                LOG.warn("{} failed: {}", provider, cause.toString());
                boolean opens = open ? probe == this : failures >= FAILURES;
                if (opens) {
                    open = true;
                    openedNanos = nowNanos;
                    probe = null;
                    LOG.warn("{} is left out for {} s.", provider, OPEN.toSeconds());
                }
            }
        }

        /** It is not wanted any more, which says nothing of the provider. Does nothing if it is over. */
        void dropped() {
            synchronized (Circuit.this) {
                if (probe == this) {
                    probe = null;
                }
            }
        }
    }
}
