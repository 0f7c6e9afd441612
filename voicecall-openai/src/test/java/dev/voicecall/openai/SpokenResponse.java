package dev.voicecall.openai;

import dev.voicecall.CallInfo;
import dev.voicecall.Direction;
import dev.voicecall.ToolUse;
import dev.voicecall.ToolUse.Status;
import dev.voicecall.spi.Conversation;
import dev.voicecall.spi.Conversation.Message;
import dev.voicecall.spi.Responder.Response;
import dev.voicecall.spi.Tool;
import dev.voicecall.spi.ToolCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Collects what is said, piece by piece, and uses tools at once. */
class SpokenResponse implements Response {
    final List<String> pieces = new CopyOnWriteArrayList<>();
    final List<List<ToolCall>> used = new ArrayList<>();

    String text() {
        return String.join("", pieces);
    }

    @Override
    public void say(String piece) throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
        }
        pieces.add(piece);
    }

    @Override
    public void endCall() {}

    @Override
    public void awaitCommitted() {}

    @Override
    public List<ToolUse> use(List<Tool> tools, List<ToolCall> calls) {
        used.add(calls);
        return calls.stream()
                .map(call -> new ToolUse(
                        call.id(),
                        call.name(),
                        call.arguments().json(),
                        "result of " + call.name(),
                        Status.DONE,
                        Duration.ZERO))
                .toList();
    }

    static Conversation conversation(Message... messages) {
        CallInfo call = new CallInfo(Direction.INBOUND, Optional.of("CA1"), "+14155550123", "+14155550199");
        return new Conversation(call, "en-US", List.of(messages));
    }

    static Message caller(String text) {
        return new Message(Message.Role.CALLER, text, false);
    }

    static Message agent(String text, boolean interrupted) {
        return new Message(Message.Role.AGENT, text, interrupted);
    }
}
