package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssistantConfigTest {
    @Test
    void hasDefaults() {
        AssistantConfig config = AssistantConfig.of(with("", ""));

        assertThat(config.service().port()).isEqualTo(8000);
        assertThat(config.endSilence()).isEqualTo(Duration.ofMillis(700));
    }

    @ParameterizedTest
    @CsvSource({"0.3, 300, 300, 1500", "1, 1000, 400, 1500", "2.5, 2500, 400, 2500", "5, 5000, 400, 5000"})
    void waitsAsLongAsItIsTold(String seconds, long end, long complete, long hanging) {
        AssistantConfig config = AssistantConfig.of(with("SILENCE_THRESHOLD_SECONDS", seconds));

        assertThat(config.turnTaking().endSilence()).isEqualTo(Duration.ofMillis(end));
        assertThat(config.turnTaking().completeSilence()).isEqualTo(Duration.ofMillis(complete));
        assertThat(config.turnTaking().hangingSilence()).isEqualTo(Duration.ofMillis(hanging));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.29", "5.1", "-1", "1e0", "0,7", "NaN", "700 ms"})
    void refusesASilenceThatIsNone(String seconds) {
        assertThatThrownBy(() -> AssistantConfig.of(with("SILENCE_THRESHOLD_SECONDS", seconds)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("SILENCE_THRESHOLD_SECONDS");
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> set = new HashMap<>(Map.of(
                "TWILIO_ACCOUNT_SID", "AC00000000000000000000000000000000",
                "TWILIO_AUTH_TOKEN", "t",
                "TWILIO_PHONE_NUMBER", "+14155550100",
                "PUBLIC_URL", "http://127.0.0.1:8000"));
        set.put(name, value);
        return set;
    }
}
