package dev.voicecall.examples;

import dev.voicecall.spi.HttpRequest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Browsers that have shown the key, each known by the random token of its cookie. There are at most {@value #MAX_SESSIONS}; one more
 * ends the oldest. Safe for use by many threads.
 */
final class ConsoleSessions {
    static final int MAX_SESSIONS = 100;
    static final Duration LIFETIME = Duration.ofHours(8);

    private static final String COOKIE = "voicecall_console";
    private static final int TOKEN_BYTES = 32;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    private record Session(Secret token, Instant expires) {}

    ConsoleSessions(Clock clock) {
        this.clock = clock;
    }

    /**
     * Begins a session.
     *
     * @param secure whether the browser sends the cookie over TLS only
     * @return the value of {@code Set-Cookie}
     */
    synchronized String open(boolean secure) {
        Instant now = clock.instant();
        sessions.values().removeIf(session -> !session.expires.isAfter(now));
        if (sessions.size() >= MAX_SESSIONS) {
            Iterator<String> oldest = sessions.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        String id = random(8);
        String token = random(TOKEN_BYTES);
        sessions.put(id, new Session(new Secret(token), now.plus(LIFETIME)));
        return cookie(id + "." + token, LIFETIME, secure);
    }

    /** Whether a request belongs to a session. */
    synchronized boolean isOpen(HttpRequest request) {
        return find(request).isPresent();
    }

    /**
     * Ends the session of a request, if it has one.
     *
     * @return the value of {@code Set-Cookie}
     */
    synchronized String close(HttpRequest request, boolean secure) {
        find(request).ifPresent(sessions::remove);
        return cookie("", Duration.ZERO, secure);
    }

    /** Looked up by the part that is no secret; the other is compared. */
    private Optional<String> find(HttpRequest request) {
        return request.headers().getOrDefault("Cookie", List.of()).stream()
                .flatMap(header -> Arrays.stream(header.split(";")))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(COOKIE + "="))
                .map(cookie -> cookie.substring(COOKIE.length() + 1).split("\\.", 2))
                .filter(parts -> parts.length == 2 && isOpen(parts[0], parts[1]))
                .map(parts -> parts[0])
                .findFirst();
    }

    private boolean isOpen(String id, String token) {
        Session session = sessions.get(id);
        return session != null && session.token.matches(token) && session.expires.isAfter(clock.instant());
    }

    private String random(int bytes) {
        byte[] token = new byte[bytes];
        random.nextBytes(token);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    private static String cookie(String value, Duration lifetime, boolean secure) {
        return COOKIE + "=" + value + "; Path=/; Max-Age=" + lifetime.toSeconds() + "; HttpOnly; SameSite=Strict"
                + (secure ? "; Secure" : "");
    }
}
