package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.spi.HttpResponse;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTest {
    private static final Duration TALKING = Duration.ofSeconds(4);
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private SimulatedCall talking(String verbs, String... more) {
        bench.says("/voice", verbs);
        bench.says("/next", "<Say>Next</Say>");
        String[] all = new String[more.length + 2];
        all[0] = "Url";
        all[1] = Bench.APP + "/voice";
        System.arraycopy(more, 0, all, 2, more.length);
        SimulatedCall call = bench.call(all);
        bench.time.advance(TALKING);
        assertThat(call.status()).isEqualTo(CallStatus.IN_PROGRESS);
        return call;
    }

    private void redirect(SimulatedCall call) {
        assertThat(bench.post("Calls/" + call.sid() + ".json", "Url", Bench.APP + "/next")
                        .status())
                .isEqualTo(200);
        bench.time.runToEnd();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Say loop='0'>Again and again</Say>",
                "<Pause length='3600'/>",
                "<Play loop='0'>hold.wav</Play>",
                "<Gather timeout='600' action='/got'><Say>Well?</Say></Gather>",
                "<Gather input='speech' action='/got'><Say>Well?</Say><Pause length='600'/></Gather>",
                "<Record timeout='600' action='/got'/>",
                "<Dial action='/got'>+14155550188</Dial>"
            })
    void aRedirectBreaksOffWhateverRunsWithoutItsAction(String verb) {
        bench.twilio.callee("+14155550188", Callee.answers().hangsUpAfter(Duration.ofHours(1)));
        SimulatedCall call = talking(verb + "<Say>Never</Say>");
        redirect(call);
        assertThat(call.callee().heard()).endsWith("Next").doesNotContain("Never");
        assertThat(call.webhooks(Kind.VOICE)).hasSize(2);
        assertThat(call.webhooks(Kind.ACTION)).isEmpty();
        assertThat(call.status()).isEqualTo(CallStatus.COMPLETED);
        assertThat(call.talk()).isLessThan(Duration.ofSeconds(10));
        assertThat(bench.twilio.calls()).allMatch(leg -> leg.status().isFinal());
    }

    @Test
    void theAnswerThatCameTooLateIsNotReportedAfterARedirect() {
        Callee slow = Callee.answers().reacts(Reaction.speak("Yes").after(Duration.ofSeconds(3)));
        bench.twilio.callee(Bench.BOB, slow);
        SimulatedCall call = talking("<Gather input='speech' timeout='60' action='/got'><Say>Well?</Say></Gather>");
        redirect(call);
        assertThat(call.webhooks(Kind.ACTION)).isEmpty();
        assertThat(call.callee().said()).isEmpty();
    }

    @Test
    void aRedirectMayBringItsOwnTwiml() {
        SimulatedCall call = talking("<Pause length='60'/>");
        bench.post("Calls/" + call.sid() + ".json", "Twiml", "<Response><Say>Inline</Say></Response>");
        bench.time.runToEnd();
        assertThat(call.callee().heard()).containsExactly("Inline");
        assertThat(call.webhooks(Kind.VOICE)).hasSize(1);
        assertThat(call.talk()).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void anActionWithoutAnAddressNeedsToBeAbsolute() {
        SimulatedCall call = talking("<Pause length='60'/>");
        bench.post("Calls/" + call.sid() + ".json", "Twiml", "<Response><Record timeout='1'/></Response>");
        bench.time.runToEnd();
        assertThat(call.problems()).extracting(Problem::code).containsExactly(11100);
    }

    @Test
    void aRedirectDuringTheDetectionOfMachinesIsFinal() {
        SimulatedCall call = talking("<Say>Never</Say>", "MachineDetection", "Enable");
        redirect(call);
        assertThat(call.callee().heard()).containsExactly("Next");
        assertThat(call.webhooks(Kind.VOICE)).hasSize(1);
    }

    @Test
    void aRedirectSavesACallFromTheAnnouncementOfAnError() {
        bench.answers.put("/broken", request -> HttpResponse.of(500));
        SimulatedCall call = talking("<Redirect>/broken</Redirect>");
        bench.says("/next", "<Pause length='60'/><Say>Next</Say>");
        redirect(call);
        assertThat(call.callee().heard()).hasSize(2).endsWith("Next");
    }

    @Test
    void onlyACallThatIsAnsweredCanBeRedirected() {
        SimulatedCall call = bench.call("Url", Bench.APP + "/voice");
        var reply = bench.post("Calls/" + call.sid() + ".json", "Url", Bench.APP + "/next");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo(21220);
    }

    @Test
    void aRedirectSaysEitherWhereOrWhatButNotBoth() {
        SimulatedCall call = talking("<Pause length='60'/>");
        var reply = bench.post("Calls/" + call.sid() + ".json", "Url", Bench.APP + "/next", "Twiml", "<Response/>");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(call.status()).isEqualTo(CallStatus.IN_PROGRESS);
    }

    @Test
    void aHangUpEndsWhateverRunsAndACancelDoesNot() {
        SimulatedCall call = talking("<Gather timeout='600' action='/got'><Say>Well?</Say></Gather>");
        bench.post("Calls/" + call.sid() + ".json", "Status", "canceled");
        assertThat(call.status()).isEqualTo(CallStatus.IN_PROGRESS);
        bench.post("Calls/" + call.sid() + ".json", "Status", "completed");
        assertThat(call.status()).isEqualTo(CallStatus.COMPLETED);
        bench.time.runToEnd();
        assertThat(call.webhooks(Kind.ACTION)).isEmpty();
    }
}
