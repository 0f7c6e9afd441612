package dev.voicecall.openai;

import dev.voicecall.ToolUse;
import dev.voicecall.spi.Responder.Response;
import dev.voicecall.spi.Tool;
import dev.voicecall.spi.ToolCall;
import java.util.List;

/** An answer that nobody hears, to be read when it is complete. Used by the thread that makes it. */
final class WrittenResponse implements Response {
    private final StringBuilder text = new StringBuilder();

    /** What was said so far. */
    String text() {
        return text.toString();
    }

    @Override
    public void say(String piece) {
        text.append(piece);
    }

    @Override
    public void endCall() {
        throw new UnsupportedOperationException("There is no call that could be ended.");
    }

    @Override
    public void awaitCommitted() {}

    @Override
    public List<ToolUse> use(List<Tool> tools, List<ToolCall> calls) {
        throw new UnsupportedOperationException("There is no call on which tools could be used.");
    }
}
