package dev.voicecall.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepTest {
    @ParameterizedTest
    @ValueSource(strings = {"http://example.org/a.mp3", "HTTPS://example.org/a.wav?b=c"})
    void soundsComeFromTheWeb(String url) {
        assertThat(new Step.Play(URI.create(url)).audio()).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a.mp3", "file:///etc/passwd", "ftp://example.org/a", "http:a.mp3", "https:///a.mp3", ""})
    void soundsComeFromNowhereElse(String uri) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Step.Play(URI.create(uri)));
    }

    @Test
    void aPauseIsOneSecondToTenMinutes() {
        assertThat(new Step.Pause(Duration.ofSeconds(1)).length()).hasSeconds(1);
        assertThat(new Step.Pause(Duration.ofMinutes(10)).length()).hasMinutes(10);
        for (Duration length : new Duration[] {Duration.ZERO, Duration.ofMillis(999), Duration.ofMillis(600_001)}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Step.Pause(length))
                    .withMessageContaining(length.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0123456789*#wW", "11111111112222222222333333333344"})
    void keysMayBeSent(String keys) {
        assertThat(new Step.SendDigits(keys).keys()).isEqualTo(keys);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "1 2", "1\n", "١", "111111111122222222223333333333444"})
    void nothingButKeysMayBeSent(String keys) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Step.SendDigits(keys));
    }
}
