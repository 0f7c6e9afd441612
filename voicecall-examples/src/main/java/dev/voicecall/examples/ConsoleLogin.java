package dev.voicecall.examples;

import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Logging in to the console, and out.
 *
 * <p>After {@value #MAX_FAILURES} wrong keys within a minute none is looked at until the first of them is a minute old, so that keys
 * can't be tried out. Safe for use by many threads.
 */
final class ConsoleLogin {
    static final int MAX_FAILURES = 10;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final ConsoleAccess access;
    private final BooleanSupplier phone;
    private final Clock clock;
    private final Deque<Instant> failures = new ArrayDeque<>();

    /** @param phone whether one can talk to an agent */
    ConsoleLogin(ConsoleAccess access, BooleanSupplier phone, Clock clock) {
        this.access = access;
        this.phone = phone;
        this.clock = clock;
    }

    /** Whether one has to log in, and has; and what there is for those who have. */
    HttpResponse state(HttpRequest request) {
        return access.refusalOfOrigin(request)
                .orElseGet(() -> Json.response(
                        200,
                        Json.object()
                                .put("key_needed", access.keyNeeded())
                                .put("phone", phone.getAsBoolean())
                                .put("allowed", access.refusal(request).isEmpty())));
    }

    /** A cookie for the key. */
    HttpResponse open(HttpRequest request) {
        return access.refusalOfOrigin(request).or(() -> refusal(request)).orElseGet(() -> Json.response(
                        200, Json.object().put("allowed", true))
                .with("Set-Cookie", access.sessions().open(access.isSecure(request))));
    }

    /** Forgets the session. */
    HttpResponse close(HttpRequest request) {
        return access.refusalOfOrigin(request).orElseGet(() -> HttpResponse.of(204)
                .with("Set-Cookie", access.sessions().close(request, access.isSecure(request))));
    }

    private synchronized Optional<HttpResponse> refusal(HttpRequest request) {
        Instant now = clock.instant();
        while (!failures.isEmpty() && !now.isBefore(failures.getFirst().plus(WINDOW))) {
            failures.removeFirst();
        }
        if (failures.size() >= MAX_FAILURES) {
            return Optional.of(Json.error(429, "Too many wrong keys; try again in a minute.")
                    .with("Retry-After", Long.toString(WINDOW.toSeconds())));
        }
        Optional<HttpResponse> refusal = access.refusalOfKey(request);
        refusal.ifPresent(wrong -> failures.addLast(now));
        return refusal;
    }
}
