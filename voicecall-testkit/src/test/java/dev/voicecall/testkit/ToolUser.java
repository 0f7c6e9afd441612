package dev.voicecall.testkit;

import dev.voicecall.ToolUse;
import dev.voicecall.spi.Conversation;
import dev.voicecall.spi.Responder;
import dev.voicecall.spi.Tool;
import dev.voicecall.spi.ToolCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;

/** A brain that has tools used by chance, before it speaks or afterwards. */
final class ToolUser implements Responder {
    static final String HANG_UP = "hang_up";
    static final String TRANSFER = "transfer";
    private static final String THIRD = "+14155550177";

    private final VirtualScheduler time;
    private final Responder speaks;
    private final SplittableRandom random;
    private final List<Tool> tools = new ArrayList<>();
    private final List<ToolUse> promised = new CopyOnWriteArrayList<>();
    private int calls;

    ToolUser(VirtualScheduler time, ScriptedCarrier carrier, Responder speaks, long seed) {
        this.time = time;
        this.speaks = speaks;
        this.random = new SplittableRandom(seed);
        tools.add(Tool.hangUp());
        tools.add(Tool.transfer(TRANSFER, "Connects.", THIRD));
        tools.add(work("work"));
        tools.add(work("quits").withCancellationByInterruption());
        tools.add(work("hurries").withTimeout(Duration.ofMillis(500)));
        Callee third = random.nextBoolean() ? Callee.busy() : Callee.answers().hangsUpAfter(Duration.ofSeconds(1));
        carrier.callee(THIRD, third);
    }

    private Tool work(String name) {
        int most = 1 + random.nextInt(6_000);
        return Tool.withSchema(name, "Takes a while.", "{}", (json, call) -> {
            Waiting.pass(time, Duration.ofMillis(random.nextInt(most)));
            if (random.nextInt(4) == 0) {
                throw new IllegalStateException("it went wrong");
            }
            return "done";
        });
    }

    /** What it was told of the tools that it had used. */
    List<ToolUse> told() {
        return promised;
    }

    @Override
    public String respond(Conversation conversation) throws Exception {
        return speaks.respond(conversation);
    }

    @Override
    public void respond(Conversation conversation, Response response) throws Exception {
        use(response);
        speaks.respond(conversation, response);
        use(response);
    }

    private void use(Response response) throws InterruptedException {
        while (random.nextInt(3) == 0) {
            List<ToolCall> asked = new ArrayList<>();
            do {
                String name = random.nextInt(10) == 0
                        ? "none"
                        : tools.get(random.nextInt(tools.size())).name();
                asked.add(new ToolCall("call_" + ++calls, name, new JsonArguments("{}")));
            } while (random.nextInt(3) == 0);
            promised.addAll(response.use(tools, asked));
        }
    }
}
