package dev.voicecall.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTest {
    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: b", "a\nb", "a\r"})
    void aLineBreakInAHeaderIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpResponse.of(200).with("X", text));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpResponse.of(200).with(text, "x"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 100, 199, 600})
    void aStatusOutOfItsBoundsIsRefused(int status) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpResponse.of(status))
                .withMessageContaining(Integer.toString(status));
    }

    @Test
    void aResponseKeepsItsHeadersInOrderAndItsTextInUtf8() {
        HttpResponse response =
                HttpResponse.of(200, "text/xml", "é").with("B", "1").with("A", "2");

        assertThat(response.headers().keySet()).containsExactly("Content-Type", "B", "A");
        assertThat(response.headers()).containsEntry("Content-Type", "text/xml; charset=utf-8");
        assertThat(response.body()).containsExactly("é".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"/a?b=c?d,/a,b=c?d", "/a,/a,''", "/a?,/a,''", "/a%3Fb,/a%3Fb,''"})
    void theTargetIsAPathAndAQuery(String target, String path, String query) {
        HttpRequest request = request(target, Map.of());

        assertThat(request.path()).isEqualTo(path);
        assertThat(request.query()).isEqualTo(query);
    }

    @Test
    void headersAreFoundWithoutRegardToCase() {
        HttpRequest request = request("/", Map.of("X-Twilio-Signature", List.of("s", "t")));

        assertThat(request.header("x-twilio-SIGNATURE")).contains("s");
        assertThat(request.header("other")).isEmpty();
        assertThat(request.withPathParameters(Map.of("a", "b")).header("X-TWILIO-SIGNATURE"))
                .contains("s");
    }

    @Test
    void headersThatDifferOnlyInCaseAreOne() {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("X-A", List.of("1"));
        headers.put("x-a", List.of("2"));

        assertThat(request("/", headers).headers().get("X-A")).containsExactly("1", "2");
    }

    @Test
    void headersCanNotBeChanged() {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        List<String> values = new ArrayList<>(List.of("1"));
        headers.put("A", values);
        HttpRequest request = request("/", headers);
        values.add("2");

        assertThat(request.headers().get("A")).containsExactly("1");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> request.headers().put("B", List.of()));
    }

    static HttpRequest request(String target, Map<String, List<String>> headers) {
        return new HttpRequest("GET", target, headers, Map.of(), new byte[0], new CompletableFuture<>());
    }
}
