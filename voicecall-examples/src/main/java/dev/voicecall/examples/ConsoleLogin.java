package dev.voicecall.examples;

import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import java.util.function.BooleanSupplier;

/** Logging in to the console, and out. Safe for use by many threads. */
final class ConsoleLogin {
    private final ConsoleAccess access;
    private final BooleanSupplier phone;
    private final boolean sound;

    /**
     * @param phone whether one can talk to an agent
     * @param sound whether the sound of calls can be heard
     */
    ConsoleLogin(ConsoleAccess access, BooleanSupplier phone, boolean sound) {
        this.access = access;
        this.phone = phone;
        this.sound = sound;
    }

    /** Whether one has to log in, and has; and what there is for those who have. */
    HttpResponse state(HttpRequest request) {
        return access.refusalOfOrigin(request)
                .orElseGet(() -> Json.response(
                        200,
                        Json.object()
                                .put("key_needed", access.keyNeeded())
                                .put("phone", phone.getAsBoolean())
                                .put("sound", sound)
                                .put("allowed", access.refusal(request).isEmpty())));
    }

    /** A cookie for the key. */
    HttpResponse open(HttpRequest request) {
        return access.refusalOfOrigin(request)
                .or(() -> access.refusalOfKey(request))
                .orElseGet(() -> Json.response(200, Json.object().put("allowed", true))
                        .with("Set-Cookie", access.sessions().open(access.isSecure(request))));
    }

    /** Forgets the session. */
    HttpResponse close(HttpRequest request) {
        return access.refusalOfOrigin(request).orElseGet(() -> HttpResponse.of(204)
                .with("Set-Cookie", access.sessions().close(request, access.isSecure(request))));
    }
}
