package dev.voicecall.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpokenItemTest {
    private final SpokenItem item = new SpokenItem("item", "response", 1);

    private void speak(int millis) {
        item.sound(new RealtimeEvent.Audio("response", "item", 0, new byte[8 * millis]));
        item.words("One two three four");
    }

    @Test
    void isNeverHeardBeyondWhatThereIs() {
        speak(1_000);
        item.cut(Duration.ofSeconds(5));
        assertThat(item.heardMillis()).isEqualTo(1_000);
        assertThat(item.heardWords()).isEqualTo("One two three four");
    }

    @Test
    void isHeardInWholeWords() {
        speak(1_000);
        item.cut(Duration.ofMillis(600));
        assertThat(item.heardWords()).isEqualTo("One two");
    }

    @Test
    void isNotHeardBehindAnotherOne() {
        speak(1_000);
        item.cut(Duration.ZERO);
        assertThat(item.heardWords()).isEmpty();
        assertThat(item.heardMillis()).isZero();
    }

    @Test
    void wordsWithoutSoundWereHeardIfNothingWasCut() {
        item.words("Hello");
        assertThat(item.heardWords()).isEqualTo("Hello");
        item.cut(Duration.ZERO);
        assertThat(item.heardWords()).isEmpty();
    }
}
