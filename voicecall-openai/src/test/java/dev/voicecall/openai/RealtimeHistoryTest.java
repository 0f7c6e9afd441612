package dev.voicecall.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.ToolUse;
import dev.voicecall.spi.ToolCall;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What another session is told. */
class RealtimeHistoryTest {
    private final RealtimeHistory history = new RealtimeHistory();

    @Test
    void isTheLastOfItIfItIsTooMuchForAConnectionToTakeAtOnce() {
        for (int i = 0; i < 50; i++) {
            history.typed("typed" + i, "Number " + i);
            history.called(new ToolCall("call" + i, "look", new JsonArguments("{}")));
            history.settled(
                    new ToolUse("call" + i, "look", "{}", "x".repeat(20_000), ToolUse.Status.DONE, Duration.ZERO),
                    "item" + i);
        }

        List<ObjectNode> items = history.items();

        assertThat(items.toString().length()).isBetween(40_000, 100_000);
        assertThat(items.get(items.size() - 1).path("call_id").asText()).isEqualTo("call49");
        assertThat(items).extracting(item -> item.path("type").asText()).startsWith("message", "function_call");
    }
}
