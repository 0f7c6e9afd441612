package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallResult;
import dev.voicecall.Outcome;
import dev.voicecall.ToolUse;
import dev.voicecall.ToolUse.Status;
import dev.voicecall.spi.Conversation;
import dev.voicecall.spi.Conversation.Message;
import dev.voicecall.spi.Conversation.Message.Role;
import dev.voicecall.spi.Responder;
import dev.voicecall.spi.Tool;
import dev.voicecall.spi.ToolCall;
import dev.voicecall.testkit.Callee.Reaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an agent does besides talking: the tools that its responder asks for. */
class AgentToolsTest extends AgentBench {
    private static final String PARIS = "{\"city\":\"Paris\"}";
    private static final Callee ASKS =
            Callee.answers().says("How is the weather?").staysSilent().says("Thanks.");
    private static final Callee ASKS_AND_WAITS = Callee.answers()
            .says("How is the weather?")
            .staysSilent()
            .staysSilent()
            .says("Thanks.");

    record Place(String city, Optional<String> country) {}

    private final List<String> done = new ArrayList<>();

    /** Takes a while, unless it is interrupted. */
    private Tool weather(Duration takes) {
        return Tool.of("get_weather", "The weather of a city.", Place.class, (place, call) -> {
            Waiting.pass(time, takes);
            done.add(place.city());
            return "It is sunny in " + place.city() + ".";
        });
    }

    /** Has one used at the first answer, and says its result. */
    private ScriptedResponder using(Tool tool, String... answers) {
        return answers(answers).tools(tool).usesAt(1, tool.name(), PARIS).thenSaysAt(1, uses -> uses.get(0)
                .result());
    }

    private static List<ToolUse> uses(Conversation conversation) {
        return conversation.messages().stream()
                .flatMap(message -> message.tools().stream())
                .toList();
    }

    @Test
    void saysWhatComesOfIt() {
        ScriptedResponder responder = using(weather(Duration.ofSeconds(2)), "Let me check.");

        call(ASKS, agent(responder));

        assertThat(carrier.lastCall().heard())
                .containsExactly("Hello there.", "Let me check.", "It is sunny in Paris.", "Goodbye.");
        assertThat(responder.conversations().get(1).messages())
                .extracting(Message::role)
                .containsExactly(Role.AGENT, Role.CALLER, Role.TOOLS, Role.AGENT, Role.CALLER);
        assertThat(responder.conversations().get(1).messages().get(3).text())
                .isEqualTo("Let me check. It is sunny in Paris.");
    }

    @Test
    void tellsOfEachUseOnce() {
        ScriptedResponder responder = using(weather(Duration.ofSeconds(1)), "Let me check.");

        call(ASKS, agent(responder));

        ToolUse use = new ToolUse(
                "call_1_1", "get_weather", PARIS, "It is sunny in Paris.", Status.DONE, Duration.ofSeconds(1));
        assertThat(probe.toolUses()).containsExactly(use);
        assertThat(uses(responder.conversations().get(1))).containsExactly(use);
    }

    @Test
    void needsNoWords() {
        ScriptedResponder responder = answers("").tools(weather(Duration.ZERO)).usesAt(1, "get_weather", PARIS);

        call(
                Callee.answers().says("Note that down.").says("Hello?"),
                agent(responder).idlePrompts(Duration.ofSeconds(3), "Yes?"));

        assertThat(done).containsExactly("Paris");
        assertThat(probe.warnings()).isEmpty();
        assertThat(carrier.lastCall().heard()).containsExactly("Hello there.", "Yes?", "Goodbye.");
    }

    @Test
    void speaksTheLastSentenceBeforeAToolThoughItHasNoFullStop() {
        ScriptedResponder responder = using(weather(Duration.ofSeconds(2)), "Let me check");

        call(ASKS, agent(responder));

        assertThat(carrier.lastCall().heard()).contains("Let me check", "It is sunny in Paris.");
    }

    @Test
    void usesSeveralAtTheSameTime() {
        ScriptedResponder responder = answers("")
                .tools(weather(Duration.ofSeconds(2)))
                .usesAt(1, "get_weather", PARIS)
                .usesAt(1, "get_weather", "{\"city\":\"Oslo\",\"country\":\"Norway\"}")
                .thenSaysAt(1, uses -> uses.get(0).result() + " " + uses.get(1).result());

        call(Callee.answers().says("How is the weather?").says("Thanks."), agent(responder));

        assertThat(carrier.lastCall().heard()).contains("It is sunny in Paris. It is sunny in Oslo.");
        assertThat(probe.turn(1).response()).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2_100));
        assertThat(responder.conversations().get(1).messages())
                .filteredOn(message -> message.role() == Role.TOOLS)
                .singleElement()
                .satisfies(together -> assertThat(together.tools()).hasSize(2));
    }

    @Test
    void givesUpOneThatTakesTooLong() {
        ScriptedResponder responder =
                using(weather(Duration.ofSeconds(30)).withTimeout(Duration.ofSeconds(2)), "Let me check.");

        call(ASKS, agent(responder));

        assertThat(done).isEmpty();
        assertThat(probe.toolUses()).singleElement().satisfies(use -> {
            assertThat(use.status()).isEqualTo(Status.TIMED_OUT);
            assertThat(use.result()).startsWith("It took longer than 2000 ms");
            assertThat(use.took()).isEqualTo(Duration.ofSeconds(2));
        });
        assertThat(probe.warnings()).isEmpty();
    }

    @Test
    void tellsTheModelWhatWentWrong() {
        Tool broken = Tool.withSchema("broken", "Fails.", "{}", (json, call) -> {
            throw new IllegalStateException("The database is closed for " + json);
        });
        ScriptedResponder responder = answers("One", "Two")
                .tools(broken, weather(Duration.ZERO))
                .usesAt(1, "broken", "{}")
                .usesAt(1, "get_time", "{}")
                .usesAt(1, "get_weather", "{\"city\":[]}")
                .usesAt(1, "get_weather", "no JSON");

        call(Callee.answers().says("How is the weather?").says("Thanks."), agent(responder));

        assertThat(probe.toolUses()).hasSize(4).allSatisfy(use -> assertThat(use.status())
                .isEqualTo(Status.FAILED));
        assertThat(uses(responder.conversations().get(1)))
                .extracting(ToolUse::result)
                .satisfiesExactly(
                        thrown -> assertThat(thrown).isEqualTo("It failed: The database is closed for {}"),
                        missing -> assertThat(missing)
                                .isEqualTo("There is no tool get_time; there are: broken, get_weather."),
                        wrong -> assertThat(wrong).contains("The arguments are not a Place"),
                        garbled -> assertThat(garbled).contains("The arguments are not a Place"));
    }

    @Test
    void boundsWhatTheModelIsTold() {
        Tool big = Tool.withSchema("big", "Returns much.", "{}", (json, call) -> "x".repeat(1_000_000));
        ScriptedResponder responder = answers("One").tools(big).usesAt(1, "big", "{}");

        call(ASKS, agent(responder));

        assertThat(probe.toolUses().get(0).result())
                .hasSizeBetween(20_000, 20_100)
                .endsWith("(cut: it had 1000000 characters)");
    }

    @Test
    void cutsNoCharacterInTwo() {
        Tool big = Tool.withSchema("big", "Returns much.", "{}", (json, call) -> "x" + "\uD83D\uDE42".repeat(20_000));
        ScriptedResponder responder = answers("One").tools(big).usesAt(1, "big", "{}");

        call(ASKS, agent(responder));

        assertThat(probe.toolUses().get(0).result().codePoints()).noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
    }

    @Test
    void tellsTheModelThatAToolHasReturnedNull() {
        Tool empty = Tool.withSchema("empty", "Returns nothing.", "{}", (json, call) -> nothing());
        ScriptedResponder responder =
                answers("").tools(empty).usesAt(1, "empty", "{}").thenSaysAt(1, uses -> "I found nothing.");

        call(ASKS, agent(responder));

        assertThat(carrier.lastCall().heard()).contains("I found nothing.");
        assertThat(probe.toolUses()).singleElement().satisfies(use -> {
            assertThat(use.status()).isEqualTo(Status.FAILED);
            assertThat(use.result()).isEqualTo("It failed: The tool returned null; to tell nothing, return \"\".");
        });
    }

    @SuppressWarnings("NullAway") // as code without annotations does
    private static String nothing() {
        return null;
    }

    @Test
    void maySilentlyTakeLongerThanAResponderMay() {
        ScriptedResponder responder = using(weather(Duration.ofSeconds(10)), "Let me check.");

        call(ASKS_AND_WAITS, agent(responder).responseTimeout(Duration.ofSeconds(1)));

        assertThat(carrier.lastCall().heard()).contains("It is sunny in Paris.");
        assertThat(probe.warnings()).isEmpty();
    }

    @Test
    void countsTheSilenceOfTheResponderAgainWhenTheToolHasEnded() {
        Responder stuck = new Responder() {
            @Override
            public String respond(Conversation conversation) {
                throw new AssertionError("not asked piece by piece");
            }

            @Override
            public void respond(Conversation conversation, Response response) throws InterruptedException {
                ToolCall paris = new ToolCall("1", "get_weather", new JsonArguments(PARIS));
                response.use(List.of(weather(Duration.ofSeconds(5))), List.of(paris));
                Waiting.pass(time, Duration.ofSeconds(60));
            }
        };

        CallResult<Void> result = call(ASKS, agent(stuck).responseTimeout(Duration.ofSeconds(2)));

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.duration()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
        assertThat(done).containsExactly("Paris");
    }

    @Test
    void showsASecondAttemptWhatWasDoneByTheFirst() {
        List<Conversation> shown = new ArrayList<>();
        ScriptedResponder using = answers("").tools(weather(Duration.ZERO)).usesAt(1, "get_weather", PARIS);
        Responder failing = new Responder() {
            @Override
            public String respond(Conversation conversation) {
                throw new AssertionError("not asked piece by piece");
            }

            @Override
            public void respond(Conversation conversation, Response response) throws InterruptedException {
                shown.add(conversation);
                if (shown.size() == 1) {
                    using.respond(conversation, response);
                    throw new IllegalStateException("the connection broke");
                }
                response.say(uses(conversation).get(0).result());
                response.endCall();
            }
        };

        call(Callee.answers().says("How is the weather?"), agent(failing));

        assertThat(done).containsExactly("Paris");
        assertThat(carrier.lastCall().heard()).containsExactly("Hello there.", "It is sunny in Paris.");
    }

    @Test
    void goesOnWithAToolWhenTheCallerInterrupts() {
        ScriptedResponder responder = using(weather(Duration.ofSeconds(6)), STORY, "Stop what?", "I see.");
        Callee callee = Callee.answers()
                .says("How is the weather?")
                .reacts(Reaction.speak("Stop it please.").interruptingAtWord("dragon"))
                .reacts(Reaction.speak("What is it now?").after(Duration.ofSeconds(5)))
                .says("Thanks.");

        call(callee, agent(responder));

        assertThat(done).containsExactly("Paris");
        assertThat(uses(responder.conversations().get(1))).singleElement().satisfies(use -> {
            assertThat(use.status()).isEqualTo(Status.RUNNING);
            assertThat(use.took()).isZero();
        });
        assertThat(uses(responder.conversations().get(2))).singleElement().satisfies(use -> {
            assertThat(use.status()).isEqualTo(Status.DONE);
            assertThat(use.result()).isEqualTo("It is sunny in Paris.");
        });
        assertThat(responder.conversations().get(2).messages())
                .extracting(Message::role)
                .containsExactly(Role.AGENT, Role.CALLER, Role.TOOLS, Role.AGENT, Role.CALLER, Role.AGENT, Role.CALLER);
        assertThat(probe.toolUses()).hasSize(1);
        assertThat(carrier.lastCall().heard()).doesNotContain("It is sunny in Paris.");
    }

    @Test
    void givesUpAToolThatMayBeCancelledByAnInterruption() {
        ScriptedResponder responder =
                using(weather(Duration.ofSeconds(6)).withCancellationByInterruption(), STORY, "Stop what?");
        Callee callee = Callee.answers()
                .says("How is the weather?")
                .reacts(Reaction.speak("Stop it please.").interruptingAtWord("dragon"))
                .says("Thanks.");

        call(callee, agent(responder));

        assertThat(done).isEmpty();
        assertThat(uses(responder.conversations().get(1))).singleElement().satisfies(use -> assertThat(use.status())
                .isEqualTo(Status.CANCELLED));
        assertThat(probe.toolUses()).hasSize(1);
    }

    @Test
    void givesUpAllToolsWhenTheCallEnds() {
        ScriptedResponder responder = using(weather(Duration.ofSeconds(15)), "Let me check.");

        call(Callee.answers().says("How is the weather?").hangsUp(), agent(responder));

        assertThat(done).isEmpty();
        assertThat(probe.toolUses()).singleElement().satisfies(use -> assertThat(use.status())
                .isEqualTo(Status.CANCELLED));
    }

    @Test
    void usesNoneForAnAnswerThatIsNotWantedYet() {
        ScriptedResponder responder = answers("", "")
                .tools(weather(Duration.ZERO))
                .usesAt(1, "get_weather", PARIS)
                .usesAt(2, "get_weather", "{\"city\":\"Oslo\"}")
                .thenSaysAt(2, uses -> uses.get(0).result());
        Callee callee = Callee.answers()
                .reacts(Sounds.speakWithPauses(Duration.ofMillis(550), "tell me all", "that you know"))
                .says("Thanks.");

        call(callee, agent(responder).preemptiveReplies(true));

        assertThat(done).containsExactly("Oslo");
        assertThat(probe.toolUses()).hasSize(1);
    }

    @Test
    void passesTheTimeThoughTheModelHasSaidSomethingBefore() {
        ScriptedResponder responder = using(weather(Duration.ofSeconds(5)), "Let me check.");

        call(ASKS_AND_WAITS, agent(responder).filler(Duration.ofSeconds(2), "One moment."));

        assertThat(carrier.lastCall().heard())
                .containsExactly("Hello there.", "Let me check.", "One moment.", "It is sunny in Paris.", "Goodbye.");
        assertThat(probe.transcript()).contains("us: Let me check. It is sunny in Paris.");
    }

    @Test
    void passesTheTimeInTheWordsOfTheTool() {
        ScriptedResponder responder = using(weather(Duration.ofSeconds(5)).withFiller("The satellite is slow."), "");

        call(ASKS, agent(responder).filler(Duration.ofSeconds(2), "One moment."));

        assertThat(carrier.lastCall().heard())
                .containsExactly("Hello there.", "The satellite is slow.", "It is sunny in Paris.", "Goodbye.");
    }

    @Test
    void passesNoTimeWhileItsWordsAreBeingHeard() {
        ScriptedResponder responder = using(weather(Duration.ofSeconds(3)), STORY);

        call(ASKS, agent(responder).filler(Duration.ofSeconds(2), "One moment."));

        assertThat(carrier.lastCall().heard()).noneMatch(heard -> heard.contains("One moment"));
    }

    @Test
    void passesTheTimeWhenTheModelThinksLongAfterAQuickTool() {
        Responder slow = new Responder() {
            @Override
            public String respond(Conversation conversation) {
                throw new AssertionError("not asked piece by piece");
            }

            @Override
            public void respond(Conversation conversation, Response response) throws InterruptedException {
                ToolCall paris = new ToolCall("1", "get_weather", new JsonArguments(PARIS));
                response.use(List.of(weather(Duration.ofMillis(100))), List.of(paris));
                Waiting.pass(time, Duration.ofSeconds(6));
                response.say("It is sunny.");
                response.endCall();
            }
        };

        call(Callee.answers().says("How is the weather?"), agent(slow).filler(Duration.ofSeconds(2), "One moment."));

        assertThat(carrier.lastCall().heard()).containsExactly("Hello there.", "One moment.", "It is sunny.");
    }

    @Test
    void saysItsFillerOnceInAnAnswer() {
        ScriptedResponder responder = using(weather(Duration.ofSeconds(15)), "").thinks(Duration.ofSeconds(3));

        call(
                Callee.answers().says("How is the weather?").staysSilent().says("Thanks."),
                agent(responder).filler(Duration.ofSeconds(2), "One moment."));

        assertThat(carrier.lastCall().heard())
                .filteredOn(heard -> heard.equals("One moment."))
                .hasSize(1);
    }
}
