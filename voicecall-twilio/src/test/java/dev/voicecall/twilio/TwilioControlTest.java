package dev.voicecall.twilio;

import static dev.voicecall.twilio.TwilioHarness.error;
import static dev.voicecall.twilio.TwilioHarness.next;
import static dev.voicecall.twilio.TwilioHarness.ok;
import static dev.voicecall.twilio.TwilioHarness.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallResult;
import dev.voicecall.ControlResult;
import dev.voicecall.LiveCall;
import dev.voicecall.Outcome;
import dev.voicecall.TransferResult;
import dev.voicecall.VoiceCalls;
import dev.voicecall.WarmTransfer;
import dev.voicecall.spi.HttpResponse;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.twilio.Faults;
import dev.voicecall.testkit.twilio.RestFault;
import dev.voicecall.testkit.twilio.RestFault.Kind;
import dev.voicecall.testkit.twilio.RestFault.Operation;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Twilio is told, and what it may answer, when a call is controlled from outside. */
class TwilioControlTest {
    private final TwilioHarness twilio = new TwilioHarness();

    @AfterEach
    void close() {
        twilio.close();
    }

    private CompletableFuture<CallResult<String>> saysOneAndTwo() {
        CompletableFuture<CallResult<String>> result = twilio.calls.callAsync(TwilioHarness.CALLEE, call -> {
            call.say("One.");
            call.say("Two.");
            return "done";
        });
        twilio.time.advance(Duration.ZERO);
        return result;
    }

    private LiveCall live() {
        return twilio.calls.live(TwilioHarness.SID).orElseThrow();
    }

    private String redirection() {
        String url = twilio.requests
                .get(twilio.requests.size() - 1)
                .getPostParams()
                .get("Url")
                .get(0);
        assertThat(url).contains("interrupted=1");
        return url.substring(TwilioHarness.PUBLIC.length());
    }

    @Test
    void givesTwilioNoDocumentThatTheRedirectWouldBreakOff() {
        CompletableFuture<CallResult<String>> result = saysOneAndTwo();
        HttpResponse one = twilio.webhook(twilio.voiceTarget()).join();
        CompletableFuture<ControlResult> held = live().hold(URI.create("https://example.com/music.mp3"));
        twilio.time.advance(Duration.ofMillis(100));
        String interrupted = redirection();

        CompletableFuture<HttpResponse> afterOne = twilio.webhook(next(one));
        assertThat(afterOne).isNotDone();
        HttpResponse music = twilio.webhook(interrupted).join();

        assertThat(text(music)).contains("<Play loop=\"0\">https://example.com/music.mp3</Play>");
        assertThat(text(afterOne.join())).isEqualTo(text(music));
        assertThat(held.join()).isEqualTo(ControlResult.DONE);
        CompletableFuture<ControlResult> resumed = live().resume();
        twilio.time.advance(Duration.ofMillis(100));
        HttpResponse two = twilio.webhook(redirection()).join();
        assertThat(text(two)).contains("Two.");
        assertThat(resumed.join()).isEqualTo(ControlResult.DONE);
        assertThat(text(twilio.webhook(next(two)).join())).contains("Hangup");
        twilio.webhook(twilio.statusTarget(), "CallStatus", "completed");
        twilio.time.advance(Duration.ZERO);
        assertThat(result.join().answer()).contains("done");
    }

    @Test
    void saysAgainWhatWasBrokenOff() {
        saysOneAndTwo();
        twilio.webhook(twilio.voiceTarget()).join();
        live().hold();
        twilio.time.advance(Duration.ofMillis(100));
        assertThat(text(twilio.webhook(redirection()).join())).contains("Play");
        live().resume();
        twilio.time.advance(Duration.ofMillis(100));
        assertThat(text(twilio.webhook(redirection()).join())).contains("One.");
        twilio.webhook(twilio.statusTarget(), "CallStatus", "completed");
    }

    @Test
    void aCallThatIsOverByThenIsNotHeld() {
        CompletableFuture<CallResult<String>> result = saysOneAndTwo();
        twilio.webhook(twilio.voiceTarget()).join();
        twilio.responses.add(error(400, 21220, "Call is not in-progress. Cannot redirect."));
        twilio.responses.add(ok("completed"));
        CompletableFuture<ControlResult> held = live().hold();
        twilio.time.advance(Duration.ofSeconds(5));
        assertThat(held.join()).isEqualTo(ControlResult.CALL_ENDED);
        assertThat(result.join().outcome()).isEqualTo(Outcome.HUNG_UP);
    }

    @Test
    void keepsTryingToBreakOff() {
        saysOneAndTwo();
        twilio.webhook(twilio.voiceTarget()).join();
        twilio.responses.add(error(503, 0, "overloaded"));
        twilio.responses.add(error(429, 20429, "Too many"));
        CompletableFuture<ControlResult> held = live().hold();
        twilio.time.advance(Duration.ofSeconds(4));
        assertThat(held).isNotDone();
        assertThat(text(twilio.webhook(redirection()).join())).contains("Play");
        assertThat(held.join()).isEqualTo(ControlResult.DONE);
        twilio.webhook(twilio.statusTarget(), "CallStatus", "completed");
    }

    @Test
    void givesUpWhenTwilioTakesNoRedirect() {
        saysOneAndTwo();
        HttpResponse one = twilio.webhook(twilio.voiceTarget()).join();
        twilio.responses.add(error(403, 20003, "Permission denied"));
        CompletableFuture<ControlResult> held = live().hold();
        twilio.time.advance(Duration.ofSeconds(21));
        assertThat(held.join()).isEqualTo(ControlResult.FAILED);
        assertThat(text(twilio.webhook(next(one)).join())).contains("Two.");
        twilio.webhook(twilio.statusTarget(), "CallStatus", "completed");
    }

    @Test
    void aCallThatHasJustComeInIsHeldAsSoonAsTwilioHasAnsweredIt() {
        twilio.calls.onIncoming(call -> {
            call.say("One.");
            return null;
        });
        twilio.webhook("/twilio/voice", "Direction", "inbound", "From", "+14155550199", "To", "+14155550100");
        twilio.responses.add(error(400, 21220, "Call is not in-progress. Cannot redirect."));
        CompletableFuture<ControlResult> held = live().hold();
        twilio.time.advance(Duration.ofSeconds(2));
        assertThat(twilio.requests).as("one that is refused, one that is not").hasSize(2);
        assertThat(text(twilio.webhook(redirection()).join())).contains("Play");
        assertThat(held.join()).isEqualTo(ControlResult.DONE);
        twilio.webhook("/twilio/status", "CallStatus", "completed");
    }

    @Test
    void insistsThatTheMusicOfAHoldEnds() {
        saysOneAndTwo();
        twilio.webhook(twilio.voiceTarget()).join();
        live().hold();
        twilio.time.advance(Duration.ofMillis(100));
        twilio.webhook(redirection()).join();
        twilio.responses.add(error(403, 20003, "Permission denied"));
        live().redirect(call -> {
            call.say("Three.");
            return "done";
        });
        twilio.time.advance(Duration.ofSeconds(1));
        int before = twilio.requests.size();
        twilio.time.advance(Duration.ofSeconds(21));
        assertThat(twilio.requests).hasSize(before + 1);
        assertThat(text(twilio.webhook(redirection()).join())).contains("Three.");
        twilio.webhook(twilio.statusTarget(), "CallStatus", "completed");
    }

    @Test
    void aMuteThatFailedMayBeTriedAgainAndTakenBack() {
        SimulatedTwilio simulated = new SimulatedTwilio(Faults.none());
        simulated.twilio.callee("+14155550123", Callee.answers());
        simulated.twilio.callee("+14155550177", Callee.answers().hangsUpAfter(Duration.ofSeconds(60)));
        VoiceCalls calls =
                VoiceCalls.builder(simulated.gateway).scheduler(simulated.time).build();
        calls.callAsync("+14155550123", call -> call.ask("What is your name?"));
        simulated.time.advance(Duration.ofSeconds(4));
        LiveCall live = calls.live(simulated.twilio.calls().get(0).sid()).orElseThrow();
        live.transfer("+14155550177", WarmTransfer.saying("A caller."));
        simulated.time.advance(Duration.ofSeconds(15));

        assertThat(afterASecond(simulated, live.mute())).isEqualTo(ControlResult.DONE);
        simulated.twilio.faults(Faults.none().with(RestFault.next(Operation.UPDATE, Kind.HTML_ERROR)));
        assertThat(afterASecond(simulated, live.unmute())).isEqualTo(ControlResult.FAILED);
        assertThat(afterASecond(simulated, live.mute()))
                .as("it is not known whether they are heard")
                .isEqualTo(ControlResult.DONE);
        assertThat(afterASecond(simulated, live.mute())).isEqualTo(ControlResult.UNCHANGED);

        simulated.twilio.faults(
                Faults.none().with(RestFault.next(Operation.UPDATE, Kind.SLOW).withDelay(Duration.ofSeconds(5))));
        CompletableFuture<ControlResult> unmuted = live.unmute();
        CompletableFuture<ControlResult> muted = live.mute();
        simulated.time.advance(Duration.ofSeconds(1));
        assertThat(muted).as("the last stands, so that it is told last").isNotDone();
        simulated.time.advance(Duration.ofSeconds(10));
        assertThat(unmuted.join()).isEqualTo(ControlResult.DONE);
        assertThat(muted.join()).isEqualTo(ControlResult.DONE);
        calls.close();
        simulated.close();
    }

    private static ControlResult afterASecond(SimulatedTwilio simulated, CompletableFuture<ControlResult> control) {
        simulated.time.advance(Duration.ofSeconds(1));
        return control.join();
    }

    @Test
    void mutesAParticipantOfAConference() {
        SimulatedTwilio simulated = new SimulatedTwilio(Faults.none());
        simulated.twilio.callee("+14155550123", Callee.answers());
        simulated.twilio.callee("+14155550177", Callee.answers().hangsUpAfter(Duration.ofSeconds(60)));
        VoiceCalls calls =
                VoiceCalls.builder(simulated.gateway).scheduler(simulated.time).build();
        calls.callAsync("+14155550123", call -> call.ask("What is your name?"));
        simulated.time.advance(Duration.ofSeconds(4));
        String sid = simulated.twilio.calls().get(0).sid();
        LiveCall live = calls.live(sid).orElseThrow();
        CompletableFuture<TransferResult> transferred = live.transfer(
                "+14155550177", WarmTransfer.saying("A caller.").withMusic(URI.create("https://example.com/a.mp3")));
        simulated.time.advance(Duration.ofSeconds(15));

        CompletableFuture<ControlResult> muted = live.mute();
        simulated.time.advance(Duration.ofSeconds(1));

        assertThat(muted.join()).isEqualTo(ControlResult.DONE);
        assertThat(simulated.twilio.requests())
                .filteredOn(request -> request.path().contains("/Participants/"))
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.path()).endsWith("/Participants/" + sid + ".json");
                    assertThat(request.parameters().first("Muted")).isEqualTo(Optional.of("true"));
                    assertThat(request.status()).isEqualTo(200);
                });
        assertThat(simulated.twilio.calls().get(0).callee().heard()).contains("[sound https://example.com/a.mp3]");
        simulated.time.advance(Duration.ofSeconds(90));
        assertThat(transferred.join()).isEqualTo(TransferResult.COMPLETED);
        calls.close();
        simulated.close();
    }
}
