package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import com.twilio.security.RequestValidator;
import dev.voicecall.spi.FormParameters;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples are those of the tests of Twilio's own SDKs for Java and Python. */
class TwilioSignatureTest {
    private static final String HTTPS = "https://mycompany.com/myapp.php?foo=1&bar=2";
    private static final FormParameters FORM = FormParameters.parse(
            "Digits=1234&CallSid=CA1234567890ABCDE" + "&To=%2B18005551212&Caller=%2B14158675309&From=%2B14158675309");
    private static final FormParameters NONE = FormParameters.parse("");
    private static final byte[] JSON = "{\"property\": \"value\", \"boolean\": true}".getBytes(StandardCharsets.UTF_8);
    private static final String JSON_HASH = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";

    private final TwilioSignature signature = new TwilioSignature("12345");

    @ParameterizedTest
    @CsvSource({
        "https://mycompany.com/myapp.php?foo=1&bar=2, RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        "https://mycompany.com/myapp.php?foo=1&bar=2, kvajT1Ptam85bY51eRf/AJRuM3w=",
        "https://mycompany.com:443/myapp.php?foo=1&bar=2, RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        "https://mycompany.com:443/myapp.php?foo=1&bar=2, kvajT1Ptam85bY51eRf/AJRuM3w=",
        "http://mycompany.com/myapp.php?foo=1&bar=2, 0ZXoZLH/DfblKGATFgpif+LLRf4=",
        "http://mycompany.com:80/myapp.php?foo=1&bar=2, 0ZXoZLH/DfblKGATFgpif+LLRf4=",
        "http://mycompany.com:1234/myapp.php?foo=1&bar=2, Zmvh+3yNM1Phv2jhDCwEM3q5ebU=",
        "https://mycompany.com/myapp.php?foo=1&bar=2#rc=2&rp=5xx, RSOYDt4T1cUTdK1PDd93/VVr8B8="
    })
    void acceptsTwiliosPublishedExamples(String url, String published) {
        assertThat(signature.isValid(url, FORM, published)).isTrue();
    }

    @Test
    void signsWithoutParametersForGet() {
        assertThat(signature.isValid(HTTPS, NONE, "zYQTYrRWXE7LtzbG4PfP7/bkkGo=")
                        || signature.isValid("https://mycompany.com/myapp.php", NONE, "zYQTYrRWXE7LtzbG4PfP7/bkkGo=")
                        || signature.isValid("https://mycompany.com", NONE, "zYQTYrRWXE7LtzbG4PfP7/bkkGo="))
                .isTrue();
    }

    @Test
    void countsEachDistinctValueOfARepeatedParameterOnce() {
        FormParameters repeated =
                FormParameters.parse("Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234");
        assertThat(signature.isValid(HTTPS, repeated, "IK+Dwps556ElfBT0I3Rgjkr1wJU="))
                .isTrue();
    }

    @Test
    void checksTheHashOfAJsonBody() {
        String url = HTTPS + "&bodySHA256=" + JSON_HASH;
        assertThat(signature.isValid(url, JSON, "a9nBmqA0ju/hNViExpshrM61xv4=")).isTrue();
        assertThat(signature.isValid(url, "{}".getBytes(StandardCharsets.UTF_8), "a9nBmqA0ju/hNViExpshrM61xv4="))
                .isFalse();
        assertThat(signature.isValid(HTTPS, JSON, "a9nBmqA0ju/hNViExpshrM61xv4="))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "RSOYDt4T1cUTdK1PDd93/VVr8B9=", "RSOYDt4T1cUTdK1PDd93/VVr8B8= ", "ключ"})
    void refusesForgeries(String forged) {
        assertThat(signature.isValid(HTTPS, FORM, forged)).isFalse();
    }

    @Test
    void refusesAGenuineSignatureOfSomethingElse() {
        String genuine = "RSOYDt4T1cUTdK1PDd93/VVr8B8=";
        assertThat(signature.isValid(HTTPS + "&baz=3", FORM, genuine)).isFalse();
        assertThat(signature.isValid(HTTPS, FormParameters.parse(FORM.encode() + "&Extra=1"), genuine))
                .isFalse();
        assertThat(signature.isValid(HTTPS.replace("https", "http"), FORM, genuine))
                .isFalse();
        assertThat(new TwilioSignature("12346").isValid(HTTPS, FORM, genuine)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://a.example/p",
                "https://a.example?x=1",
                "https://a.example:8443/p?a=%2B1",
                "https://[::1]/p",
                "https://[::1]:443/p",
                "https://user@a.example:443/p?q=a:b/c"
            })
    void acceptsWhatTwiliosOwnCodeSigns(String url) throws ReflectiveOperationException {
        assertThat(signature.isValid(url, FORM, signedByTwiliosCode(url))).isTrue();
    }

    /** The stock validator tries port 80 for it, and so refuses the handshake. */
    @Test
    void knowsThatSecureWebSocketsHavePort443() throws ReflectiveOperationException {
        String signed = signedByTwiliosCode("wss://a.example:443/stream", Map.of());
        assertThat(signature.isValid("wss://a.example/stream", NONE, signed)).isTrue();
    }

    /** The stock validator rebuilds the URL, and so decodes the plus sign. */
    @Test
    void leavesTheEncodingOfTheQueryAsItIsWhenItDropsThePort() throws ReflectiveOperationException {
        String signed = signedByTwiliosCode("https://a.example/p?a=%2B1", Map.of());
        assertThat(signature.isValid("https://a.example:8443/p?a=%2B1", NONE, signed))
                .isTrue();
    }

    private static String signedByTwiliosCode(String url) throws ReflectiveOperationException {
        return signedByTwiliosCode(
                url,
                Map.of(
                        "Digits", "1234",
                        "CallSid", "CA1234567890ABCDE",
                        "To", "+18005551212",
                        "Caller", "+14158675309",
                        "From", "+14158675309"));
    }

    private static String signedByTwiliosCode(String url, Map<String, String> parameters)
            throws ReflectiveOperationException {
        var method = RequestValidator.class.getDeclaredMethod("getValidationSignature", String.class, Map.class);
        method.setAccessible(true);
        return (String) method.invoke(new RequestValidator("12345"), url, parameters);
    }
}
