package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TwimlTest {
    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private SimulatedCall run(Callee callee, String verbs, String... more) {
        bench.twilio.callee(Bench.BOB, callee);
        bench.says("/voice", verbs);
        String[] all = new String[more.length + 2];
        all[0] = "Url";
        all[1] = Bench.APP + "/voice";
        System.arraycopy(more, 0, all, 2, more.length);
        return bench.callToEnd(all);
    }

    private static String gather(String attributes) {
        return "<Gather action='/got' " + attributes
                + "><Say>A long question to answer?</Say></Gather><Say>Nothing</Say>";
    }

    @Test
    void theFinishingKeyIsLeftOut() {
        SimulatedCall call = run(Callee.answers().presses("42#7"), gather(""));
        assertThat(call.webhooks(Kind.ACTION).get(0).parameter("Digits")).isEqualTo("42");
    }

    @Test
    void aLoneFinishingKeyIsNoInput() {
        SimulatedCall call = run(Callee.answers().presses("#"), gather(""));
        assertThat(call.webhooks(Kind.ACTION)).isEmpty();
        assertThat(call.callee().heard()).endsWith("Nothing");
    }

    @Test
    void enoughDigitsEndTheWait() {
        SimulatedCall call = run(Callee.answers().presses("123456"), gather("numDigits='4'"));
        assertThat(call.webhooks(Kind.ACTION).get(0).parameter("Digits")).isEqualTo("1234");
    }

    @Test
    void silenceFallsThroughToTheEndAndHangsUp() {
        SimulatedCall call = run(Callee.answers(), gather(""));
        assertThat(call.webhooks(Kind.ACTION)).isEmpty();
        assertThat(call.status()).isEqualTo(CallStatus.COMPLETED);
    }

    @Test
    void silenceIsReportedIfSoAsked() {
        SimulatedCall call = run(Callee.answers(), gather("actionOnEmptyResult='true'"));
        assertThat(call.webhooks(Kind.ACTION).get(0).parameters().values()).containsKey("Digits");
    }

    @Test
    void confidenceMayBeMissing() {
        Callee callee = Callee.answers().reacts(Reaction.speak("yes").withConfidence(OptionalDouble.empty()));
        SimulatedCall call = run(callee, gather("input='dtmf speech'"));
        WebhookExchange action = call.webhooks(Kind.ACTION).get(0);
        assertThat(action.parameter("SpeechResult")).isEqualTo("yes");
        assertThat(action.parameters().values()).doesNotContainKeys("Confidence", "Digits");
    }

    @Test
    void aKeyStopsThePrompt() {
        Callee callee = Callee.answers().reacts(Reaction.press("5").interruptingAfter(Duration.ofMillis(100)));
        SimulatedCall call = run(callee, "<Gather numDigits='1' action='/got'><Say>One</Say><Say>Two</Say></Gather>");
        assertThat(call.callee().heard()).containsExactly("One");
    }

    @Test
    void withoutActionTheSameDocumentIsAskedAgain() {
        SimulatedCall call = run(Callee.answers().presses("1#").hangsUp(), "<Gather><Say>Key?</Say></Gather>");
        assertThat(call.webhooks(Kind.ACTION).get(0).url()).isEqualTo(URI.create(Bench.APP + "/voice"));
        assertThat(call.callee().heard()).containsExactly("Key?", "Key?");
    }

    @Test
    void whatStandsAfterRecordIsNeverReached() {
        SimulatedCall call = run(Callee.answers().says("Hello there"), "<Record action='/got'/><Say>Never</Say>");
        assertThat(call.callee().heard()).containsExactly("[beep]");
        assertThat(call.webhooks(Kind.ACTION).get(0).parameter("RecordingUrl")).contains("/Recordings/RE");
    }

    @Test
    void hangingUpEndsARecordingWithoutAKey() {
        SimulatedCall call = run(Callee.answers().hangsUp(), "<Record action='/got'/>");
        WebhookExchange action = call.webhooks(Kind.ACTION).get(0);
        assertThat(action.parameter("Digits")).isEqualTo("hangup");
        assertThat(action.parameter("CallStatus")).isEqualTo("completed");
    }

    @Test
    void dialGoesOnWithoutAnActionAndNotWithOne() {
        bench.twilio.callee("+14155550188", Callee.answers().hangsUpAfter(Duration.ofSeconds(7)));
        SimulatedCall with = run(Callee.answers(), "<Dial action='/got'>+14155550188</Dial><Say>After</Say>");
        WebhookExchange action = with.webhooks(Kind.ACTION).get(0);
        assertThat(action.parameter("DialCallStatus")).isEqualTo("completed");
        assertThat(action.parameter("DialCallDuration")).isEqualTo("7");
        assertThat(with.callee().heard()).isEmpty();
        assertThat(bench.twilio.calls().get(1).parentSid()).contains(with.sid());
        SimulatedCall without = run(Callee.answers(), "<Dial>+14155550188</Dial><Say>After</Say>");
        assertThat(without.callee().heard()).containsExactly("After");
    }

    @Test
    void unknownVerbsAreSkippedWithAWarningAndCaseMatters() {
        SimulatedCall call = run(Callee.answers(), "<say>no</say><Dance/><Say>Yes</Say>");
        assertThat(call.callee().heard()).containsExactly("Yes");
        assertThat(call.problems()).extracting(Problem::code).containsExactly(12200, 12200);
    }

    @Test
    void machineDetectionHoldsTheDocumentBack() {
        SimulatedCall human = run(Callee.answers(), "<Say>Hi</Say>", "MachineDetection", "Enable");
        assertThat(human.webhooks(Kind.VOICE).get(0).parameter("AnsweredBy")).isEqualTo("human");
        SimulatedCall machine =
                run(Callee.machine("Leave a message"), "<Say>Hi</Say>", "MachineDetection", "DetectMessageEnd");
        assertThat(machine.webhooks(Kind.VOICE).get(0).parameter("AnsweredBy")).isEqualTo("machine_end_beep");
        SimulatedCall late = run(
                Callee.machine("x".repeat(200)),
                "<Say>Hi</Say>",
                "MachineDetection",
                "DetectMessageEnd",
                "MachineDetectionTimeout",
                "5");
        assertThat(late.answeredBy()).contains("unknown");
        bench.twilio.answeredBy(Bench.BOB, "fax");
        SimulatedCall fax = run(Callee.answers(), "<Say>Hi</Say>", "MachineDetection", "Enable");
        assertThat(fax.answeredBy()).contains("fax");
        SimulatedCall keys = run(Callee.answers(), "<Say>Hi</Say>", "MachineDetection", "Enable", "SendDigits", "ww1");
        assertThat(keys.answeredBy()).isEmpty();
    }

    @Test
    void asynchronousMachineDetectionReportsEvenAfterTheHangUp() {
        String[] async = {"MachineDetection", "Enable", "AsyncAmd", "true", "AsyncAmdStatusCallback", Bench.APP + "/amd"
        };
        SimulatedCall short_ = run(Callee.answers(), "<Hangup/>", async);
        WebhookExchange report = short_.webhooks(Kind.MACHINE_DETECTION).get(0);
        assertThat(report.parameters().values())
                .containsOnlyKeys("AccountSid", "CallSid", "AnsweredBy", "MachineDetectionDuration");
        assertThat(report.parameter("AnsweredBy")).isEqualTo("unknown");
        SimulatedCall longer = run(Callee.answers(), "<Pause length='9'/>", async);
        assertThat(longer.webhooks(Kind.MACHINE_DETECTION).get(0).parameter("AnsweredBy"))
                .isEqualTo("human");
    }

    @Test
    void aRecordingIsThereOnceItIsReported() {
        bench.twilio.callee(Bench.BOB, Callee.answers().says("Hello there"));
        bench.says("/voice", "<Record timeout='1' action='/got' recordingStatusCallback='/recorded'/>");
        int[] early = new int[1];
        bench.says("/got", "<Pause length='1'/>");
        SimulatedCall call = bench.call("Url", Bench.APP + "/voice");
        while (call.webhooks(Kind.ACTION).isEmpty()) {
            bench.time.advance(Duration.ofMillis(100));
        }
        String sid = call.webhooks(Kind.ACTION).get(0).parameter("RecordingSid");
        early[0] = bench.get("Recordings/" + sid + ".wav").status();
        bench.time.runToEnd();
        assertThat(early[0]).isEqualTo(404);
        WebhookExchange report = call.webhooks(Kind.RECORDING).get(0);
        assertThat(report.parameter("RecordingStatus")).isEqualTo("completed");
        assertThat((bench.get("Recordings/" + sid + ".wav").response().body().length - 44 + 15_999) / 16_000)
                .isEqualTo(Integer.parseInt(report.parameter("RecordingDuration")));
        assertThat(bench.get("Recordings/" + sid + ".mp3").status()).isEqualTo(200);
        bench.twilio.callee(Bench.BOB, Callee.answers());
        SimulatedCall silent = bench.callToEnd("Url", Bench.APP + "/voice");
        assertThat(silent.webhooks(Kind.RECORDING)).isEmpty();
    }

    @Test
    void anIncomingCallIsAnsweredOrTurnedAway() {
        bench.twilio.voiceUrl(URI.create(Bench.APP + "/in"));
        bench.says("/in", "<Reject reason='busy'/>");
        SimulatedCall rejected = bench.twilio.callIn("+14155550199", Callee.answers());
        bench.time.runToEnd();
        assertThat(rejected.status()).isEqualTo(CallStatus.BUSY);
        bench.says("/in", "<Say>Welcome</Say>");
        SimulatedCall taken = bench.twilio.callIn("+14155550199", Callee.answers());
        bench.time.runToEnd();
        assertThat(taken.webhooks(Kind.VOICE).get(0).parameter("CallStatus")).isEqualTo("ringing");
        assertThat(taken.statusHistory())
                .isEqualTo(List.of(CallStatus.RINGING, CallStatus.IN_PROGRESS, CallStatus.COMPLETED));
    }
}
