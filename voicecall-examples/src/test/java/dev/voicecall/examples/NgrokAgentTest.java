package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The answer is one of ngrok 3's agent. */
@Tag("socket")
class NgrokAgentTest {
    private static final String TUNNELS = """
            {"tunnels":[
             {"name":"web","public_url":"https://other.ngrok-free.app","proto":"https",
              "config":{"addr":"http://localhost:3000","inspect":true}},
             {"name":"phone","public_url":"https://phone.ngrok-free.app","proto":"https",
              "config":{"addr":"http://localhost:8090","inspect":true}}],
             "uri":"/api/tunnels"}""";

    private final HttpServer agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final URI api = URI.create("http://127.0.0.1:" + agent.getAddress().getPort());
    private int status = 200;
    private String answer = TUNNELS;

    NgrokAgentTest() throws IOException {
        agent.createContext("/api/tunnels", exchange -> {
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        agent.start();
    }

    @AfterEach
    void stop() {
        agent.stop(0);
    }

    @Test
    void findsTheTunnelThatLeadsToThePort() {
        assertThat(new NgrokAgent(api).publicUrl(8090)).isEqualTo("https://phone.ngrok-free.app");
    }

    @Test
    void findsATunnelThatIsAPortAlone() {
        answer = "{\"tunnels\":[{\"public_url\":\"https://a.example\",\"config\":{\"addr\":\"8090\"}}]}";
        assertThat(new NgrokAgent(api).publicUrl(8090)).isEqualTo("https://a.example");
    }

    @Test
    void saysHowToStartOneIfNoneLeadsThere() {
        assertThatThrownBy(() -> new NgrokAgent(api).publicUrl(80))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no tunnel to port 80")
                .hasMessageContaining("ngrok http 80");
    }

    @Test
    void doesNotTakeAnythingElseForAnAgent() {
        status = 404;
        assertThatThrownBy(() -> new NgrokAgent(api).publicUrl(8090)).hasMessageContaining("404");
        status = 200;
        answer = "<html>";
        assertThatThrownBy(() -> new NgrokAgent(api).publicUrl(8090)).hasMessageContaining("No ngrok agent");
    }

    @Test
    void saysSoIfThereIsNoAgent() {
        agent.stop(0);
        assertThatThrownBy(() -> new NgrokAgent(api).publicUrl(8090))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("No ngrok agent answers")
                .hasMessageContaining("PUBLIC_URL");
    }
}
