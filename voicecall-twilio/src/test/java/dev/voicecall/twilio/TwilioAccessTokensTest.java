package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.twilio.jwt.accesstoken.AccessToken;
import com.twilio.jwt.accesstoken.VoiceGrant;
import dev.voicecall.VoiceCallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwilioAccessTokensTest {
    private static final String ACCOUNT = "AC" + "0a".repeat(16);
    private static final String KEY = "SK" + "1b".repeat(16);
    private static final String SECRET = "Sh4red-s3cret".repeat(3).substring(0, 32);
    private static final String APP = "AP" + "2c".repeat(16);
    private static final Map<String, String> SETTINGS = Map.of(
            "TWILIO_ACCOUNT_SID", ACCOUNT, "TWILIO_API_KEY", KEY, "TWILIO_API_SECRET", SECRET, "TWILIO_APP_SID", APP);
    private static final Instant NOW = Instant.parse("2026-07-01T12:00:00.999Z");
    private static final TwilioAccessTokens TOKENS = TwilioAccessTokens.of(SETTINGS, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void saysWhoMayCallByWhichApplicationUntilWhen() {
        String token = TOKENS.create("alice_1");

        assertThat(part(token, 0)).isEqualTo(json("{'typ':'JWT','alg':'HS256','cty':'twilio-fpa;v=1'}"));
        assertThat(part(token, 1))
                .isEqualTo(json("{'jti':'" + KEY + "-1782907200','iss':'" + KEY + "','sub':'" + ACCOUNT
                        + "','exp':1782910800,'grants':{'identity':'alice_1','voice':{'incoming':{'allow':true},"
                        + "'outgoing':{'application_sid':'" + APP + "'}}}}"));
    }

    @Test
    void isSignedByTheSecret() throws Exception {
        String token = TOKENS.create("alice");

        int end = token.lastIndexOf('.');
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
        byte[] signature = mac.doFinal(token.substring(0, end).getBytes(StandardCharsets.US_ASCII));
        assertThat(token.substring(end + 1))
                .isEqualTo(Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
    }

    @Test
    void isWhatTwiliosOwnCodeMakesButForTheTime() {
        AccessToken theirs = new AccessToken.Builder(ACCOUNT, KEY, SECRET.getBytes(StandardCharsets.US_ASCII))
                .identity("alice")
                .grant(new VoiceGrant().setOutgoingApplicationSid(APP).setIncomingAllow(true))
                .build();

        String ours = TwilioAccessTokens.of(SETTINGS, Clock.systemUTC()).create("alice");

        assertThat(part(ours, 0)).isEqualTo(part(theirs.toJwt(), 0));
        assertThat(part(ours, 1).path("grants"))
                .isEqualTo(part(theirs.toJwt(), 1).path("grants"));
        assertThat(part(ours, 1).fieldNames()).toIterable().containsExactlyInAnyOrderElementsOf(() -> part(
                        theirs.toJwt(), 1)
                .fieldNames());
        assertThat(part(ours, 1).path("jti").asText()).startsWith(KEY + "-");
    }

    @Test
    void livesAsLongAsIsSaidAndMayBeForCallsGoingOutOnly() {
        JsonNode claims =
                part(TOKENS.withLifetime(Duration.ofMinutes(1)).outgoingOnly().create("bob"), 1);

        assertThat(claims.path("exp").asLong()).isEqualTo(NOW.getEpochSecond() + 60);
        assertThat(claims.path("grants").path("voice").has("incoming")).isFalse();
        assertThat(claims.path("grants")
                        .path("voice")
                        .path("outgoing")
                        .path("application_sid")
                        .asText())
                .isEqualTo(APP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT59S", "PT24H0.001S", "PT0S", "PT-1H"})
    void refusesLifetimesThatTwilioDoesNotTake(Duration lifetime) {
        assertThatThrownBy(() -> TOKENS.withLifetime(lifetime))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 min to 24 h");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a@example.com", "a-b", "é", "alice\n", "client:alice", "+14155550100"})
    void refusesIdentitiesThatTwilioDoesNotTake(String identity) {
        assertThatThrownBy(() -> TOKENS.create(identity)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anIdentityHas121CharactersAtMost() {
        assertThat(part(TOKENS.create("a".repeat(121)), 1)
                        .path("grants")
                        .path("identity")
                        .asText())
                .hasSize(121);
        assertThatThrownBy(() -> TOKENS.create("a".repeat(122))).hasMessageContaining("122 characters");
    }

    @Test
    void saysAllThatIsMissing() {
        assertThatThrownBy(() -> TwilioAccessTokens.of(
                        Map.of("TWILIO_ACCOUNT_SID", ACCOUNT, "TWILIO_API_KEY", " "), Clock.systemUTC()))
                .isInstanceOf(VoiceCallException.class)
                .hasMessageStartingWith("Not set: TWILIO_API_KEY, TWILIO_API_SECRET, TWILIO_APP_SID.");
    }

    @ParameterizedTest
    @CsvSource({
        "TWILIO_ACCOUNT_SID, AC12",
        "TWILIO_API_KEY, AC0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a",
        "TWILIO_API_SECRET, tooshort7",
        "TWILIO_APP_SID, PN0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"
    })
    void namesWhatIsMalformedWithoutQuotingIt(String name, String value) {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put(name, value);

        assertThatThrownBy(() -> TwilioAccessTokens.of(settings, Clock.systemUTC()))
                .isInstanceOf(VoiceCallException.class)
                .hasMessageStartingWith(name + " is not ")
                .hasMessageNotContaining(value);
    }

    @Test
    void keepsTheSecretToItself() {
        assertThat(TOKENS.toString()).contains(APP).doesNotContain(SECRET, KEY);
    }

    private static JsonNode part(String token, int index) {
        return json(new String(Base64.getUrlDecoder().decode(token.split("\\.")[index]), StandardCharsets.UTF_8));
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
