package dev.voicecall.examples;

import java.util.concurrent.CountDownLatch;

/** What ends a program that serves. */
final class StopSignal {
    private StopSignal() {}

    /** Waits for an interrupt, and takes it: a service that is closed then takes its time. */
    static void await() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException toldToStop) {
            // the status stays cleared: closing would take it for impatience
        }
    }
}
