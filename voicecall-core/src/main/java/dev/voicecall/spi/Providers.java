package dev.voicecall.spi;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.spi.Circuit.Attempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Providers of the same, in order of preference, each behind a circuit. Safe for use by many threads. */
final class Providers<P> {
    private final Stage stage;
    private final List<Provider<P>> inOrder;

    private record Provider<P>(P port, Circuit circuit) {}

    /**
     * Whose turn it is. Immutable.
     *
     * @param port the provider
     * @param attempt hears what comes of it
     */
    record Turn<P>(P port, Attempt attempt) {}

    Providers(Stage stage, List<P> inOrder) {
        this.stage = stage;
        this.inOrder = IntStream.range(0, inOrder.size())
                .mapToObj(i -> new Provider<>(inOrder.get(i), new Circuit(name(i + 1, inOrder.get(i)))))
                .toList();
    }

    private static String name(int number, Object provider) {
        String type = provider.getClass().getTypeName();
        return "Provider " + number + " (" + type.substring(type.lastIndexOf('.') + 1) + ")";
    }

    /** Two or more in one list. */
    static <P> List<P> list(P first, P second, P[] more) {
        return Stream.concat(Stream.of(first, second), Stream.of(more)).toList();
    }

    /** @throws IllegalArgumentException if a time-out is not 100 ms to 1 min */
    static Duration requireTimeout(Duration timeout) {
        if (timeout.toMillis() < 100 || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("The time-out is " + timeout + "; it must be 100 ms to 1 min.");
        }
        return timeout;
    }

    Stage stage() {
        return stage;
    }

    /** All of them, in order of preference. */
    List<P> ports() {
        return inOrder.stream().map(Provider::port).toList();
    }

    /** Whether a failure may pass if the same is tried again. */
    static boolean isRetryable(Throwable failure) {
        return !(failure instanceof ProviderException known) || known.retryable();
    }

    /** A failure by silence, which is not tried again at the same provider. */
    ProviderException silence(Duration timeout) {
        return new ProviderException(stage, "A provider was silent for " + timeout.toMillis() + " ms.", false, null);
    }

    /** Begins to look for one that can do something. */
    Round begin() {
        return new Round();
    }

    /** The way of one request through the providers. Not safe for use by several threads. */
    final class Round {
        private final List<Provider<P>> left = new ArrayList<>(inOrder);
        private final List<Throwable> failures = new ArrayList<>();

        /** Asks this one first, whose turn it is anyway. */
        void beginWith(P port) {
            left.removeIf(provider -> provider.port == port);
        }

        /** The next one: the first that is not left out; those that are left out come last. Empty after all of them. */
        Optional<Turn<P>> next(long nowNanos) {
            for (Iterator<Provider<P>> each = left.iterator(); each.hasNext(); ) {
                Provider<P> provider = each.next();
                Optional<Attempt> attempt = provider.circuit.tryBegin(nowNanos);
                if (attempt.isPresent()) {
                    each.remove();
                    return Optional.of(new Turn<>(provider.port, attempt.get()));
                }
            }
            if (left.isEmpty()) {
                return Optional.empty();
            }
            Provider<P> leftOut = left.remove(0);
            return Optional.of(new Turn<>(leftOut.port, leftOut.circuit.begin()));
        }

        /** Why one of them could not. */
        void failed(Throwable failure) {
            failures.add(failure);
        }

        /** None of them can: says why each could not. */
        ProviderException failure() {
            ProviderException all = new ProviderException(
                    stage,
                    "All " + inOrder.size() + " providers failed, the last one with: "
                            + failures.get(failures.size() - 1).getMessage(),
                    false,
                    null);
            failures.forEach(all::addSuppressed);
            return all;
        }
    }
}
