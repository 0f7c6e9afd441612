package dev.voicecall.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeechTest {
    @ParameterizedTest
    @ValueSource(strings = {"Hello.", "a\tb\r\nc", "<Say> & \"so\"", "日本語", "😀"})
    void whatXmlCanCarryCanBeSaid(String text) {
        assertThat(speech(text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000", "a\u0007", "a\u001b[2J", "a\uFFFE", "a\uD800", "\uDC00\uD800"})
    void whatXmlCanNotCarryIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> speech(text)).withMessageContaining("U+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r\n\t"})
    void thereHasToBeSomethingToSay(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> speech(text)).withMessageContaining("blank");
    }

    @Test
    void fourThousandCharactersAreTheBound() {
        assertThat(speech("x".repeat(4_000)).text()).hasSize(4_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> speech("x".repeat(4_001)))
                .withMessageContaining("4001");
    }

    private static Speech speech(String text) {
        return new Speech(text, "en-US", Optional.empty());
    }
}
