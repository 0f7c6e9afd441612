package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RealtimeConfigTest {
    private final Map<String, String> set = new HashMap<>(Map.of(
            "OPENAI_API_KEY", "sk-very-secret",
            "TWILIO_ACCOUNT_SID", "AC00000000000000000000000000000000",
            "TWILIO_AUTH_TOKEN", "very-secret",
            "TWILIO_PHONE_NUMBER", "+14155550100",
            "PUBLIC_URL", "https://phone.example.com"));

    @Test
    void hasDefaults() {
        RealtimeConfig config = RealtimeConfig.of(set, false);

        assertThat(config.port()).isEqualTo(8090);
        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.maxCalls()).isEqualTo(10);
    }

    @Test
    void needsAKey() {
        set.remove("OPENAI_API_KEY");
        assertThatThrownBy(() -> RealtimeConfig.of(set, false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("OPENAI_API_KEY");
    }

    @Test
    void doesNotAskAnAgentForAPublicUrlThatIsSet() {
        set.put("NGROK_API_URL", "http://127.0.0.1:1");
        assertThat(RealtimeConfig.of(set, true).twilio()).containsEntry("PUBLIC_URL", "https://phone.example.com");
    }

    @Test
    void asksAnAgentOnlyIfItIsToldTo() {
        set.remove("PUBLIC_URL");
        assertThatThrownBy(() -> RealtimeConfig.of(set, false)).hasMessageContaining("PUBLIC_URL");
        set.put("NGROK_API_URL", "http://127.0.0.1:1");
        assertThatThrownBy(() -> RealtimeConfig.of(set, true)).hasMessageContaining("No ngrok agent answers");
    }

    @Test
    void showsNoSecret() {
        assertThat(RealtimeConfig.of(set, false).toString()).doesNotContain("secret");
    }
}
