package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.FakeSpeechToText;
import dev.voicecall.testkit.FakeTextToSpeech;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The telephone of the console, as a browser's script sees it. */
@Tag("socket")
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsolePhoneTest {
    private static final String KEY = "a-key-that-is-long-enough";

    private final Scheduler time = Scheduler.system();
    private RunningService service;

    @BeforeAll
    void start() {
        service = RunningService.startAssistant(
                new AssistantService.Parts(
                        new FakeSpeechToText(), new ConsoleAgent("Table 7"), new FakeTextToSpeech(time)),
                Map.of("API_KEY", KEY));
    }

    @AfterAll
    void stop() {
        service.close();
        time.close();
    }

    private PhoneClient call() {
        return PhoneClient.connect(service.address(), "Authorization", "Bearer " + KEY);
    }

    @Test
    void talksWithTheAgentAndInterruptsIt() {
        try (PhoneClient phone = call()) {
            String id = phone.event("answered").path("call_id").asText();
            phone.untilHeard("Hello,");
            phone.say("Goodbye.");
            JsonNode ended = phone.event("ended");

            assertThat(ended.path("outcome").asText()).isEqualTo("completed");
            assertThat(phone.events()).containsExactly("ringing", "answered", "cleared", "ended");
            assertThat(FakeSpeech.understand(phone.heard()))
                    .startsWith("Hello,")
                    .endsWith("Goodbye.")
                    .doesNotContain("help you?");
            assertThat(phone.closedWith()).isEqualTo(1_000);
            JsonNode calls =
                    RunningService.json(service.send("GET", "/console/calls", "", "Authorization", "Bearer " + KEY));
            assertThat(calls.path("calls").findValuesAsText("sid")).contains(id);
        }
    }

    @Test
    void hangsUpAndPressesKeys() {
        try (PhoneClient phone = call()) {
            phone.event("answered");
            phone.send("{\"key\":\"5\"}");
            phone.send("{\"hangup\":true}");
            assertThat(phone.event("ended").path("outcome").asText()).isEqualTo("completed");
        }
    }

    @Test
    void isBusyWhenThereAreTooManyCalls() {
        List<PhoneClient> calls = new ArrayList<>();
        try {
            for (int i = 0; i < ConsolePhone.MAX_CALLS; i++) {
                calls.add(call());
                calls.get(i).event("answered");
            }
            try (PhoneClient tooMany = call()) {
                assertThat(tooMany.event("ended").path("outcome").asText()).isEqualTo("busy");
                assertThat(tooMany.events()).containsExactly("ended");
            }
        } finally {
            calls.forEach(PhoneClient::close);
        }
    }

    @Test
    void endsTheCallOfWhoDoesNotKnowTheRules() {
        try (PhoneClient phone = call()) {
            phone.event("ringing");
            phone.send("{\"key\":\"fifty\"}");
            assertThat(phone.closedWith()).isEqualTo(1_008);
        }
        try (PhoneClient phone = call()) {
            phone.event("ringing");
            phone.send(new byte[1_601]);
            assertThat(phone.closedWith()).isEqualTo(1_009);
        }
    }

    @Test
    void isOnlyForThoseWhoMayUseTheConsole() {
        assertThatThrownBy(() -> PhoneClient.connect(service.address()))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }
}
