package dev.voicecall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallOptionsTest {
    @Test
    void theDefaultsAreWhatTheirDocumentationSays() {
        assertThat(CallOptions.DEFAULT.language()).isEqualTo("en-US");
        assertThat(CallOptions.DEFAULT.ringTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(CallOptions.DEFAULT.answerTimeout()).isEqualTo(Duration.ofSeconds(6));
        assertThat(CallOptions.DEFAULT.attempts()).isEqualTo(3);
        assertThat(CallOptions.DEFAULT.maxDuration()).isEqualTo(Duration.ofMinutes(10));
        assertThat(CallOptions.DEFAULT.keys()).isTrue();
        assertThat(CallOptions.DEFAULT.machineDetection()).isEqualTo(MachineDetection.OFF);
    }

    @Test
    void aBuilderBeginsWithTheOptionsThatItIsMadeFrom() {
        CallOptions all = CallOptions.builder()
                .language("de-CH")
                .voice("Polly.Vicki")
                .ringTimeout(Duration.ofSeconds(5))
                .answerTimeout(Duration.ofSeconds(60))
                .attempts(10)
                .maxDuration(Duration.ofHours(24))
                .callerId(PhoneNumber.of("+14155550123"))
                .machineDetection(MachineDetection.UNTIL_BEEP)
                .voicemailMessage("Call us back.")
                .keys(false)
                .reprompt((question, heard, problem) -> question)
                .build();

        assertThat(all.toBuilder().build()).isEqualTo(all).isNotEqualTo(CallOptions.DEFAULT);
    }

    static Stream<Arguments> outOfBounds() {
        return Stream.of(
                Arguments.of(CallOptions.builder().ringTimeout(Duration.ofMillis(4_999)), "ringTimeout is PT4.999S"),
                Arguments.of(CallOptions.builder().ringTimeout(Duration.ofMillis(600_001)), "ringTimeout"),
                Arguments.of(CallOptions.builder().answerTimeout(Duration.ofMillis(999)), "answerTimeout is PT0.999S"),
                Arguments.of(CallOptions.builder().answerTimeout(Duration.ofMillis(60_001)), "answerTimeout"),
                Arguments.of(CallOptions.builder().maxDuration(Duration.ZERO), "maxDuration is PT0S"),
                Arguments.of(CallOptions.builder().maxDuration(Duration.ofSeconds(-5)), "maxDuration"),
                Arguments.of(CallOptions.builder().maxDuration(Duration.ofSeconds(Long.MAX_VALUE)), "maxDuration"),
                Arguments.of(CallOptions.builder().attempts(0), "attempts is 0"),
                Arguments.of(CallOptions.builder().attempts(11), "attempts is 11"),
                Arguments.of(CallOptions.builder().voicemailMessage("Hi."), "machineDetection is OFF"));
    }

    @ParameterizedTest
    @MethodSource("outOfBounds")
    void aValueOutOfItsBoundsIsRefusedAndNamed(CallOptions.Builder builder, String message) {
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "e", "English!", "en_US", "en-US\"><Dial>", "en-US\r\n", "-", "en--US"})
    void aLanguageHasToBeATag(String language) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CallOptions.builder().language(language).build())
                .withMessageContaining("BCP 47");
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "en-US", "cmn-Hans-CN", "es-419", "zh-TW"})
    void tagsOfAllKindsAreTaken(String language) {
        assertThat(CallOptions.builder().language(language).build().language()).isEqualTo(language);
    }
}
