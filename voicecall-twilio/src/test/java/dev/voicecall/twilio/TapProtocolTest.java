package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CarrierException;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.spi.AudioTap;
import dev.voicecall.spi.StepResult;
import dev.voicecall.spi.WebSocketAcceptor.Decision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tap, message by message, with the test in Twilio's place. */
class TapProtocolTest implements AudioTap.Listener {
    private final List<String> heard = new ArrayList<>();
    private final StreamHarness twilio = new StreamHarness(this);

    /** Twilio asks what comes next, as it does at once. */
    private AudioTap tap() {
        twilio.comeBack();
        return ((StepResult.Tapped) twilio.result.join()).tap();
    }

    @AfterEach
    void leavesNothing() {
        twilio.close();
        assertThat(heard).endsWith("ended").containsOnlyOnce("ended");
    }

    @Override
    public void onAudio(Speaker speaker, long positionSamples, byte[] muLaw) {
        heard.add(speaker + " " + positionSamples + " " + muLaw.length);
    }

    @Override
    public void onEnded() {
        heard.add("ended");
    }

    private void open() {
        twilio.connect();
        twilio.receive(StreamHarness.start(TwilioHarness.SID, "audio/x-mulaw", 8_000));
    }

    private static String media(String track, int timestamp) {
        return StreamHarness.media(timestamp).replace("inbound", track);
    }

    @Test
    void hearsBothTracks() {
        open();
        twilio.receive(media("inbound", 0));
        twilio.receive(media("outbound", 20));
        assertThat(heard).containsExactly("THEM 0 3", "US 160 3");
        assertThat(twilio.warnings).isEmpty();
    }

    @Test
    void sendsNothing() {
        open();
        twilio.receive(media("inbound", 0));
        twilio.pass(Duration.ofSeconds(1));
        assertThat(twilio.socket.sent).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"left", "", "inbound_track"})
    void ignoresATrackThatIsNone(String track) {
        open();
        twilio.receive(media(track, 0));
        assertThat(heard).isEmpty();
        assertThat(twilio.warnings).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="})
    void refusesAForgedOrMissingSignature(String signature) {
        assertThat(refusal(signature)).isEqualTo(403);
        open();
    }

    @Test
    void itsTokenOpensItOnce() {
        open();
        assertThat(refusal(StreamHarness.sign(twilio.target()))).isEqualTo(404);
    }

    @Test
    void itsTokenExpires() {
        twilio.pass(Duration.ofSeconds(31));
        assertThat(refusal(StreamHarness.sign(twilio.target()))).isEqualTo(404);
        assertThat(twilio.warnings).singleElement().asString().contains("did not open");
        assertThat(heard).containsExactly("ended");
    }

    @Test
    void anotherCallsSoundIsNotHeard() {
        twilio.connect();
        twilio.receive(StreamHarness.start("CA00000000000000000000000000000002", "audio/x-mulaw", 8_000));
        twilio.receive(media("inbound", 0));
        assertThat(heard).containsExactly("ended");
        assertThat(twilio.socket.closeCode).isEqualTo(1008);
    }

    @Test
    void twilioEndsIt() {
        open();
        twilio.receive(StreamHarness.stop());
        assertThat(heard).containsExactly("ended");
        assertThat(twilio.warnings).isEmpty();
    }

    @Test
    void closingItHasTwilioStopItFirst() {
        open();
        tap().close();
        twilio.receive(media("inbound", 0));
        assertThat(twilio.twilio.requests)
                .extracting(request -> request.getUrl().replaceFirst(".*/Calls/", ""))
                .endsWith(TwilioHarness.SID + "/Streams/tap-1.json");
        assertThat(heard).containsExactly("ended");
        assertThat(twilio.socket.closeCode).isEqualTo(1000);
    }

    @Test
    void closesItsConnectionIfTwilioCanNotBeTold() {
        open();
        AudioTap tap = tap();
        twilio.twilio.responses.add(TwilioHarness.error(404, 20404, "not found"));
        tap.close();
        twilio.pass(Duration.ZERO);
        assertThat(twilio.socket.closeCode).isEqualTo(1000);
        assertThat(twilio.warnings).isEmpty();
    }

    @Test
    void anErrorThatTwilioReportsIsTheTapsAndNotTheLines() {
        twilio.twilio.webhook(
                twilio.twilio.statusTarget(),
                "StreamEvent",
                "stream-error",
                "StreamName",
                "tap-1",
                "StreamError",
                "31941: Invalid track");
        assertThat(heard).containsExactly("ended");
        assertThat(twilio.warnings)
                .singleElement()
                .isInstanceOfSatisfying(CarrierException.class, problem -> assertThat(problem.code())
                        .hasValue(31941));
    }

    private int refusal(String signature) {
        return ((Decision.Refuse) twilio.handshake(twilio.target(), signature))
                .response()
                .status();
    }
}
