package dev.voicecall.twilio;

import static dev.voicecall.twilio.TwilioHarness.CALLEE;
import static dev.voicecall.twilio.TwilioHarness.SID;
import static dev.voicecall.twilio.TwilioHarness.next;
import static dev.voicecall.twilio.TwilioHarness.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.CallResult;
import dev.voicecall.Outcome;
import dev.voicecall.VoiceCallException;
import dev.voicecall.spi.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not get in, and what must not be done by who got hold of a URL. */
class WebhookSecurityTest {
    private final TwilioHarness twilio = new TwilioHarness();
    private final CompletableFuture<CallResult<String>> result = twilio.calls.askAsync(CALLEE, "Your code?");

    WebhookSecurityTest() {
        twilio.time.advance(Duration.ZERO);
    }

    @AfterEach
    void close() {
        result.cancel(true);
        twilio.responses.add(TwilioHarness.ok("completed"));
        twilio.responses.add(TwilioHarness.ok("completed"));
        twilio.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "not base64"})
    void refusesAForgedOrMissingSignature(String signature) {
        String body = "CallSid=" + SID + "&CallStatus=busy";
        for (String target : new String[] {twilio.voiceTarget(), twilio.statusTarget(), "/twilio/action?leg=x&doc=1"}) {
            assertThat(twilio.send(target, body, signature).join().status()).isEqualTo(403);
        }
        assertThat(result).isNotDone();
    }

    @Test
    void refusesASignatureOfAnotherUrl() {
        String body = "CallSid=" + SID + "&CallStatus=busy";
        String signature = TwilioHarness.sign(
                TwilioHarness.PUBLIC + twilio.voiceTarget(), Map.of("CallSid", SID, "CallStatus", "busy"));
        assertThat(twilio.send(twilio.statusTarget(), body, signature).join().status())
                .isEqualTo(403);
        assertThat(result).isNotDone();
    }

    @Test
    void refusesARequestToWhichSomethingWasAdded() {
        Map<String, String> signed = Map.of("CallSid", SID);
        String signature = TwilioHarness.sign(TwilioHarness.PUBLIC + twilio.statusTarget(), signed);
        String body = TwilioHarness.encode(signed) + "&CallStatus=busy";
        assertThat(twilio.send(twilio.statusTarget(), body, signature).join().status())
                .isEqualTo(403);
        assertThat(result).isNotDone();
    }

    @Test
    void hangsUpOnAnotherCallThatUsesThisOnesToken() {
        twilio.webhook(twilio.voiceTarget()).join();
        HttpResponse response = twilio.webhook(twilio.voiceTarget(), "CallSid", "CA99999999999999999999999999999999")
                .join();
        assertThat(text(response)).contains("<Hangup").doesNotContain("Your code?");
    }

    @Test
    void ignoresAReportOfAnotherCallThatUsesThisOnesToken() {
        twilio.webhook(twilio.voiceTarget()).join();
        twilio.webhook(
                twilio.statusTarget(), "CallSid", "CA99999999999999999999999999999999", "CallStatus", "completed");
        twilio.time.advance(Duration.ofSeconds(1));
        assertThat(result).isNotDone();
    }

    @Test
    void aReplayedRequestOfACallThatIsOverHangsUpAndChangesNothing() {
        HttpResponse question = twilio.webhook(twilio.voiceTarget()).join();
        twilio.webhook(next(question), "SpeechResult", "1234").join();
        twilio.webhook(twilio.statusTarget(), "CallStatus", "completed");
        assertThat(result.join().outcome()).isEqualTo(Outcome.ANSWERED);
        HttpResponse replayed =
                twilio.webhook(next(question), "SpeechResult", "9999").join();
        assertThat(text(replayed)).contains("<Hangup");
        assertThat(twilio.webhook(twilio.statusTarget(), "CallStatus", "in-progress")
                        .join()
                        .status())
                .isEqualTo(204);
        assertThat(result.join().answer()).contains("1234");
        assertThat(twilio.calls.openCalls()).isZero();
    }

    @Test
    void aTokenThatIsNotOursHangsUp() {
        HttpResponse response =
                twilio.webhook("/twilio/voice?leg=0123456789abcdef").join();
        assertThat(text(response)).contains("<Hangup");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CallSid=%", "CallSid=%zz", "a=%C", "%=1"})
    void answersBrokenPercentEncodingWith400(String body) {
        assertThat(twilio.send(twilio.statusTarget(), body, "x").join().status())
                .isEqualTo(400);
        assertThat(twilio.send("/twilio/voice?leg=%", "", "x").join().status()).isIn(400, 403);
    }

    @Test
    void answersAFloodOfParametersWith400() {
        assertThat(twilio.send(twilio.statusTarget(), "a=1&".repeat(1_001), "x")
                        .join()
                        .status())
                .isEqualTo(400);
    }

    @Test
    void takesResultsOnlyByPost() {
        assertThat(twilio.server
                        .handle(new dev.voicecall.spi.HttpRequest(
                                "GET",
                                "/twilio/action?leg=x&doc=1",
                                Map.of(),
                                Map.of(),
                                new byte[0],
                                new CompletableFuture<>()))
                        .toCompletableFuture()
                        .join()
                        .status())
                .isEqualTo(405);
    }

    @Test
    void doesNotStartWithoutTheMeansToCheckSignatures() {
        assertThatThrownBy(() -> TwilioCallGateway.builder()
                        .accountSid("AC1")
                        .apiKey("SK1", "secret")
                        .phoneNumber("+14155550100")
                        .publicUrl(URI.create("https://calls.example.com"))
                        .webServer(twilio.server)
                        .build())
                .isInstanceOf(VoiceCallException.class)
                .hasMessageContaining("TWILIO_AUTH_TOKEN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"calls.example.com", "ftp://a.example", "https:///x", "https://a.example/?x=1"})
    void refusesAPublicUrlThatIsNone(String url) {
        assertThatThrownBy(() -> TwilioCallGateway.builder()
                        .accountSid("AC1")
                        .authToken("t")
                        .phoneNumber("+14155550100")
                        .publicUrl(URI.create(url))
                        .webServer(twilio.server)
                        .build())
                .isInstanceOf(VoiceCallException.class)
                .hasMessageContaining("public URL");
    }

    @Test
    void takesACallByASignedGetAndRefusesAForgedOne() {
        twilio.calls.onIncoming(call -> call.ask("Your name?"));
        String target = "/twilio/voice?CallSid=CA11111111111111111111111111111111&Direction=inbound"
                + "&From=%2B14155550101&To=%2B14155550100";
        assertThat(twilio.send("GET", target, "", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=")
                        .join()
                        .status())
                .isEqualTo(403);
        CompletableFuture<HttpResponse> answer =
                twilio.send("GET", target, "", TwilioHarness.sign(TwilioHarness.PUBLIC + target, Map.of()));
        assertThat(text(answer.join())).contains("Your name?");
        twilio.webhook(next(answer.join()), "CallSid", "CA11111111111111111111111111111111", "SpeechResult", "Ann")
                .join();
    }
}
