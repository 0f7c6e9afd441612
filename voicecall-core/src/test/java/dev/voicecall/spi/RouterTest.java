package dev.voicecall.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {
    private final Router router = new Router();

    @Test
    void aPathThatIsNotThereIsNotFound() {
        router.route("GET", "/a", text("a"));

        assertThat(get("/b").status()).isEqualTo(404);
        assertThat(get("/a/").status()).isEqualTo(404);
        assertThat(get("/A").status()).isEqualTo(404);
        assertThat(get("").status()).isEqualTo(404);
    }

    @Test
    void anotherMethodIsNotAllowedAndTheAllowedOnesAreSaid() {
        router.route("POST", "/a", text("a"));
        router.route("DELETE", "/{any}", text("b"));

        HttpResponse response = get("/a");
        assertThat(response.status()).isEqualTo(405);
        assertThat(response.headers()).containsEntry("Allow", "DELETE, POST");
    }

    @Test
    void theQueryDoesNotMatter() {
        router.route("GET", "/a", text("a"));

        assertThat(get("/a?b=/c").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/stream/abc,abc",
        "/stream/a%2Fb,a/b",
        "/stream/a+b,a+b",
        "/stream/%E6%97%A5,日",
        "/stream/,''",
        "/stream/%zz,%zz"
    })
    void aSegmentInBracesMatchesAnythingAndIsDecoded(String path, String token) {
        router.route(
                "GET",
                "/stream/{token}",
                request -> reply(request.pathParameters().get("token")));

        assertThat(textOf(get(path))).isEqualTo(token);
    }

    @Test
    void aSegmentInBracesDoesNotMatchASlash() {
        router.route("GET", "/stream/{token}", text("a"));

        assertThat(get("/stream/a/b").status()).isEqualTo(404);
    }

    @Test
    void aHandlerThatFailsShowsNoDetails() {
        router.route("GET", "/throws", request -> {
            throw new IllegalStateException("the password is secret");
        });
        router.route(
                "GET", "/fails", request -> CompletableFuture.failedFuture(new Exception("the password is secret")));
        router.route("GET", "/null", request -> null);

        for (String path : new String[] {"/throws", "/fails", "/null"}) {
            assertThat(get(path).status()).isEqualTo(500);
            assertThat(textOf(get(path))).doesNotContain("secret");
        }
    }

    @Test
    void aBadRequestIsExplained() {
        router.route("GET", "/throws", request -> {
            throw new BadRequestException("There is no CallSid.");
        });
        router.route(
                "GET",
                "/fails",
                request -> CompletableFuture.failedFuture(
                        new CompletionException(new BadRequestException("There is no CallSid."))));

        for (String path : new String[] {"/throws", "/fails"}) {
            assertThat(get(path).status()).isEqualTo(400);
            assertThat(textOf(get(path))).isEqualTo("There is no CallSid.");
        }
    }

    @Test
    void aHandshakeGoesToItsAcceptor() {
        WebSocketListener listener = (socket, text) -> {};
        router.socket("/stream/{token}", handshake -> {
            if (!handshake.pathParameters().get("token").equals("right")) {
                throw new BadRequestException("Wrong token.");
            }
            return new WebSocketAcceptor.Decision.Accept(listener);
        });

        assertThat(router.accept(HttpTest.request("/stream/right", Map.of())))
                .isEqualTo(new WebSocketAcceptor.Decision.Accept(listener));
        assertThat(refusal("/stream/wrong").status()).isEqualTo(400);
        assertThat(refusal("/other").status()).isEqualTo(404);
    }

    @Test
    void aRouteIsTakenOnce() {
        router.route("GET", "/a", text("a"));

        assertThatIllegalStateException().isThrownBy(() -> router.route("GET", "/a", text("b")));
        assertThatIllegalArgumentException().isThrownBy(() -> router.route("GET", "a", text("b")));
        router.route("POST", "/a", text("c"));
    }

    private HttpResponse refusal(String path) {
        WebSocketAcceptor.Decision decision = router.accept(HttpTest.request(path, Map.of()));
        return ((WebSocketAcceptor.Decision.Refuse) decision).response();
    }

    private HttpResponse get(String target) {
        return router.handle(HttpTest.request(target, Map.of()))
                .toCompletableFuture()
                .join();
    }

    private static HttpHandler text(String text) {
        return request -> reply(text);
    }

    private static CompletableFuture<HttpResponse> reply(String text) {
        return CompletableFuture.completedFuture(HttpResponse.of(200, "text/plain", text));
    }

    private static String textOf(HttpResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
