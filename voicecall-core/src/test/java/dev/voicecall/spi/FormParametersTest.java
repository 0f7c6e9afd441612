package dev.voicecall.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormParametersTest {
    @Test
    void aNameMayStandThereMoreThanOnce() {
        FormParameters parameters = FormParameters.parse("a=1&b=&a=2&c&&=x");

        assertThat(parameters.values())
                .containsExactly(
                        Map.entry("a", List.of("1", "2")),
                        Map.entry("b", List.of("")),
                        Map.entry("c", List.of("")),
                        Map.entry("", List.of("x")));
        assertThat(parameters.first("a")).contains("1");
        assertThat(parameters.first("b")).isEmpty();
        assertThat(parameters.first("d")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "%=1", "a=1&b=%-1", "a=%+1", "a=%٣١", "a=%1"})
    void brokenPercentEncodingIsABadRequest(String encoded) {
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> FormParameters.parse(encoded))
                .withMessageContaining("percent-encoding");
    }

    @Test
    void aThousandParametersAreTheBound() {
        assertThat(FormParameters.parse("a=1&".repeat(1_000)).values().get("a")).hasSize(1_000);
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> FormParameters.parse("a=1&".repeat(1_001)))
                .withMessageContaining("1000");
    }

    @Test
    void plusIsASpaceAndUtf8IsText() {
        assertThat(FormParameters.parse("To=%2B14155550123&q=a+b%20c&w=%E6%97%A5")
                        .values())
                .containsExactly(
                        Map.entry("To", List.of("+14155550123")),
                        Map.entry("q", List.of("a b c")),
                        Map.entry("w", List.of("日")));
    }

    @Test
    void whatIsEncodedIsReadBack() {
        String[] alphabet = {"+", " ", "&", "=", "%", "é", "日", "😀", "a", "\n", "\u0000", ";", "%2B"};
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 1_000; i++) {
            Map<String, List<String>> values = new LinkedHashMap<>();
            for (int names = random.nextInt(1, 4); names > 0; names--) {
                values.put("n" + text(random, alphabet), List.of(text(random, alphabet), text(random, alphabet)));
            }
            FormParameters parameters = new FormParameters(values);
            assertThat(FormParameters.parse(parameters.encode()))
                    .as("seed %d", seed)
                    .isEqualTo(parameters);
        }
    }

    private static String text(SplittableRandom random, String[] alphabet) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(6); length > 0; length--) {
            text.append(alphabet[random.nextInt(alphabet.length)]);
        }
        return text.toString();
    }
}
