package dev.voicecall.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.testkit.VirtualScheduler;
import dev.voicecall.testkit.openai.RealtimeBehaviour;
import dev.voicecall.testkit.openai.RealtimeBehaviour.ResponseFault;
import dev.voicecall.testkit.openai.SimulatedModel;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import dev.voicecall.testkit.openai.SimulatedRealtime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of each error that OpenAI documents, or was seen to send. */
class RealtimeErrorsTest {
    private static final RealtimeSettings SETTINGS =
            RealtimeSettings.builder("You are helpful.").build();

    private final VirtualScheduler time = new VirtualScheduler();

    private RealtimePhone phone(RealtimeBehaviour behaviour, Answer... answers) {
        return new RealtimePhone(
                time, new SimulatedRealtime(time, SimulatedModel.script(answers)).behaviour(behaviour), SETTINGS);
    }

    private static void inject(RealtimePhone phone, String code, String message) {
        phone.server
                .sessions()
                .get(0)
                .send(
                        "{\"type\":\"error\",\"event_id\":\"event_x\",\"error\":{\"type\":\"invalid_request_error\",\"code\":\""
                                + code + "\",\"message\":\"" + message + "\",\"param\":null,\"event_id\":null}}");
    }

    @ParameterizedTest
    @CsvSource({
        "response_cancel_not_active, Cancellation failed: no active response found",
        "input_audio_buffer_commit_empty, Error committing input audio buffer: buffer too small.",
        "invalid_value, Audio content of 1200ms is already shorter than 1300ms"
    })
    void theLoserOfARaceIsNothingToSpeakOf(String code, String message) {
        try (RealtimePhone phone = phone(RealtimeBehaviour.usual(), Answer.say("Yes."))) {
            phone.listen(Duration.ofSeconds(1));
            inject(phone, code, message);
            phone.say("Are you there?", Duration.ofSeconds(4));

            assertThat(phone.heard()).containsExactly("Yes.");
            assertThat(phone.warnings).isEmpty();
            assertThat(phone.failure).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cannot_update_voice",
                "rate_limit_exceeded",
                "server_error",
                "item_truncate_invalid_item_id",
                "invalid_value",
                "something_new"
            })
    void otherErrorsAreWarningsAndTheConversationGoesOn(String code) {
        try (RealtimePhone phone = phone(RealtimeBehaviour.usual(), Answer.say("Yes."))) {
            phone.listen(Duration.ofSeconds(1));
            inject(phone, code, "Whatever it is, with sk-abc123.");
            phone.say("Are you there?", Duration.ofSeconds(4));

            assertThat(phone.heard()).containsExactly("Yes.");
            assertThat(phone.warnings).hasSize(1);
            assertThat(phone.warnings.get(0)).hasMessageContaining(code).hasMessageNotContaining("abc123");
            assertThat(phone.failure).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_api_key", "insufficient_quota", "model_not_found", "beta_api_shape_disabled"})
    void whatWillNeverWorkIsAFailureAtOnce(String code) {
        try (RealtimePhone phone = phone(RealtimeBehaviour.usual())) {
            phone.listen(Duration.ofSeconds(1));
            inject(phone, code, "No, not with sk-abc123.");
            phone.listen(Duration.ofSeconds(1));

            assertThat(phone.failure).hasValueSatisfying(failure -> {
                assertThat(failure.retryable()).isFalse();
                assertThat(failure).hasMessageContaining(code).hasMessageNotContaining("abc123");
            });
            assertThat(phone.server.sessions()).hasSize(1);
        }
    }

    @Test
    void aSettingThatIsRefusedIsAFailureThatNamesIt() {
        try (RealtimePhone phone = new RealtimePhone(
                time, new SimulatedRealtime(time, SimulatedModel.script()).latency(Duration.ofMillis(500)), SETTINGS)) {
            time.advance(Duration.ofMillis(800));
            phone.server
                    .sessions()
                    .get(0)
                    .send("{\"type\":\"error\",\"event_id\":\"e\",\"error\":{\"type\":\"invalid_request_error\","
                            + "\"code\":\"unknown_parameter\",\"message\":\"Unknown parameter: 'session.x'.\","
                            + "\"param\":\"session.x\",\"event_id\":\"session.update#1\"}}");
            time.advance(Duration.ofSeconds(2));

            assertThat(phone.failure)
                    .hasValueSatisfying(failure -> assertThat(failure).hasMessageContaining("session.x"));
        }
    }

    @Test
    void anAnswerThatFailsForTheRateLimitIsAskedForOnceMore() {
        try (RealtimePhone phone = phone(
                RealtimeBehaviour.usual().with(1, ResponseFault.RATE_LIMITED),
                Answer.say("Yes."),
                Answer.say("Yes."))) {
            phone.say("Are you there?", Duration.ofSeconds(8));

            assertThat(phone.heard()).containsExactly("Yes.");
            assertThat(phone.warnings).hasSize(1);
            assertThat(phone.answers).isEqualTo(1);
        }
    }

    @Test
    void anAnswerThatFailsTwiceIsAFailure() {
        try (RealtimePhone phone = phone(
                RealtimeBehaviour.usual().with(1, ResponseFault.FAILED).with(2, ResponseFault.FAILED),
                Answer.say("Yes."),
                Answer.say("Yes."))) {
            phone.say("Are you there?", Duration.ofSeconds(8));

            assertThat(phone.heard()).isEmpty();
            assertThat(phone.failure).hasValueSatisfying(failure -> assertThat(failure.retryable())
                    .isTrue());
        }
    }

    @Test
    void anAnswerThatFailsHalfwayGoesOnWhereItBrokeOff() {
        try (RealtimePhone phone = phone(
                RealtimeBehaviour.usual().with(1, ResponseFault.FAILED_HALFWAY),
                Answer.say("One two three four five six."),
                Answer.say("And so on."))) {
            phone.say("Count!", Duration.ofSeconds(9));

            assertThat(phone.heard()).hasSize(2).endsWith("And so on.");
            assertThat(phone.answers).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"INCOMPLETE, max_output_tokens", "CONTENT_FILTERED, content_filter"})
    void anAnswerThatIsIncompleteIsAWarning(ResponseFault fault, String reason) {
        try (RealtimePhone phone =
                phone(RealtimeBehaviour.usual().with(1, fault), Answer.say("One two three four five six."))) {
            phone.say("Count!", Duration.ofSeconds(6));

            assertThat(phone.warnings).hasSize(1);
            assertThat(phone.warnings.get(0)).hasMessageContaining(reason);
            assertThat(phone.answers).isEqualTo(1);
            assertThat(phone.items.values()).allMatch(item -> item.ended);
            assertThat(phone.failure).isEmpty();
        }
    }

    @Test
    void anEventThatIsNoJsonIsPassedOver() {
        try (RealtimePhone phone =
                phone(RealtimeBehaviour.usual().with(1, ResponseFault.MALFORMED), Answer.say("One two three four."))) {
            phone.say("Count!", Duration.ofSeconds(6));

            assertThat(phone.heard()).containsExactly("One two three four.");
            assertThat(phone.session.counters().unknownEvents()).isEqualTo(1);
        }
    }

    @Test
    void wordsThatAreNotWrittenDownAreEmpty() {
        try (RealtimePhone phone = phone(RealtimeBehaviour.usual().withFailingTranscript(1), Answer.say("Yes."))) {
            phone.say("Are you there?", Duration.ofSeconds(6));

            assertThat(phone.callerWords).hasSize(1).containsValue("");
            assertThat(phone.warnings).hasSize(1);
            assertThat(phone.heard()).containsExactly("Yes.");
        }
    }

    @Test
    void aFormatThatIsNotTheTelephonesIsAFailure() {
        try (RealtimePhone phone = new RealtimePhone(
                time, new SimulatedRealtime(time, SimulatedModel.script()).latency(Duration.ofMillis(500)), SETTINGS)) {
            time.advance(Duration.ofMillis(800));
            phone.server
                    .sessions()
                    .get(0)
                    .send(
                            "{\"type\":\"session.updated\",\"event_id\":\"e\",\"session\":{\"type\":\"realtime\",\"audio\":{"
                                    + "\"input\":{\"format\":{\"type\":\"audio/pcmu\"}},"
                                    + "\"output\":{\"format\":{\"type\":\"audio/pcm\",\"rate\":24000}}}}}");
            time.advance(Duration.ofSeconds(2));

            assertThat(phone.failure)
                    .hasValueSatisfying(failure -> assertThat(failure).hasMessageContaining("audio/pcm "));
        }
    }
}
