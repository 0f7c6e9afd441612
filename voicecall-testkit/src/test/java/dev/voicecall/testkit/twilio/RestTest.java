package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.spi.HttpRequest;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RestTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private int refusal(String... parameters) {
        return bench.post("Calls.json", parameters).code();
    }

    @Test
    void badOrdersAreRefusedWithTwiliosCodes() {
        String own = bench.twilio.phoneNumber();
        bench.twilio.block("+14155550177").forbid("+881");
        assertThat(refusal("From", own)).isEqualTo(21201);
        assertThat(refusal("To", "123", "From", own)).isEqualTo(21211);
        assertThat(refusal("To", own, "From", own)).isEqualTo(21211);
        assertThat(refusal("To", Bench.BOB)).isEqualTo(21213);
        assertThat(refusal("To", Bench.BOB, "From", "x")).isEqualTo(21212);
        assertThat(refusal("To", Bench.BOB, "From", "+14155550100")).isEqualTo(21210);
        assertThat(refusal("To", "+14155550177", "From", own)).isEqualTo(21216);
        assertThat(refusal("To", "+88123456789", "From", own)).isEqualTo(21215);
        assertThat(refusal("To", Bench.BOB, "From", own, "Url", "/relative")).isEqualTo(21205);
        assertThat(refusal("To", Bench.BOB, "From", own, "Url", Bench.APP, "SendDigits", "x"))
                .isEqualTo(21206);
        assertThat(refusal("To", Bench.BOB, "From", own, "Url", Bench.APP, "Timeout", "601"))
                .isEqualTo(21208);
    }

    @Test
    void strangersAndWrongPathsAndMethodsAreRefused() {
        HttpRequest stranger = new HttpRequest(
                "GET",
                "/2010-04-01/Accounts/" + bench.twilio.accountSid() + "/Calls.json",
                Map.of(),
                Map.of(),
                new byte[0],
                new CompletableFuture<>());
        assertThat(bench.twilio.rest(stranger).toCompletableFuture().join().status())
                .isEqualTo(401);
        assertThat(bench.get("Nothing.json").code()).isEqualTo(20404);
        assertThat(bench.request("DELETE", "Calls.json").code()).isEqualTo(20004);
    }

    @Test
    void aMonoRecordingHasNoSecondChannelAndSilenceIsAbsent() {
        bench.says(
                "/voice",
                "<Record timeout='1' action='/got' recordingStatusCallback='/r'"
                        + " recordingStatusCallbackEvent='completed absent'/>");
        bench.twilio.callee(Bench.BOB, Callee.answers().says("Hello"));
        SimulatedCall call = bench.callToEnd("Url", Bench.APP + "/voice");
        String sid = call.webhooks(Kind.RECORDING).get(0).parameter("RecordingSid");
        var stereo = bench.get("Recordings/" + sid + ".wav?RequestedChannels=2");
        assertThat(stereo.status()).isEqualTo(400);
        assertThat(stereo.code()).isEqualTo(16113);
        bench.twilio.callee(Bench.BOB, Callee.answers());
        SimulatedCall silent = bench.callToEnd("Url", Bench.APP + "/voice");
        assertThat(silent.webhooks(Kind.RECORDING).get(0).parameter("RecordingStatus"))
                .isEqualTo("absent");
    }

    @Test
    void aFreeFormMessageOutsideTheSessionFailsLater() {
        bench.twilio.outsideSession("whatsapp:" + Bench.BOB);
        var created = bench.post(
                "Messages.json",
                "To",
                "whatsapp:" + Bench.BOB,
                "From",
                "whatsapp:+14155238886",
                "Body",
                "Hi",
                "StatusCallback",
                Bench.APP + "/message");
        assertThat(created.status()).isEqualTo(201);
        bench.time.runToEnd();
        WebhookExchange report = bench.twilio.messageWebhooks().get(0);
        assertThat(List.of(report.parameter("MessageStatus"), report.parameter("ErrorCode")))
                .containsExactly("failed", "63016");
    }
}
