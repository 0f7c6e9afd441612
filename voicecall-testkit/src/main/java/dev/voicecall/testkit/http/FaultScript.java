package dev.voicecall.testkit.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The faults of a simulated server that are still to come. Safe for use by many threads.
 *
 * @param <F> what goes wrong
 */
public final class FaultScript<F> {
    private final List<Planned<F>> planned = new ArrayList<>();

    private static final class Planned<F> {
        private final F fault;
        private int times;

        Planned(F fault, int times) {
            this.fault = fault;
            this.times = times;
        }
    }

    /** Plans a fault for so many requests in a row. */
    public synchronized void add(F fault, int times) {
        planned.add(new Planned<>(fault, times));
    }

    /** What goes wrong with a request: the first that is left of those that concern it. */
    public synchronized Optional<F> next(Predicate<F> concerns) {
        Optional<Planned<F>> next =
                planned.stream().filter(one -> concerns.test(one.fault)).findFirst();
        next.ifPresent(this::use);
        return next.map(used -> used.fault);
    }

    private void use(Planned<F> one) {
        one.times--;
        if (one.times == 0) {
            planned.remove(one);
        }
    }
}
