package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.Recording;
import dev.voicecall.Recording.State;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.testkit.InMemoryWebServer;
import dev.voicecall.testkit.VirtualScheduler;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Twilio tells of recordings of calls that nobody here knows (any more), as after a restart. */
class RecordingReportTest {
    private static final String RECORDING = "RE0123456789abcdef0123456789abcdef";
    private static final String TARGET = "/twilio/recording";

    private final VirtualScheduler time = new VirtualScheduler();
    private final InMemoryWebServer server = new InMemoryWebServer();
    private final OverheardGateway gateway = new OverheardGateway(TwilioCallGateway.builder()
            .accountSid("AC00000000000000000000000000000001")
            .authToken(TwilioHarness.TOKEN)
            .phoneNumber("+14155550100")
            .publicUrl(URI.create(TwilioHarness.PUBLIC))
            .webServer(server)
            .build());

    RecordingReportTest() {
        gateway.start(time, leg -> {});
    }

    @AfterEach
    void close() {
        gateway.close();
        time.close();
    }

    @ParameterizedTest
    @CsvSource({
        "in-progress, IN_PROGRESS",
        "paused, PAUSED",
        "stopped, PROCESSING",
        "processing, PROCESSING",
        "completed, COMPLETED",
        "absent, ABSENT",
        "failed, ABSENT",
        "deleted, DELETED"
    })
    void tellsOfEachStatus(String status, State state) {
        assertThat(report("RecordingStatus", status)).isEqualTo(204);
        assertThat(gateway.states()).containsExactly(state);
    }

    @Test
    void tellsWhatIsKnownOfACompleteRecording() {
        report(
                "RecordingStatus", "completed",
                "RecordingDuration", "15",
                "RecordingChannels", "2",
                "RecordingStartTime", "Tue, 31 Aug 2010 20:36:28 +0000");
        assertThat(gateway.told).singleElement().satisfies(recording -> {
            assertThat(recording.id()).isEqualTo(RECORDING);
            assertThat(recording.callId()).isEqualTo(TwilioHarness.SID);
            assertThat(recording.channels()).isEqualTo(2);
            assertThat(recording.duration()).contains(java.time.Duration.ofSeconds(15));
            assertThat(recording.startedAt()).contains(java.time.Instant.parse("2010-08-31T20:36:28Z"));
            assertThat(recording.errorCode()).isEmpty();
            assertThat(recording.processing()).isEqualTo(Recording.Processing.NONE);
        });
    }

    @Test
    void tellsWhyThereIsNoSound() {
        report("RecordingStatus", "absent", "RecordingDuration", "-1", "ErrorCode", "16102");
        assertThat(gateway.told).singleElement().satisfies(recording -> {
            assertThat(recording.errorCode()).hasValue(16102);
            assertThat(recording.duration()).isEmpty();
        });
    }

    @Test
    void tellsEachReportAsOftenAsItComesInWhateverOrder() {
        report("RecordingStatus", "completed");
        report("RecordingStatus", "in-progress");
        report("RecordingStatus", "completed");
        assertThat(gateway.states()).containsExactly(State.COMPLETED, State.IN_PROGRESS, State.COMPLETED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RecordingStatus=shiny",
                "RecordingStatus=",
                "RecordingSid=RE1",
                "RecordingSid=../../x",
                "CallSid="
            })
    void ignoresWhatItCanNotTell(String parameter) {
        String[] pair = parameter.split("=", 2);
        assertThat(report("RecordingStatus", "completed", pair[0], pair[1])).isEqualTo(204);
        assertThat(gateway.told).isEmpty();
    }

    @Test
    void refusesAForgedReport() {
        assertThat(send(TARGET, Map.of("RecordingSid", RECORDING), "AAAAAAAAAAAAAAAAAAAAAAAAAAA="))
                .isEqualTo(403);
        assertThat(gateway.told).isEmpty();
    }

    private int report(String... form) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("AccountSid", "AC00000000000000000000000000000001");
        parameters.put("CallSid", TwilioHarness.SID);
        parameters.put("RecordingSid", RECORDING);
        for (int i = 0; i < form.length; i += 2) {
            parameters.put(form[i], form[i + 1]);
        }
        return send(TARGET, parameters, TwilioHarness.sign(TwilioHarness.PUBLIC + TARGET, parameters));
    }

    private int send(String target, Map<String, String> form, String signature) {
        return server.handle(new HttpRequest(
                        "POST",
                        target,
                        Map.of("X-Twilio-Signature", List.of(signature)),
                        Map.of(),
                        TwilioHarness.encode(form).getBytes(StandardCharsets.UTF_8),
                        new CompletableFuture<>()))
                .toCompletableFuture()
                .join()
                .status();
    }
}
