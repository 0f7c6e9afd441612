package dev.voicecall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpectedTest {
    @Test
    void fiveHundredPhrasesOfAHundredCharactersAreTheBound() {
        assertThat(Expected.phrases(Collections.nCopies(500, "x".repeat(100))).phrases())
                .hasSize(500);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Expected.phrases(Collections.nCopies(501, "x")))
                .withMessageContaining("501");
        assertThatIllegalArgumentException().isThrownBy(() -> Expected.phrases(List.of("x".repeat(101))));
    }

    @Test
    void keysCanNotBeNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> Expected.keys(-1)).withMessageContaining("-1");
        assertThat(Expected.ANYTHING.maxKeys()).isZero();
    }

    @Test
    void laterChangesOfTheListDoNotShow() {
        List<String> phrases = new ArrayList<>(List.of("a"));
        Expected expected = Expected.phrases(phrases);
        phrases.clear();
        assertThat(expected.phrases()).containsExactly("a");
    }
}
