package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordingsTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private SimulatedCall talking(String... more) {
        bench.says("/voice", "<Pause length='2'/><Play>https://example.com/tone.wav</Play><Pause length='15'/>");
        String[] all = new String[more.length + 2];
        all[0] = "Url";
        all[1] = Bench.APP + "/voice";
        System.arraycopy(more, 0, all, 2, more.length);
        SimulatedCall call = bench.call(all);
        bench.time.advance(Duration.ofSeconds(5));
        return call;
    }

    @Test
    void aCallThatIsRecordedFromTheBeginSaysSoAtItsEnd() {
        SimulatedCall call = talking(
                "Record",
                "true",
                "RecordingChannels",
                "dual",
                "StatusCallback",
                Bench.APP + "/status",
                "RecordingStatusCallback",
                Bench.APP + "/recorded",
                "RecordingStatusCallbackEvent",
                "in-progress",
                "RecordingStatusCallbackEvent",
                "completed");
        bench.time.runToEnd();
        WebhookExchange end = call.webhooks(Kind.STATUS).get(0);
        assertThat(end.parameter("RecordingUrl")).contains("/Recordings/RE");
        assertThat(end.parameter("RecordingDuration")).isEqualTo("21");
        assertThat(call.webhooks(Kind.RECORDING))
                .extracting(report -> report.parameter("RecordingStatus"))
                .containsExactly("in-progress", "completed");
        WebhookExchange report = call.webhooks(Kind.RECORDING).get(1);
        assertThat(report.parameter("RecordingChannels")).isEqualTo("2");
        assertThat(report.parameter("RecordingSource")).isEqualTo("OutboundAPI");
        assertThat(report.parameters().values()).doesNotContainKeys("From", "To");
    }

    @Test
    void aLiveCallIsRecordedAndSkipsAPauseOnlyIfAsked() {
        for (String behaviour : new String[] {"skip", "silence"}) {
            SimulatedCall call = talking();
            String path = "Calls/" + call.sid() + "/Recordings";
            String sid = bench.post(path + ".json").json().get("sid").asText();
            bench.time.advance(Duration.ofSeconds(2));
            var paused = bench.post(path + "/Twilio.CURRENT.json", "Status", "paused", "PauseBehavior", behaviour);
            assertThat(paused.json().get("status").asText()).isEqualTo("paused");
            bench.time.advance(Duration.ofSeconds(3));
            bench.post(path + "/" + sid + ".json", "Status", "in-progress");
            bench.time.advance(Duration.ofSeconds(4));
            bench.post(path + "/" + sid + ".json", "Status", "stopped");
            bench.time.runToEnd();
            var json = bench.get("Recordings/" + sid + ".json").json();
            assertThat(json.get("status").asText()).isEqualTo("completed");
            assertThat(json.get("duration").asText()).isEqualTo(behaviour.equals("skip") ? "6" : "9");
            assertThat(bench.post(path + "/Twilio.CURRENT.json", "Status", "paused")
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void recordingsAreListedByCallDeletedAndHiddenFromStrangers() {
        SimulatedCall call = talking("Record", "true");
        SimulatedCall other = talking("Record", "true");
        bench.time.runToEnd();
        var listed = bench.get("Recordings.json?CallSid=" + call.sid()).json().get("recordings");
        assertThat(listed).hasSize(1);
        String sid = listed.get(0).get("sid").asText();
        assertThat(bench.get("Calls/" + other.sid() + "/Recordings.json").json().get("recordings"))
                .hasSize(1);
        assertThat(bench.sendAs("stranger:secret", "GET", "Recordings/" + sid + ".wav")
                        .join()
                        .status())
                .isEqualTo(401);
        assertThat(bench.request("DELETE", "Recordings/" + sid + ".json").status())
                .isEqualTo(204);
        assertThat(bench.get("Recordings/" + sid + ".json").code()).isEqualTo(20404);
    }
}
