package dev.voicecall.socketio;

import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * From which web pages a browser may connect: those of the same origin always, others if they are listed. A request without
 * an {@code Origin} is no browser's or comes from the same origin. Immutable.
 *
 * @param others for example {@code https://console.example.com}; {@code *} for all
 */
record Origins(Set<String> others) {
    /** Only pages that come from this server. */
    static final Origins SAME = new Origins(Set.of());

    private static final String ANY = "*";

    Origins {
        others = Set.copyOf(others);
    }

    /** Whether a request comes from where it may come from. */
    boolean allow(HttpRequest request) {
        Optional<String> origin = request.header("Origin");
        return origin.isEmpty()
                || others.contains(ANY)
                || others.contains(origin.get())
                || isOfHost(origin.get(), request.header("Host").orElse(""));
    }

    /** The answer to a request that is allowed, as the page of another origin may read it. */
    HttpResponse readable(HttpRequest request, HttpResponse response) {
        Optional<String> origin = request.header("Origin");
        if (origin.isEmpty() || !allow(request)) {
            return response;
        }
        HttpResponse answer =
                response.with("Access-Control-Allow-Origin", origin.get()).with("Vary", "Origin");
        return others.contains(origin.get()) ? answer.with("Access-Control-Allow-Credentials", "true") : answer;
    }

    /** TLS may end before us, so the scheme is not known here. */
    private static boolean isOfHost(String origin, String host) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException nonsense) {
            return false;
        }
    }
}
