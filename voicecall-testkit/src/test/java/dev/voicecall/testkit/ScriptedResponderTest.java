package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.CallInfo;
import dev.voicecall.Direction;
import dev.voicecall.ProviderException;
import dev.voicecall.ToolUse;
import dev.voicecall.spi.Conversation;
import dev.voicecall.spi.Conversation.Message;
import dev.voicecall.spi.Responder;
import dev.voicecall.spi.Tool;
import dev.voicecall.spi.ToolCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScriptedResponderTest {
    private static final Conversation HELLO = new Conversation(
            new CallInfo(Direction.INBOUND, Optional.empty(), "+14155550123", "+14155550100"),
            "en-US",
            List.of(new Message(Message.Role.CALLER, "Hello", false)));

    private final VirtualScheduler time = new VirtualScheduler();
    private final List<String> said = new ArrayList<>();

    @Test
    void givesOneAnswerAfterTheOther() throws Exception {
        ScriptedResponder brain = new ScriptedResponder(time, "one", "two").endsCallAt(2);
        for (int i = 0; i < 3; i++) {
            brain.respond(HELLO, response());
        }
        assertThat(said).containsExactly("one", "two", "(ends)", "");
        assertThat(brain.conversations()).containsExactly(HELLO, HELLO, HELLO);
    }

    @Test
    void answersByWhatWasSaid() throws Exception {
        ScriptedResponder brain = new ScriptedResponder(time, conversation -> "You said " + conversation.latest());
        assertThat(brain.respond(HELLO)).isEqualTo("You said Hello");
    }

    @Test
    void thinksAndThenSpeaksWordByWord() throws Exception {
        ScriptedResponder brain = new ScriptedResponder(time, "one two  three")
                .thinks(Duration.ofMillis(400))
                .wordByWord(Duration.ofMillis(50));
        brain.respond(HELLO, response());
        assertThat(said).containsExactly("one ", "two  ", "three");
        assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(550));
    }

    @Test
    void failsWhenItIsTold() throws Exception {
        ScriptedResponder brain = new ScriptedResponder(time, "one", "two").failsAt(1);
        assertThatThrownBy(() -> brain.respond(HELLO, response()))
                .isInstanceOfSatisfying(ProviderException.class, e -> assertThat(e.stage())
                        .isEqualTo(ProviderException.Stage.THINKING));
        brain.respond(HELLO, response());
        assertThat(said).containsExactly("two");
    }

    private Responder.Response response() {
        return new Responder.Response() {
            @Override
            public void say(String piece) {
                said.add(piece);
            }

            @Override
            public void endCall() {
                said.add("(ends)");
            }

            @Override
            public void awaitCommitted() {}

            @Override
            public List<ToolUse> use(List<Tool> tools, List<ToolCall> calls) {
                throw new AssertionError("It has no tools.");
            }
        };
    }
}
