package dev.voicecall.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceConfigTest {
    private static final String KEY = "b7d0a9c1";

    @Test
    void hasDefaultsForAllButTheAccount() {
        ServiceConfig config = ServiceConfig.of(local());

        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(5000);
        assertThat(config.apiKey()).isEmpty();
        assertThat(config.corsOrigins()).isEmpty();
        assertThat(config.allowedPrefixes()).containsExactly("+");
        assertThat(config.maxCallsPerMinute()).isEqualTo(60);
    }

    @Test
    void readsLists() {
        Map<String, String> set = local();
        set.put("CORS_ORIGINS", "https://app.example.com, http://localhost:3000,http://[::1]:3000");
        set.put("ALLOWED_PREFIXES", "+1, +4420,");

        ServiceConfig config = ServiceConfig.of(set);

        assertThat(config.corsOrigins())
                .containsExactlyInAnyOrder("https://app.example.com", "http://localhost:3000", "http://[::1]:3000");
        assertThat(config.allowedPrefixes()).containsExactly("+1", "+4420");
    }

    @Test
    void namesAllThatIsMissing() {
        assertThatThrownBy(() -> ServiceConfig.of(Map.of("TWILIO_AUTH_TOKEN", "t", "TWILIO_ACCOUNT_SID", " ")))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("Not set: TWILIO_ACCOUNT_SID, TWILIO_PHONE_NUMBER, PUBLIC_URL.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:5000",
                "http://127.1.2.3",
                "http://localhost:5000",
                "http://LOCALHOST",
                "http://[::1]:5000",
                "http://[0:0:0:0:0:0:0:1]"
            })
    void needsNoKeyWhereOnlyThisMachineGetsIn(String publicUrl) {
        assertThat(ServiceConfig.of(with("PUBLIC_URL", publicUrl)).apiKey()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://calls.example.com",
                "http://192.168.0.7:5000",
                "http://0.0.0.0:5000",
                "http://localhost.example.com",
                "http://127.0.0.1.example.com",
                "http://127.0.0.1@example.com",
                "http://example.com/127.0.0.1",
                "http://[::2]",
                "http://[::1:1]"
            })
    void refusesToStartWithoutAKeyWhereOthersGetIn(String publicUrl) {
        Map<String, String> set = with("PUBLIC_URL", publicUrl);

        assertThatThrownBy(() -> ServiceConfig.of(set))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("API_KEY is not set, but PUBLIC_URL lets in more than this machine");
        set.put("API_KEY", KEY);
        assertThat(ServiceConfig.of(set).apiKey()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.168.0.7", "myhost"})
    void refusesToListenForOthersWithoutAKey(String host) {
        assertThatThrownBy(() -> ServiceConfig.of(with("HOST", host)))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("API_KEY is not set, but HOST lets in more than this machine");
    }

    @Test
    void aBlankKeyIsNone() {
        Map<String, String> set = with("PUBLIC_URL", "https://calls.example.com");
        set.put("API_KEY", "  ");

        assertThatThrownBy(() -> ServiceConfig.of(set)).hasMessageStartingWith("API_KEY is not set");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PORT|abc",
                "PORT|0",
                "PORT|65536",
                "PORT|-1",
                "PORT|99999999999",
                "MAX_CALLS_PER_MINUTE|0",
                "MAX_CALLS_PER_MINUTE|1001",
                "CORS_ORIGINS|*",
                "CORS_ORIGINS|https://app.example.com/",
                "CORS_ORIGINS|app.example.com",
                "ALLOWED_PREFIXES|44",
                "ALLOWED_PREFIXES|+44 20",
                "PUBLIC_URL|http://not a url",
                "PUBLIC_URL|mailto:localhost",
                "PUBLIC_URL|localhost:5000",
                "PUBLIC_URL|/calls",
                "TWILIO_API_BASE_URL|http://[",
                "TWILIO_API_BASE_URL|ftp://localhost"
            })
    void namesWhatIsWrongWithoutQuotingIt(String name, String value) {
        assertThatThrownBy(() -> ServiceConfig.of(with(name, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(name)
                .hasMessageNotContaining("\"");
    }

    @Test
    void theEnvironmentWinsOverTheFileUnlessItIsBlankThere() {
        assertThat(ServiceConfig.merge(
                        Map.of("A", "file", "B", "file", "C", "file", "D", ""), Map.of("A", "env", "B", "")))
                .isEqualTo(Map.of("A", "env", "B", "file", "C", "file"));
    }

    @Test
    void saysNothingSecret() {
        Map<String, String> set = with("API_KEY", KEY);

        assertThat(ServiceConfig.of(set).toString())
                .doesNotContain(KEY)
                .doesNotContain("secret-token")
                .doesNotContain("+14155550100");
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> set = local();
        set.put(name, value);
        return set;
    }

    private static Map<String, String> local() {
        return new HashMap<>(Map.of(
                "TWILIO_ACCOUNT_SID", "AC00000000000000000000000000000000",
                "TWILIO_AUTH_TOKEN", "secret-token",
                "TWILIO_PHONE_NUMBER", "+14155550100",
                "PUBLIC_URL", "http://127.0.0.1:5000"));
    }
}
