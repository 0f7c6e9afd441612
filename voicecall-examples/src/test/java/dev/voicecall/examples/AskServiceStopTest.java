package dev.voicecall.examples;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.twilio.SimulatedCall;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to calls that are under way, on lines as slow as real ones. */
@Tag("socket")
@Timeout(60)
class AskServiceStopTest {
    private static final String THINKER = "+14155550160";
    private final CompletableFuture<String> asked = new CompletableFuture<>();

    @Test
    void hangsUpWhenTheClientGoesAway() throws Exception {
        try (RunningService running = start(Duration.ofSeconds(20))) {
            try (Socket client = new Socket("127.0.0.1", running.address().getPort())) {
                send(client, "{\"number\":\"" + THINKER + "\"}");
                asked.get(30, SECONDS);
            }

            SimulatedCall call = running.phones().calls().get(0);
            call.ended().toCompletableFuture().get(4, SECONDS);

            assertThat(call.callee().said()).isEmpty();
        }
    }

    @Test
    void givesUpAfterTheTimeThatTheClientAllows() throws Exception {
        try (RunningService running = start(Duration.ofSeconds(20))) {
            JsonNode answer = running.makeCall(THINKER, 5).get(10, SECONDS);

            assertThat(answer.path("status").textValue()).isEqualTo("timed_out");
        }
    }

    @Test
    void letsCallsComeToTheirEndWhenItStopsAndTakesNoOthers() throws Exception {
        RunningService running = start(Duration.ofSeconds(20));
        CompletableFuture<JsonNode> answer = running.makeCall(THINKER);
        asked.get(30, SECONDS);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(running::close, task -> new Thread(task).start());
        JsonNode other;
        do {
            other = running.makeCall(SimulatedPhones.BUSY).get(10, SECONDS);
        } while (other.path("status").textValue().equals("busy"));

        assertThat(other.path("status").textValue()).isEqualTo("error");
        assertThat(answer.get(30, SECONDS).path("user_response").textValue()).isEqualTo("Well, John");
        stopped.get(30, SECONDS);
    }

    @Test
    @Tag("spoken")
    void hangsUpWhenThereIsNoTimeLeftAndStillAnswers() throws Exception {
        RunningService running = start(Duration.ZERO);
        CompletableFuture<JsonNode> answer = running.makeCall(THINKER);
        asked.get(30, SECONDS);

        running.close();

        assertThat(answer.get(10, SECONDS).path("status").textValue()).isEqualTo("canceled");
    }

    private RunningService start(Duration drainTimeout) {
        RunningService running = RunningService.start(1, Map.of(), drainTimeout);
        running.phones()
                .callee(THINKER, Callee.answers().afterRinging(Duration.ZERO).otherwise(question -> {
                    asked.complete(question);
                    return Reaction.speak("Well, John").after(Duration.ofSeconds(5));
                }));
        return running;
    }

    private static void send(Socket client, String body) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write(
                ("POST /make-call HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                        .getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }
}
