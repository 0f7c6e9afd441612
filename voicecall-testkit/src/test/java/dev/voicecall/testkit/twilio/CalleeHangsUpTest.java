package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalleeHangsUpTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private SimulatedCall during(String verb) {
        bench.twilio.callee(Bench.BOB, Callee.answers().hangsUpAfter(Duration.ofSeconds(2)));
        bench.says("/voice", verb + "<Say>Never</Say>");
        return bench.callToEnd("Url", Bench.APP + "/voice", "StatusCallback", Bench.APP + "/status");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Say loop='0'>Again</Say>",
                "<Play loop='0'>hold.wav</Play>",
                "<Pause length='600'/>",
                "<Gather timeout='600' actionOnEmptyResult='true' action='/got'/>",
                "<Gather input='speech' action='/got'><Pause length='600'/></Gather>",
                "<Dial action='/got'>+14155550188</Dial>"
            })
    void theCallIsOverAtOnce(String verb) {
        bench.twilio.callee("+14155550188", Callee.answers().hangsUpAfter(Duration.ofHours(1)));
        SimulatedCall call = during(verb);
        assertThat(call.status()).isEqualTo(CallStatus.COMPLETED);
        assertThat(call.talk()).isEqualTo(Duration.ofSeconds(2));
        assertThat(call.webhooks(Kind.ACTION)).isEmpty();
        assertThat(call.callee().heard()).doesNotContain("Never");
        assertThat(call.webhooks(Kind.STATUS)).singleElement().satisfies(report -> assertThat(
                        report.parameter("CallDuration"))
                .isEqualTo("2"));
        assertThat(bench.twilio.calls()).allMatch(leg -> leg.status().isFinal());
        assertThat(bench.time.elapsed()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void aRecordingSaysThatItEndedByHangingUp() {
        SimulatedCall call = during("<Record timeout='600' action='/got'/>");
        WebhookExchange action = call.webhooks(Kind.ACTION).get(0);
        assertThat(action.parameter("Digits")).isEqualTo("hangup");
        assertThat(action.parameter("RecordingDuration")).isEqualTo("2");
        assertThat(action.parameter("CallStatus")).isEqualTo("completed");
        assertThat(call.documents()).hasSize(1);
    }

    @Test
    void theActionAfterARecordingGoesWhereTheDocumentCameFrom() {
        SimulatedCall call = during("<Record timeout='600'/>");
        assertThat(call.webhooks(Kind.ACTION).get(0).url()).hasPath("/voice");
    }

    @Test
    void aLegThatIsRingingIsGivenUpWithItsCaller() {
        bench.twilio.callee("+14155550188", Callee.neverAnswers());
        during("<Dial timeout='60'>+14155550188</Dial>");
        assertThat(bench.twilio.calls().get(1).status()).isEqualTo(CallStatus.CANCELED);
    }

    @Test
    void theActionMayComeAfterTheReportOfTheEnd() {
        bench.twilio.faults(Faults.none().with(Faults.Quirk.ACTION_AFTER_COMPLETED));
        bench.twilio.callee(Bench.BOB, Callee.answers().says("Yes"));
        bench.says("/voice", "<Gather input='speech' action='/got'><Say>Well?</Say></Gather>");
        bench.says("/got", "<Say>Never</Say>");
        SimulatedCall call = bench.callToEnd("Url", Bench.APP + "/voice", "StatusCallback", Bench.APP + "/status");
        assertThat(call.webhooks())
                .extracting(WebhookExchange::kind)
                .containsExactly(Kind.VOICE, Kind.STATUS, Kind.ACTION);
        assertThat(call.webhooks(Kind.ACTION).get(0).parameter("SpeechResult")).isEqualTo("Yes");
        assertThat(call.webhooks(Kind.ACTION).get(0).parameter("CallStatus")).isEqualTo("completed");
        assertThat(call.callee().heard()).containsExactly("Well?");
    }
}
