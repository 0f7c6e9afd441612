package dev.voicecall.examples;

import dev.voicecall.CallInfo;
import dev.voicecall.spi.HttpHandler;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.WebSocketAcceptor;
import dev.voicecall.spi.WebSocketAcceptor.Decision;
import java.net.URI;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Who may use the console, and what it lives on: who has the key, or a {@linkplain ConsoleSessions session} for it; from a page, only
 * the service's own or one of an allowed origin. Safe for use by many threads.
 *
 * <p>A service without a key is for this machine only. There it also has to be called by a name of this machine: else a page from
 * elsewhere, whose name was made to lead here, would pass for the service's own
 * (<a href="https://en.wikipedia.org/wiki/DNS_rebinding">DNS rebinding</a>).
 */
final class ConsoleAccess {
    private final boolean keyNeeded;
    private final Set<String> otherOrigins;
    private final URI publicUrl;
    private final BearerAuth key;
    private final ConsoleSessions sessions;

    /**
     * Access by a key.
     *
     * @param key empty to let in everybody on this machine
     * @param origins whose pages may use it, besides its own
     * @param publicUrl by which the service is reached
     */
    ConsoleAccess(Optional<Secret> key, Set<String> origins, URI publicUrl, Clock clock) {
        this.keyNeeded = key.isPresent();
        this.otherOrigins = new HashSet<>(origins);
        this.publicUrl = publicUrl;
        otherOrigins.add(publicUrl.getScheme() + "://" + publicUrl.getRawAuthority());
        this.key = new BearerAuth(key);
        this.sessions = new ConsoleSessions(clock);
    }

    boolean keyNeeded() {
        return keyNeeded;
    }

    ConsoleSessions sessions() {
        return sessions;
    }

    /** The handler, for those who may. */
    HttpHandler around(HttpHandler handler) {
        return request ->
                refusal(request).map(CompletableFuture::completedStage).orElseGet(() -> handler.handle(request));
    }

    /** The acceptor, for those who may. */
    WebSocketAcceptor aroundSocket(WebSocketAcceptor acceptor) {
        return handshake ->
                refusal(handshake).<Decision>map(Decision.Refuse::new).orElseGet(() -> acceptor.accept(handshake));
    }

    /** Whoever may, may watch all calls; see {@link dev.voicecall.socketio.WatcherAuthenticator}. */
    Optional<Predicate<CallInfo>> watcher(HttpRequest handshake, Optional<String> token) {
        boolean may =
                refusalOfOrigin(handshake).isEmpty() && (sessions.isOpen(handshake) || key.isRight(token.orElse("")));
        return may ? Optional.of(call -> true) : Optional.empty();
    }

    /** The origins of pages that may use it, besides those that come from the host that they ask. */
    Set<String> otherOrigins() {
        return otherOrigins;
    }

    /** What a request gets of one who may not. */
    Optional<HttpResponse> refusal(HttpRequest request) {
        return refusalOfOrigin(request).or(() -> sessions.isOpen(request) ? Optional.empty() : key.refusal(request));
    }

    /** The handler, for those who call the service by a name that it may have. */
    HttpHandler aroundName(HttpHandler handler) {
        return request ->
                refusalOfName(request).map(CompletableFuture::completedStage).orElseGet(() -> handler.handle(request));
    }

    private Optional<HttpResponse> refusalOfName(HttpRequest request) {
        return keyNeeded || Loopback.is(hostName(request))
                ? Optional.empty()
                : Optional.of(Json.error(403, "Without an API_KEY the service is at http://localhost only."));
    }

    /** What a request gets that does not come from where it may. */
    Optional<HttpResponse> refusalOfOrigin(HttpRequest request) {
        Optional<HttpResponse> ofName = refusalOfName(request);
        if (ofName.isPresent()) {
            return ofName;
        }
        return request.header("Origin")
                        .filter(origin -> !isAllowed(origin, request))
                        .isPresent()
                ? Optional.of(Json.error(403, "This origin is not allowed."))
                : Optional.empty();
    }

    /** What a request gets that does not have the key itself. */
    Optional<HttpResponse> refusalOfKey(HttpRequest request) {
        return key.refusal(request);
    }

    /** Whether the browser is connected by TLS, as far as can be told behind a proxy. */
    boolean isSecure(HttpRequest request) {
        return request.header("Origin").orElse(publicUrl.toString()).startsWith("https:");
    }

    /** The page's own origin names the host to which the request went; behind a proxy it is that of the public URL. */
    private boolean isAllowed(String origin, HttpRequest request) {
        String host = request.header("Host").orElse("");
        return origin.equalsIgnoreCase("http://" + host)
                || origin.equalsIgnoreCase("https://" + host)
                || otherOrigins.contains(origin);
    }

    private static String hostName(HttpRequest request) {
        return request.header("Host").orElse("").replaceFirst(":[0-9]{1,5}$", "");
    }
}
