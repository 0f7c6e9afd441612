package dev.voicecall.testkit.openai;

import java.util.concurrent.atomic.AtomicLong;

/** Makes names of things, each once: {@code item_000000000000000017}. Safe for use by many threads. */
final class Ids {
    private final AtomicLong last = new AtomicLong();

    String next(String kind) {
        return String.format("%s_%018d", kind, last.incrementAndGet());
    }
}
