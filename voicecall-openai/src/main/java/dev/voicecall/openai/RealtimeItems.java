package dev.voicecall.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.voicecall.spi.ToolCall;

/** Items of a Realtime conversation, as they are created. */
final class RealtimeItems {
    private RealtimeItems() {}

    /** What the other side has said, as text. */
    static ObjectNode user(String words) {
        return message("user", "input_text", words);
    }

    /** What the model has said, as text. */
    static ObjectNode assistant(String words) {
        return message("assistant", "output_text", words);
    }

    private static ObjectNode message(String role, String type, String words) {
        ObjectNode item = Json.object().put("type", "message").put("role", role);
        item.putArray("content").addObject().put("type", type).put("text", words);
        return item;
    }

    /** That the model has asked for a tool. */
    static ObjectNode call(ToolCall call) {
        return Json.object()
                .put("type", "function_call")
                .put("call_id", call.id())
                .put("name", call.name())
                .put("arguments", call.arguments().json());
    }

    /** What came of it. */
    static ObjectNode output(String callId, String text) {
        return Json.object()
                .put("type", "function_call_output")
                .put("call_id", callId)
                .put("output", text);
    }
}
