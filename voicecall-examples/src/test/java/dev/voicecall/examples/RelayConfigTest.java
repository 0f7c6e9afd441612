package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelayConfigTest {
    private static final Path HERE = Path.of("here");

    @Test
    void hasDefaults() {
        RelayConfig config = RelayConfig.of(with("", ""), HERE);

        assertThat(config.service().port()).isEqualTo(6000);
        assertThat(config.service().relayMedia()).isTrue();
        assertThat(config.longestCall()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.transcribe()).isFalse();
        assertThat(config.captures()).isEmpty();
        assertThat(config.tokens()).isEmpty();
    }

    @Test
    void takesWhatIsSet() {
        assertThat(RelayConfig.of(with("TRANSCRIBE", "true"), HERE).transcribe())
                .isTrue();
        assertThat(RelayConfig.of(with("MAX_CALL_SECONDS", "90"), HERE).longestCall())
                .isEqualTo(Duration.ofSeconds(90));
        assertThat(RelayConfig.of(with("CAPTURES_DIR", "captures"), HERE).captures())
                .contains(HERE.resolve("captures"));
    }

    @ParameterizedTest
    @CsvSource({"6000, true", "6666, true", "6001, false", "8080, false"})
    void knowsThePortsThatBrowsersRefuse(String port, boolean refused) {
        assertThat(RelayConfig.of(with("PORT", port), HERE).isRefusedByBrowsers())
                .isEqualTo(refused);
    }

    @ParameterizedTest
    @CsvSource({"TRANSCRIBE, yes", "MAX_CALL_SECONDS, 0", "MAX_CALL_SECONDS, 601", "TWILIO_APP_SID, AP1"})
    void namesWhatIsWrong(String name, String value) {
        assertThatThrownBy(() -> RelayConfig.of(with(name, value), HERE)).isInstanceOf(ConfigException.class);
    }

    @Test
    void anApplicationForSoftphonesNeedsAKey() {
        assertThatThrownBy(() -> RelayConfig.of(with("TWILIO_APP_SID", "AP" + "0".repeat(32)), HERE))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("Not set: TWILIO_API_KEY, TWILIO_API_SECRET.");
    }

    @Test
    void keepsSecretsToItself() {
        Map<String, String> set = with("TWILIO_APP_SID", "AP" + "0".repeat(32));
        set.put("TWILIO_API_KEY", SimulatedPhones.API_KEY);
        set.put("TWILIO_API_SECRET", SimulatedPhones.API_SECRET);

        assertThat(RelayConfig.of(set, HERE).toString())
                .doesNotContain(SimulatedPhones.API_SECRET)
                .doesNotContain("sesame");
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> set = new HashMap<>(Map.of(
                "TWILIO_ACCOUNT_SID", "AC00000000000000000000000000000000",
                "TWILIO_AUTH_TOKEN", "sesame",
                "TWILIO_PHONE_NUMBER", "+14155550100",
                "PUBLIC_URL", "http://127.0.0.1:6000"));
        set.put(name, value);
        return set;
    }
}
