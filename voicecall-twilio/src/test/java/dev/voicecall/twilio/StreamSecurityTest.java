package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.spi.WebSocketAcceptor.Decision;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may open a media stream: Twilio, once, soon, for the call that it is for. */
class StreamSecurityTest {
    private final StreamHarness twilio = new StreamHarness();

    @AfterEach
    void leavesNothing() {
        twilio.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "not base64"})
    void refusesAForgedOrMissingSignature(String signature) {
        assertThat(refusal(twilio.target(), signature)).isEqualTo(403);
        twilio.open();
    }

    @Test
    void refusesASignatureOverTheHttpUrl() {
        String signature = TwilioHarness.sign(TwilioHarness.PUBLIC + twilio.target(), Map.of());
        assertThat(refusal(twilio.target(), signature)).isEqualTo(403);
    }

    @Test
    void refusesASignatureOfAnotherStream() {
        String other = StreamHarness.sign("/twilio/stream/0123456789abcdef0123456789abcdef");
        assertThat(refusal(twilio.target(), other)).isEqualTo(403);
    }

    @Test
    void takesASignatureOverTheUrlWithItsPort() {
        String signature = TwilioHarness.sign("wss://calls.example.com:443" + twilio.target(), Map.of());
        assertThat(twilio.handshake(twilio.target(), signature)).isInstanceOf(Decision.Accept.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/twilio/stream/0123456789abcdef0123456789abcdef", "/twilio/stream/", "/twilio/stream/%00"})
    void refusesAnUnknownToken(String target) {
        assertThat(refusal(target, StreamHarness.sign(target))).isEqualTo(404);
    }

    @Test
    void refusesATokenThatWasUsed() {
        twilio.open();
        assertThat(refusal(twilio.target(), StreamHarness.sign(twilio.target())))
                .isEqualTo(404);
        twilio.receive(StreamHarness.media(0));
        assertThat(twilio.heard).hasSize(2);
    }

    @Test
    void refusesATokenThatIsTooOld() {
        for (int i = 0; i < 3; i++) { // a request keeps the call from being looked up
            twilio.pass(Duration.ofSeconds(10));
            twilio.twilio.webhook(twilio.twilio.statusTarget(), "CallStatus", "in-progress");
        }
        assertThat(refusal(twilio.target(), StreamHarness.sign(twilio.target())))
                .isEqualTo(404);
    }

    @Test
    void refusesATokenOfAStepThatIsOver() {
        twilio.comeBack();
        assertThat(refusal(twilio.target(), StreamHarness.sign(twilio.target())))
                .isEqualTo(404);
    }

    @Test
    void refusesATokenOfACallThatIsOver() {
        twilio.twilio.webhook(twilio.twilio.statusTarget(), "CallStatus", "completed");
        assertThat(refusal(twilio.target(), StreamHarness.sign(twilio.target())))
                .isEqualTo(404);
    }

    @Test
    void aStreamThatConnectsWhileTheCallEndsIsClosed() {
        Decision decision = twilio.handshake(twilio.target(), StreamHarness.sign(twilio.target()));
        twilio.twilio.webhook(twilio.twilio.statusTarget(), "CallStatus", "completed");
        ((Decision.Accept) decision).listener().onOpen(twilio.socket);
        twilio.pass(Duration.ZERO);
        assertThat(twilio.socket.closeCode).isEqualTo(1000);
    }

    @Test
    void theTokenHas128BitsAndIsNotTheCalls() {
        String token = twilio.target().substring("/twilio/stream/".length());
        assertThat(token).matches("[0-9a-f]{32}");
        assertThat(twilio.twilio.voiceTarget()).doesNotContain(token);
    }

    private int refusal(String target, String signature) {
        return ((Decision.Refuse) twilio.handshake(target, signature))
                .response()
                .status();
    }
}
