package dev.voicecall.spi;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the handler of a request, for implementations of {@link WebServer}: matches paths, answers 404 and 405, and turns
 * what a handler throws into an answer.
 *
 * <p>Safe for use by many threads once all routes are added.
 */
public final class Router {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    private record Route<T>(String method, String path, List<String> segments, T target) {}

    private final List<Route<HttpHandler>> handlers = new ArrayList<>();
    private final List<Route<WebSocketAcceptor>> acceptors = new ArrayList<>();

    /** A router without routes. */
    public Router() {}

    /** @throws IllegalStateException if the route is taken */
    public void route(String method, String path, HttpHandler handler) {
        add(handlers, method, path, handler);
    }

    /** @throws IllegalStateException if the route is taken */
    public void socket(String path, WebSocketAcceptor acceptor) {
        add(acceptors, "GET", path, acceptor);
    }

    /** Answers a request. The stage never completes exceptionally. */
    public CompletionStage<HttpResponse> handle(HttpRequest request) {
        TreeSet<String> methods = new TreeSet<>();
        for (Route<HttpHandler> route : handlers) {
            Optional<Map<String, String>> matched = match(route.segments, request.path());
            if (matched.isPresent() && route.method.equals(request.method())) {
                return invoke(route, request.withPathParameters(matched.get()));
            }
            matched.ifPresent(parameters -> methods.add(route.method));
        }
        return CompletableFuture.completedFuture(
                methods.isEmpty()
                        ? HttpResponse.of(404, "text/plain", "Not found")
                        : HttpResponse.of(405, "text/plain", "Method not allowed")
                                .with("Allow", String.join(", ", methods)));
    }

    /** Decides about a handshake; one for a path without an acceptor is refused with 404. */
    public WebSocketAcceptor.Decision accept(HttpRequest handshake) {
        for (Route<WebSocketAcceptor> route : acceptors) {
            Optional<Map<String, String>> matched = match(route.segments, handshake.path());
            if (matched.isPresent()) {
                try {
                    return route.target.accept(handshake.withPathParameters(matched.get()));
                } catch (RuntimeException e) {
                    return new WebSocketAcceptor.Decision.Refuse(failed(route.path, e));
                }
            }
        }
        return new WebSocketAcceptor.Decision.Refuse(HttpResponse.of(404, "text/plain", "Not found"));
    }

    private static CompletionStage<HttpResponse> invoke(Route<HttpHandler> route, HttpRequest request) {
        try {
            return route.target.handle(request).exceptionally(failure -> failed(route.path, failure));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(failed(route.path, e));
        }
    }

    private static HttpResponse failed(String path, Throwable failure) {
        Throwable cause = failure instanceof java.util.concurrent.CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        if (cause instanceof BadRequestException bad) {
            return HttpResponse.of(400, "text/plain", String.valueOf(bad.getMessage()));
        }
        LOG.error("The handler of {} failed.", path, cause);
        return HttpResponse.of(500, "text/plain", "Internal error");
    }

    private static <T> void add(List<Route<T>> routes, String method, String path, T target) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("The path \"" + path + "\" does not begin with a slash.");
        }
        if (routes.stream().anyMatch(route -> route.method.equals(method) && route.path.equals(path))) {
            throw new IllegalStateException(method + " " + path + " has a handler already.");
        }
        routes.add(new Route<>(method, path, List.of(path.split("/", -1)), target));
    }

    private static Optional<Map<String, String>> match(List<String> pattern, String path) {
        String[] segments = path.split("/", -1);
        if (segments.length != pattern.size()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < segments.length; i++) {
            String expected = pattern.get(i);
            if (expected.startsWith("{") && expected.endsWith("}")) {
                parameters.put(expected.substring(1, expected.length() - 1), decode(segments[i]));
            } else if (!expected.equals(segments[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(parameters);
    }

    private static String decode(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return segment;
        }
    }
}
