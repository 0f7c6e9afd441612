package dev.voicecall.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.spi.HttpResponse;
import dev.voicecall.spi.WebSocketAcceptor.Decision;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pages may connect; the server is at voice.example. */
class OriginsTest {
    private final World listed =
            new World(SocketIoSettings.DEFAULT.withOrigins(new Origins(Set.of("https://console.example"))));
    private final World open = new World(SocketIoSettings.DEFAULT.withOrigins(new Origins(Set.of("*"))));

    private static HttpResponse get(World world, String origin) {
        return world.request("GET", World.POLLING, Map.of("Origin", origin), "").join();
    }

    @ParameterizedTest
    @CsvSource({
        "https://voice.example, 200",
        "https://VOICE.example, 200",
        "https://console.example, 200",
        "https://evil.example, 403",
        "https://voice.example.evil.example, 403",
        "https://voice.example:444, 403",
        "http://console.example, 403",
        "null, 403",
        "'', 403",
        "not a uri, 403"
    })
    void allowsItsOwnAndThoseThatAreListed(String origin, int status) {
        assertThat(get(listed, origin).status()).isEqualTo(status);
        Decision decision =
                listed.handshake(World.WEBSOCKET, Map.of("Host", List.of("voice.example"), "Origin", List.of(origin)));
        assertThat(decision instanceof Decision.Accept).isEqualTo(status == 200);
    }

    @Test
    void letsAPageThatIsListedReadTheAnswer() {
        assertThat(get(listed, "https://console.example").headers())
                .containsEntry("Access-Control-Allow-Origin", "https://console.example")
                .containsEntry("Access-Control-Allow-Credentials", "true")
                .containsEntry("Vary", "Origin");
        assertThat(get(listed, "https://evil.example").headers()).doesNotContainKey("Access-Control-Allow-Origin");
    }

    @Test
    void letsAnyPageReadWithoutCredentialsIfAllAreAllowed() {
        assertThat(get(open, "https://any.example").headers())
                .containsEntry("Access-Control-Allow-Origin", "https://any.example")
                .doesNotContainKey("Access-Control-Allow-Credentials");
    }

    @Test
    void answersWhatABrowserAsksBeforehand() {
        Map<String, String> good = Map.of("Origin", "https://console.example");
        Map<String, String> evil = Map.of("Origin", "https://evil.example");

        HttpResponse answer = listed.request("OPTIONS", World.POLLING, good, "").join();
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.headers())
                .containsEntry("Access-Control-Allow-Origin", "https://console.example")
                .containsEntry("Access-Control-Allow-Methods", "GET, POST");
        assertThat(listed.request("OPTIONS", World.POLLING, evil, "").join().status())
                .isEqualTo(403);
    }
}
