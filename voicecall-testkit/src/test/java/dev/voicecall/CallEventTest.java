package dev.voicecall;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.voicecall.ToolUse.Status;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.testkit.Seeds;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Events as JSON, as another's parser reads it. */
class CallEventTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.250Z");
    private static final CallInfo CALL =
            new CallInfo(Direction.OUTBOUND, Optional.of("CA1"), "+1", "+2", Optional.of("r"));
    private static final String NASTY = "\"\\/\b\f\n\r\t\0\u001f\u007f\u0085\u2028\u2029\ud800\udc00\ufeff<>&'{}[]:,é漢";

    private final List<CallEvent> events = new ArrayList<>();
    private final CallListener listener = new CallEvents(() -> NOW, events::add);

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(json, e);
        }
    }

    @Test
    void anyTextIsReadAsItWas() {
        Seeds.upTo(2_000).check(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append(
                        random.nextInt(4) > 0
                                ? NASTY.charAt(random.nextInt(NASTY.length()))
                                : (char) random.nextInt(0x10000));
            }
            String json = new CallEvent("words", NOW, CALL, Map.of("text", text.toString())).toJson();

            assertThat(read(json).path("text").textValue()).isEqualTo(text.toString());
            assertThat(json).doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029<]");
        });
    }

    @Test
    void halfAPairIsNotSentAsACharacter() {
        String json =
                new CallEvent("words", NOW, CALL, Map.of("text", "a\ud800b\udc00c\ud83d\ude00</script>")).toJson();

        assertThat(json).contains("a\\ud800b\\udc00c\ud83d\ude00\\u003c/script>");
        assertThat(read(json).path("text").textValue()).isEqualTo("a\ud800b\udc00c\ud83d\ude00</script>");
    }

    @Test
    void everyEventSaysWhenWhatAndOfWhichCall() {
        listener.onRinging(CALL);
        listener.onStarted(new CallInfo(Direction.INBOUND, Optional.empty(), "+1", "+2"));

        assertThat(events.get(0).toJson())
                .isEqualTo("{\"ts\":\"2026-01-01T00:00:00.250Z\",\"evt\":\"status\",\"call_id\":\"CA1\","
                        + "\"record_id\":\"r\",\"status\":\"ringing\"}");
        assertThat(events.get(1).toJson())
                .isEqualTo("{\"ts\":\"2026-01-01T00:00:00.250Z\",\"evt\":\"status\","
                        + "\"status\":\"dialing\",\"direction\":\"inbound\",\"from\":\"+1\",\"to\":\"+2\"}");
    }

    @Test
    void whatIsNotKnownIsNotThere() {
        listener.onUtterance(CALL, new Utterance(Speaker.THEM, "Hi", NOW, OptionalDouble.of(0.5), false));
        listener.onUtterance(CALL, new Utterance(Speaker.US, "Hello", NOW, OptionalDouble.empty(), true));
        listener.onUsage(CALL, Usage.tokens("openai", "gpt", OptionalLong.of(3), OptionalLong.empty()));

        assertThat(events.get(0).details())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("speaker", "caller", "text", "Hi", "interrupted", false, "confidence", 0.5));
        assertThat(events.get(1).details())
                .containsExactlyInAnyOrderEntriesOf(Map.of("speaker", "agent", "text", "Hello", "interrupted", true));
        assertThat(events.get(2).details())
                .containsExactlyInAnyOrderEntriesOf(Map.of("provider", "openai", "model", "gpt", "input_tokens", 3L));
    }

    @Test
    void aToolIsThereTwice() {
        listener.onToolStarted(CALL, use(Status.RUNNING, Duration.ZERO));
        listener.onToolUsed(CALL, use(Status.DONE, Duration.ofMillis(1_500)));

        assertThat(events).extracting(event -> event.details().get("status")).containsExactly("running", "done");
        assertThat(events.get(0).details()).doesNotContainKeys("result", "took_ms");
        assertThat(events.get(1).details())
                .containsEntry("result", "It is noon.")
                .containsEntry("took_ms", 1_500L);
    }

    private static ToolUse use(Status status, Duration took) {
        return new ToolUse("1", "clock", "{}", "It is noon.", status, took);
    }

    @Test
    void aNumberThatIsNoneIsNull() {
        listener.onUtterance(CALL, new Utterance(Speaker.THEM, "Hi", NOW, OptionalDouble.of(Double.NaN), false));

        assertThat(read(events.get(0).toJson()).path("confidence").isNull()).isTrue();
    }
}
