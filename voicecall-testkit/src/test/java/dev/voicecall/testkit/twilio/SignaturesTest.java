package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import com.twilio.security.RequestValidator;
import dev.voicecall.spi.FormParameters;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every kind of request, checked with Twilio's own validator. */
class SignaturesTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void everyKindOfRequestIsSignedAsTwiliosValidatorExpects() {
        bench.answers.put("/voice", request -> HttpResponse.of(500));
        bench.says(
                "/fallback",
                "<Start><Stream url='/stream/a' statusCallback='/tap?of=call'/></Start>"
                        + "<Gather input='speech' method='GET' action='/heard?tag=b&amp;tag=a&amp;q=%C3%A9%20%2B'"
                        + " partialResultCallback='/partial'><Say>Name?</Say></Gather>");
        bench.says("/heard", "<Dial action='/dialled'>+14155550188</Dial>");
        bench.says(
                "/dialled",
                "<Dial timeLimit='20'><Conference waitUrl='/music' statusCallback='/room?of=call'"
                        + " statusCallbackEvent='join'>Room &amp; garden</Conference></Dial>");
        bench.twilio.callee("+14155550188", Callee.answers().hangsUpAfter(java.time.Duration.ofSeconds(2)));
        bench.twilio.callee(Bench.BOB, Callee.answers().says("Zoë + Jörg & Söhne = 100 %"));
        order("MachineDetection", "Enable");
        order(
                "MachineDetection",
                "Enable",
                "AsyncAmd",
                "true",
                "AsyncAmdStatusCallback",
                Bench.APP + "/amd?call=1#rc=2");
        bench.post(
                "Messages.json",
                "To",
                Bench.BOB,
                "From",
                bench.twilio.phoneNumber(),
                "Body",
                "Hi",
                "StatusCallback",
                Bench.APP + "/message");
        bench.twilio.messageUrl(java.net.URI.create(Bench.APP + "/written"));
        bench.twilio.messageIn(Bench.BOB, "Zoë & Söhne = 100 %");
        bench.time.runToEnd();
        Set<Kind> sent = EnumSet.noneOf(Kind.class);
        bench.twilio.calls().forEach(call -> call.webhooks().forEach(webhook -> sent.add(webhook.kind())));
        bench.twilio.messageWebhooks().forEach(webhook -> sent.add(webhook.kind()));
        assertThat(sent).containsExactlyInAnyOrder(Kind.values());
        assertThat(bench.received)
                .extracting(request -> request.path())
                .contains("/dialled", "/amd", "/partial", "/tap");
        assertThat(bench.received).allSatisfy(request -> {
            Map<String, String> form = new HashMap<>();
            FormParameters.ofBody(request).values().forEach((name, values) -> form.put(name, values.get(0)));
            String signature = request.header("X-Twilio-Signature").orElse("");
            assertThat(new RequestValidator(bench.twilio.authToken())
                            .validate(Bench.APP + request.target(), form, signature))
                    .as(request.method() + " " + request.target())
                    .isTrue();
        });
    }

    private void order(String... detection) {
        String[] common = {
            "Url",
            Bench.APP + "/voice",
            "FallbackUrl",
            Bench.APP + "/fallback",
            "StatusCallback",
            Bench.APP + "/status?tag=2&tag=1",
            "Record",
            "true",
            "RecordingStatusCallback",
            Bench.APP + "/recorded"
        };
        String[] all = java.util.Arrays.copyOf(common, common.length + detection.length);
        System.arraycopy(detection, 0, all, common.length, detection.length);
        bench.call(all);
    }
}
