package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import com.twilio.security.RequestValidator;
import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.HttpRequest;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebhooksTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private SimulatedCall call(String url, String... more) {
        return bench.callToEnd(
                more.length == 0 ? new String[] {"Url", url} : new String[] {"Url", url, more[0], more[1]});
    }

    private void answer(String path, HttpResponse response) {
        bench.answers.put(path, request -> response);
    }

    private boolean signed(HttpRequest request) {
        Map<String, String> form = new HashMap<>();
        FormParameters.ofBody(request).values().forEach((name, values) -> form.put(name, values.get(0)));
        return new RequestValidator(bench.twilio.authToken())
                .validate(
                        Bench.APP + request.target(),
                        form,
                        request.header("X-Twilio-Signature").orElse(""));
    }

    @Test
    void afterAnErrorTheFallbackIsAskedAndNothingRetried() {
        answer("/voice", HttpResponse.of(500));
        bench.says("/fallback", "<Say>Sorry</Say>");
        SimulatedCall call = call(Bench.APP + "/voice", "FallbackUrl", Bench.APP + "/fallback");
        assertThat(call.webhooks(Kind.VOICE)).hasSize(1);
        WebhookExchange fallback = call.webhooks(Kind.FALLBACK).get(0);
        assertThat(fallback.parameter("ErrorCode")).isEqualTo("11200");
        assertThat(fallback.parameter("ErrorUrl")).isEqualTo(Bench.APP + "/voice");
        assertThat(call.callee().heard()).containsExactly("Sorry");
    }

    @Test
    void withoutFallbackTheCallEndsWithAnAnnouncement() {
        answer("/voice", HttpResponse.of(500));
        assertThat(call(Bench.APP + "/voice").callee().heard().get(0)).contains("application error");
    }

    @Test
    void theFragmentAsksForRetriesAndIsNotSent() {
        answer("/voice", HttpResponse.of(503));
        SimulatedCall call = call(Bench.APP + "/voice#rc=2&rp=5xx");
        assertThat(call.webhooks(Kind.VOICE)).hasSize(3);
        assertThat(call.webhooks(Kind.VOICE).stream()
                        .map(WebhookExchange::idempotencyToken)
                        .distinct())
                .hasSize(1);
        assertThat(bench.received).allMatch(request -> request.target().equals("/voice") && signed(request));
    }

    @Test
    void aLateAnswerIsIgnored() {
        var late = new java.util.concurrent.CompletableFuture<HttpResponse>();
        try (Bench slow = new Bench()) {
            var web = new dev.voicecall.testkit.InMemoryWebServer();
            web.route("POST", "/voice", request -> late);
            web.start();
            try (TwilioSimulator twilio =
                    TwilioSimulator.builder().inProcess(slow.time, web).start()) {
                twilio.voiceUrl(URI.create(Bench.APP + "/voice"));
                SimulatedCall call = twilio.callIn("+14155550199", dev.voicecall.testkit.Callee.answers());
                slow.time.advance(java.time.Duration.ofMillis(15_001));
                late.complete(Bench.xml("<Say>Too late</Say>"));
                slow.time.runToEnd();
                assertThat(call.problems()).extracting(Problem::code).containsExactly(11205);
                assertThat(call.callee().heard()).doesNotContain("Too late");
            }
        }
    }

    @Test
    void tenRedirectsAreFollowedAndCookiesKept() {
        for (int i = 0; i < 11; i++) {
            answer(
                    "/r" + i,
                    HttpResponse.of(302).with("Location", "/r" + (i + 1)).with("Set-Cookie", "a=" + i));
        }
        bench.says("/r11", "<Say>There</Say>");
        assertThat(call(Bench.APP + "/r1").callee().heard()).containsExactly("There");
        assertThat(bench.received.get(1).header("Cookie")).contains("a=1");
        assertThat(bench.received).allMatch(this::signed);
        assertThat(call(Bench.APP + "/r0").problems()).extracting(Problem::code).containsExactly(11215);
    }

    @Test
    void whatIsFetchedByGetIsCachedByItsTag() {
        String again = "<Redirect method='GET'>/tagged</Redirect>";
        int[] unchanged = new int[1];
        bench.says("/voice", again);
        bench.answers.put("/tagged", request -> {
            if (request.header("If-None-Match").isEmpty()) {
                return Bench.xml("<Say>Hi</Say>" + again).with("ETag", "\"1\"");
            }
            return ++unchanged[0] < 3 ? HttpResponse.of(304) : Bench.xml("<Hangup/>");
        });
        assertThat(call(Bench.APP + "/voice").callee().heard()).containsExactly("Hi", "Hi", "Hi");
        assertThat(bench.received).allMatch(this::signed);
    }

    @Test
    void theContentTypeDecides() {
        answer("/voice", HttpResponse.of(200, "text/plain", "Just words"));
        assertThat(call(Bench.APP + "/voice").callee().heard()).containsExactly("Just words");
        answer("/voice", new HttpResponse(200, Map.of("Content-Type", "audio/mpeg"), new byte[9]));
        assertThat(call(Bench.APP + "/voice").callee().heard().get(0)).startsWith("[sound ");
        for (var wrong : List.of(
                Map.entry(12300, HttpResponse.of(200)),
                Map.entry(12100, HttpResponse.of(200, "text/xml", "<Response>")),
                Map.entry(12100, HttpResponse.of(200, "text/xml", "<!DOCTYPE Response><Response/>")),
                Map.entry(11750, HttpResponse.of(200, "text/xml", "x".repeat(70_000))))) {
            answer("/voice", wrong.getValue());
            assertThat(call(Bench.APP + "/voice").problems())
                    .extracting(Problem::code)
                    .containsExactly(wrong.getKey());
        }
    }

    @Test
    void publishedSignaturesAreMade() {
        TwilioSigner signer = new TwilioSigner("12345");
        FormParameters form =
                FormParameters.parse("Digits=1234&CallSid=CA1234567890ABCDE&To=%2B18005551212&Caller=%2B14158675309"
                        + "&From=%2B14158675309");
        assertThat(signer.sign(URI.create("https://mycompany.com/myapp.php?foo=1&bar=2"), form))
                .isEqualTo("RSOYDt4T1cUTdK1PDd93/VVr8B8=");
        assertThat(signer.sign(URI.create("https://mycompany.com:443/myapp.php?foo=1&bar=2"), form))
                .isEqualTo("kvajT1Ptam85bY51eRf/AJRuM3w=");
        FormParameters repeated =
                FormParameters.parse("Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234");
        assertThat(signer.sign(URI.create("https://mycompany.com/myapp.php?foo=1&bar=2"), repeated))
                .isEqualTo("IK+Dwps556ElfBT0I3Rgjkr1wJU=");
    }

    @Test
    void signaturesMayBeWrong() {
        bench.twilio.faults(Faults.none().with(Faults.Quirk.WRONG_SIGNATURE));
        call(Bench.APP + "/voice");
        assertThat(bench.received).isNotEmpty().noneMatch(this::signed);
    }
}
