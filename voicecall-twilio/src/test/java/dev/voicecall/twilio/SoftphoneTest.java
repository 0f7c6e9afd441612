package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallInfo;
import dev.voicecall.Direction;
import dev.voicecall.TransferResult;
import dev.voicecall.VoiceCalls;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.twilio.Faults;
import dev.voicecall.testkit.twilio.SimulatedCall;
import dev.voicecall.testkit.twilio.WebhookExchange;
import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls of softphones, by a TwiML application; all signatures are checked. */
class SoftphoneTest {
    private static final String MARY = "+14155550123";

    private final SimulatedTwilio twilio = new SimulatedTwilio(Faults.none());
    private final List<CallInfo> calls = new ArrayList<>();
    private final List<TransferResult> transfers = new ArrayList<>();

    @AfterEach
    void close() {
        twilio.close();
    }

    private SimulatedCall call(Map<String, String> parameters) {
        VoiceCalls voiceCalls =
                VoiceCalls.builder(twilio.gateway).scheduler(twilio.time).build();
        voiceCalls.onIncoming(call -> {
            calls.add(call.info());
            transfers.add(call.transfer(MARY));
            return true;
        });
        SimulatedCall call = twilio.twilio.callInFromClient(
                "alice", parameters, Callee.answers().says("Hello?"));
        twilio.time.runToEnd();
        voiceCalls.close();
        return call;
    }

    @Test
    void whomItCallsIsWhatItGaveAsTo() {
        twilio.twilio.callee(MARY, Callee.answers().hangsUpAfter(Duration.ofSeconds(5)));

        SimulatedCall call = call(Map.of("To", "+1 415 555 0123 & <more>", "Greeting", "¡hola!"));

        assertThat(calls).singleElement().satisfies(info -> {
            assertThat(info.direction()).isEqualTo(Direction.INBOUND);
            assertThat(info.id()).contains(call.sid());
            assertThat(info.from()).isEqualTo("client:alice");
            assertThat(info.to()).isEqualTo("+1 415 555 0123 & <more>");
        });
        WebhookExchange first = call.webhooks(Kind.VOICE).get(0);
        assertThat(first.parameter("Greeting")).isEqualTo("¡hola!");
        assertThat(first.parameter("Called")).isEmpty();
        assertThat(first.status()).hasValue(200);
    }

    @Test
    void itsCallGoesOnFromOurOwnNumber() {
        twilio.twilio.callee(MARY, Callee.answers().hangsUpAfter(Duration.ofSeconds(5)));

        SimulatedCall call = call(Map.of("To", MARY));

        SimulatedCall mary = twilio.twilio.calls().get(1);
        assertThat(mary.parentSid()).contains(call.sid());
        assertThat(mary.from()).isEqualTo(twilio.twilio.phoneNumber());
        assertThat(transfers).containsExactly(TransferResult.COMPLETED);
    }

    @Test
    void whomItCallsMayBeMissing() {
        call(Map.of());

        assertThat(calls).singleElement().extracting(CallInfo::to).isEqualTo("");
    }
}
