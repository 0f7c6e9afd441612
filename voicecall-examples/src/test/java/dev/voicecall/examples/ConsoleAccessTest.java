package dev.voicecall.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.spi.HttpHandler;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleAccessTest {
    private static final String KEY = "0f4c1e-open-sesame";
    private static final String HOST = "calls.example.com";

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final ConsoleAccess withKey = access(Optional.of(new Secret(KEY)));
    private final ConsoleAccess withoutKey = access(Optional.empty());
    private final ConsoleLogin login = new ConsoleLogin(withKey, () -> false, true);

    @Test
    void letsInWhoHasTheKeyOrASessionForIt() {
        assertThat(status(withKey.refusal(request()))).isEqualTo(401);
        assertThat(status(withKey.refusal(request("Authorization", "Bearer wrong"))))
                .isEqualTo(401);
        assertThat(withKey.refusal(request("Authorization", "Bearer " + KEY))).isEmpty();
        assertThat(withKey.refusal(request("Cookie", "a=b; " + cookie()))).isEmpty();
        assertThat(status(withKey.refusal(request("Cookie", "voicecall_console=a.b"))))
                .isEqualTo(401);
        assertThat(status(withKey.refusal(request("Cookie", cookie().replaceFirst("\\..*", ".AAAA")))))
                .isEqualTo(401);
    }

    @Test
    void letsAWatcherInByItsTokenToo() {
        assertThat(withKey.watcher(request(), Optional.of(KEY))).isPresent();
        assertThat(withKey.watcher(request("Cookie", cookie()), Optional.empty()))
                .isPresent();
        assertThat(withKey.watcher(request(), Optional.of("wrong"))).isEmpty();
        assertThat(withKey.watcher(request("Origin", "https://evil.example"), Optional.of(KEY)))
                .isEmpty();
    }

    @Test
    void endsASessionAfterEightHoursOrWhenItIsToldTo() {
        String first = cookie();
        String second = cookie();

        HttpResponse closed = login.close(request("Cookie", first));
        assertThat(closed.headers().get("Set-Cookie")).contains("voicecall_console=;", "Max-Age=0");
        assertThat(status(withKey.refusal(request("Cookie", first)))).isEqualTo(401);
        now = now.plus(ConsoleSessions.LIFETIME).minusMillis(1);
        assertThat(withKey.refusal(request("Cookie", second))).isEmpty();
        now = now.plusMillis(1);
        assertThat(status(withKey.refusal(request("Cookie", second)))).isEqualTo(401);
    }

    @Test
    void keepsSoManySessionsOnly() {
        List<String> cookies = new ArrayList<>();
        for (int i = 0; i <= ConsoleSessions.MAX_SESSIONS; i++) {
            cookies.add(cookie());
        }

        assertThat(cookies).doesNotHaveDuplicates();
        assertThat(status(withKey.refusal(request("Cookie", cookies.get(0))))).isEqualTo(401);
        assertThat(withKey.refusal(request("Cookie", cookies.get(1)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"https://calls.example.com, true", "http://calls.example.com, false", ", true"})
    void hidesTheCookieFromScriptsAndOtherSitesAndPlainConnections(String origin, boolean secure) {
        HttpRequest request = origin == null
                ? request("Authorization", "Bearer " + KEY)
                : request("Authorization", "Bearer " + KEY, "Origin", origin);

        String cookie = login.open(request).headers().getOrDefault("Set-Cookie", "");

        assertThat(cookie).contains("; HttpOnly; SameSite=Strict", "; Path=/", "; Max-Age=28800");
        assertThat(cookie.endsWith("; Secure")).isEqualTo(secure);
        assertThat(cookie.replaceFirst(".*\\.([^;]*);.*", "$1")).as("256 bits").hasSizeGreaterThanOrEqualTo(43);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "null",
                "https://calls.example.com.evil.example",
                "https://calls.example.com:8443"
            })
    void refusesOtherPagesEvenWithTheKey(String origin) {
        HttpRequest request = request("Authorization", "Bearer " + KEY, "Origin", origin);

        assertThat(login.open(request).status()).isEqualTo(403);
        assertThat(status(withKey.refusal(request))).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://calls.example.com",
                "http://calls.example.com",
                "https://public.example.com",
                "https://app.example.com"
            })
    void takesItsOwnPageAndThoseThatAreAllowed(String origin) {
        assertThat(withKey.refusal(request("Authorization", "Bearer " + KEY, "Origin", origin)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:5000, true",
        "127.0.0.1:5000, true",
        "[::1]:5000, true",
        "localhost, true",
        "rebound.evil.example:5000, false",
        "localhost.evil.example, false",
        "'', false"
    })
    void isForNamesOfThisMachineOnlyWithoutAKey(String host, boolean allowed) {
        HttpRequest request = request("Host", host);

        assertThat(withoutKey.refusal(request).isEmpty()).isEqualTo(allowed);
        assertThat(withoutKey.watcher(request, Optional.empty()).isPresent()).isEqualTo(allowed);
        HttpHandler other = withoutKey.aroundName(any -> CompletableFuture.completedFuture(HttpResponse.of(204)));
        assertThat(other.handle(request).toCompletableFuture().join().status()).isEqualTo(allowed ? 204 : 403);
    }

    @Test
    void tellsThePageWhetherThereIsSound() {
        assertThat(new String(login.state(request()).body(), UTF_8))
                .contains("\"key_needed\":true", "\"allowed\":false", "\"phone\":false", "\"sound\":true");
        assertThat(new String(
                        new ConsoleLogin(withKey, () -> true, false)
                                .state(request())
                                .body(),
                        UTF_8))
                .contains("\"phone\":true", "\"sound\":false");
    }

    @Test
    void lendsItsFilesWithAPolicyAndNotTwice() {
        ConsoleFiles files = new ConsoleFiles();
        for (String name : ConsoleFiles.PARTS) {
            HttpResponse file = ConsoleFiles.secured(files.part(name, request()));
            assertThat(file.status()).isEqualTo(200);
            assertThat(file.headers())
                    .containsEntry("X-Content-Type-Options", "nosniff")
                    .containsEntry("Referrer-Policy", "no-referrer")
                    .containsEntry("Cache-Control", "no-cache");
            assertThat(files.part(name, request("If-None-Match", file.headers().get("ETag")))
                            .status())
                    .isEqualTo(304);
        }
        assertThat(ConsoleFiles.secured(files.index(request())).headers().get("Content-Security-Policy"))
                .startsWith("default-src 'none'; script-src 'self';")
                .contains("frame-ancestors 'none'", "require-trusted-types-for 'script'")
                .doesNotContain("unsafe");
    }

    private ConsoleAccess access(Optional<Secret> key) {
        return new ConsoleAccess(
                key, Set.of("https://app.example.com"), URI.create("https://public.example.com/base"), clock);
    }

    private String cookie() {
        HttpResponse response = login.open(request("Authorization", "Bearer " + KEY));
        assertThat(response.status()).isEqualTo(200);
        return response.headers().getOrDefault("Set-Cookie", "").split(";")[0];
    }

    private static int status(Optional<HttpResponse> refusal) {
        return refusal.map(HttpResponse::status).orElse(0);
    }

    private static HttpRequest request(String... headers) {
        Map<String, List<String>> all = new HashMap<>(Map.of("Host", List.of(HOST)));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        return new HttpRequest("GET", "/console", all, Map.of(), new byte[0], new CompletableFuture<>());
    }
}
