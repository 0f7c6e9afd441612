package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.voicecall.PhoneNumber;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwilioRoutesTest {
    @Test
    void callsThatWerePlacedBeginAtThePathForThem() {
        TwilioRoutes routes = new TwilioRoutes("/voice/incoming", "/voice/outbound", "/next", "/status", "/media");
        TwilioConfig config =
                new TwilioConfig(new PhoneNumber("+14155550100"), URI.create("https://calls.example.com"), routes);

        assertThat(config.voiceUrl("t0k3n")).isEqualTo("https://calls.example.com/voice/outbound?leg=t0k3n");
        assertThat(config.fallbackUrl("t0k3n")).startsWith("https://calls.example.com/voice/outbound?leg=t0k3n&");
        assertThat(config.streamUrl("t0k3n")).isEqualTo("wss://calls.example.com/media/t0k3n");
    }

    @Test
    void recordingsAndMessagesHaveTheirPaths() {
        TwilioRoutes routes =
                TwilioRoutes.DEFAULT.withRecording("/recording-status").withMessages("/sms", "/sms-status");
        TwilioConfig config =
                new TwilioConfig(new PhoneNumber("+14155550100"), URI.create("https://calls.example.com"), routes);

        assertThat(config.recordingUrl()).isEqualTo("https://calls.example.com/recording-status");
        assertThat(config.messageStatusUrl("t0k3n")).isEqualTo("https://calls.example.com/sms-status?message=t0k3n");
        assertThat(routes.message()).isEqualTo("/sms");
        assertThatIllegalArgumentException().isThrownBy(() -> routes.withRecording("/sms"));
        assertThatIllegalArgumentException().isThrownBy(() -> routes.withMessages("sms", "/sms-status"));
    }

    @ParameterizedTest
    @CsvSource({
        "/in, /out, /in, /status, /media",
        "/in, /out, /out, /status, /media",
        "/in, /in, /action, /status, /in",
        "/in, /in, /action, /action, /media",
        "/in, /out, /action, /media, /media",
        "in, /out, /action, /status, /media",
        "/in, /out?x=1, /action, /status, /media",
        "/in, /out, /action, /status, /media/{token}"
    })
    void refusesPathsThatAreTheSameOrNone(
            String incoming, String outbound, String action, String status, String stream) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TwilioRoutes(incoming, outbound, action, status, stream))
                .withMessageContaining("path");
    }
}
