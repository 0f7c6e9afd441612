package dev.voicecall.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.VirtualScheduler;
import dev.voicecall.testkit.openai.RealtimeBehaviour;
import dev.voicecall.testkit.openai.SimulatedModel;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import dev.voicecall.testkit.openai.SimulatedModel.FunctionCall;
import dev.voicecall.testkit.openai.SimulatedModel.Prompt;
import dev.voicecall.testkit.openai.SimulatedRealtime;
import dev.voicecall.testkit.openai.SimulatedSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A conversation with a model that behaves: turns, interruptions, tools, keys. */
class RealtimeConversationTest {
    private static final RealtimeSettings SETTINGS =
            RealtimeSettings.builder("You are helpful.").build();

    private final VirtualScheduler time = new VirtualScheduler();
    private final List<Prompt> prompts = new ArrayList<>();

    private SimulatedModel model(Answer... answers) {
        SimulatedModel script = SimulatedModel.script(answers);
        return prompt -> {
            prompts.add(prompt);
            return script.answer(prompt);
        };
    }

    private static List<String> errors(RealtimePhone phone) {
        return phone.server.sessions().stream()
                .flatMap(session -> session.sent().stream())
                .filter(event -> event.contains("\"type\":\"error\""))
                .toList();
    }

    private static List<String> sent(RealtimePhone phone, String type) {
        return phone.server.sessions().stream()
                .flatMap(session -> session.received().stream())
                .filter(event -> event.contains("\"type\":\"" + type + "\""))
                .toList();
    }

    @Test
    void answersWhatWasSaid() {
        try (RealtimePhone phone = RealtimePhone.with(time, SETTINGS, model(Answer.say("It is sunny in Pune.")))) {
            phone.say("How is the weather?", Duration.ofSeconds(6));

            assertThat(phone.told).containsExactly("open", "speech began", "speech ended", "answered");
            assertThat(phone.heard()).containsExactly("It is sunny in Pune.");
            assertThat(phone.items.values().iterator().next().words).hasToString("It is sunny in Pune.");
            assertThat(phone.items.values().iterator().next().ended).isTrue();
            assertThat(phone.callerWords).hasSize(1).containsValue("How is the weather?");
            assertThat(phone.interim)
                    .allSatisfy(words -> assertThat("How is the weather?").startsWith(words))
                    .endsWith("How is the weather?");
            assertThat(errors(phone)).isEmpty();
            assertThat(phone.warnings).isEmpty();
        }
    }

    @Test
    void hearsWhatIsSaidBeforeTheSessionStands() {
        SimulatedRealtime far = new SimulatedRealtime(time, model(Answer.say("Yes."))).latency(Duration.ofSeconds(1));
        try (RealtimePhone phone = new RealtimePhone(time, far, SETTINGS)) {
            phone.say("Is anybody there?", Duration.ofSeconds(9));

            assertThat(phone.callerWords).containsValue("Is anybody there?");
            assertThat(phone.heard()).containsExactly("Yes.");
        }
    }

    @Test
    void speaksFirstIfItIsToldToBeforeTheSessionStands() {
        try (RealtimePhone phone = RealtimePhone.with(time, SETTINGS, model(Answer.say("Hello!")))) {
            phone.session.prompt("Say hello.");
            phone.listen(Duration.ofSeconds(3));

            assertThat(phone.heard()).containsExactly("Hello!");
            assertThat(prompts.get(0).instructions())
                    .contains("You are helpful.")
                    .contains("Say hello.");
        }
    }

    @Test
    void theModelRemembersOnlyWhatWasHeard() {
        try (RealtimePhone phone = RealtimePhone.with(
                time,
                SETTINGS,
                model(Answer.say("One two three four five six seven eight nine ten."), Answer.say("Ok.")))) {
            phone.say("Count!", Duration.ofMillis(2_400));
            phone.say("Stop it now!", Duration.ofSeconds(4));

            SimulatedSession session = phone.server.sessions().get(0);
            assertThat(session.said().get(0)).isEqualTo(phone.heard().get(0)).startsWith("One two");
            assertThat(session.said().get(0)).doesNotContain("ten");
            assertThat(phone.heard().get(1)).isEqualTo("Ok.");
            assertThat(sent(phone, "conversation.item.truncate")).hasSize(1);
            assertThat(errors(phone)).isEmpty();
        }
    }

    @Test
    void whatIsDeliveredAfterAnInterruptionIsDroppedAndCounted() {
        SimulatedRealtime slow = new SimulatedRealtime(
                        time, model(Answer.say("One two three four five six seven eight nine ten."), Answer.say("Ok.")))
                .behaviour(RealtimeBehaviour.usual()
                        .with(1, RealtimeBehaviour.ResponseFault.LATE_DELTAS)
                        .withSpeed(1.2));
        try (RealtimePhone phone = new RealtimePhone(time, slow, SETTINGS)) {
            phone.say("Count!", Duration.ofMillis(2_400));
            phone.say("Stop it now!", Duration.ofSeconds(4));

            assertThat(phone.session.counters().lateDeltas()).isPositive();
            assertThat(phone.heard()).hasSize(2);
        }
    }

    @Test
    void usesAToolAndGoesOnWithItsResult() {
        try (RealtimePhone phone = RealtimePhone.with(
                time,
                SETTINGS,
                model(Answer.call("get_weather", "{\"city\":\"Pune\"}"), Answer.say("It is sunny in Pune.")))) {
            phone.tools = call -> Optional.of("sunny");
            phone.say("How is the weather?", Duration.ofSeconds(8));

            assertThat(phone.toolCalls).hasSize(1);
            assertThat(phone.toolCalls.get(0).arguments().json()).isEqualTo("{\"city\":\"Pune\"}");
            assertThat(phone.heard()).containsExactly("It is sunny in Pune.");
            assertThat(phone.told)
                    .containsExactly("open", "speech began", "speech ended", "tools", "answered", "answered");
            assertThat(prompts.get(1).latest()).isEqualTo("sunny");
            assertThat(errors(phone)).isEmpty();
        }
    }

    @Test
    void goesOnOnceWhenAllToolsOfAnAnswerHaveSettled() {
        try (RealtimePhone phone = RealtimePhone.with(
                time,
                SETTINGS,
                model(
                        Answer.sayAndCall("Let me see.", new FunctionCall("one", "{}"), new FunctionCall("two", "{}")),
                        Answer.say("Both are done.")))) {
            phone.say("Do both.", Duration.ofSeconds(4));
            phone.settle(phone.toolCalls.get(1), "second");
            phone.listen(Duration.ofSeconds(2));
            assertThat(sent(phone, "response.create")).isEmpty();
            phone.settle(phone.toolCalls.get(0), "first");
            phone.settle(phone.toolCalls.get(0), "first again");
            phone.listen(Duration.ofSeconds(3));

            assertThat(sent(phone, "response.create")).hasSize(1);
            assertThat(sent(phone, "conversation.item.create")).hasSize(2);
            assertThat(phone.heard()).containsExactly("Let me see.", "Both are done.");
        }
    }

    @Test
    void aToolThatSettlesWhileTheOtherSideSpeaksIsAnsweredTogetherWithTheirWords() {
        try (RealtimePhone phone = RealtimePhone.with(
                time,
                SETTINGS,
                model(Answer.call("slow", "{}"), Answer.say("Here is both."), Answer.say("Too much.")))) {
            phone.say("Do it.", Duration.ofSeconds(3));
            phone.tools = call -> Optional.empty();
            phone.say("And tell me the", Duration.ZERO);
            phone.settle(phone.toolCalls.get(0), "done");
            phone.say("time please.", Duration.ofSeconds(6));

            assertThat(phone.heard()).containsExactly("Here is both.");
            assertThat(sent(phone, "response.create")).isEmpty();
            assertThat(errors(phone)).isEmpty();
        }
    }

    @Test
    void aToolThatSettlesInTheGapBeforeTheServersAnswerIsAnswered() {
        for (int millis = 0; millis < 1_200; millis += 20) {
            VirtualScheduler own = new VirtualScheduler();
            SimulatedModel model = prompt ->
                    prompt.messages().stream().anyMatch(message -> message.role() == SimulatedModel.Message.Role.TOOL)
                            ? Answer.say("Both.")
                            : prompt.messages().size() == 1 ? Answer.call("slow", "{}") : Answer.say("One moment.");
            try (RealtimePhone phone = RealtimePhone.with(own, SETTINGS, model)) {
                phone.say("Do it.", Duration.ofSeconds(3));
                phone.say("And hurry.", Duration.ofMillis(millis));
                phone.settle(phone.toolCalls.get(0), "done");
                phone.listen(Duration.ofSeconds(8));

                assertThat(phone.heard()).as("settled after %s ms", millis).endsWith("Both.");
                assertThat(phone.failure).isEmpty();
            }
        }
    }

    @Test
    void answersToKeys() {
        try (RealtimePhone phone = RealtimePhone.with(time, SETTINGS, model(Answer.say("You pressed one.")))) {
            phone.listen(Duration.ofSeconds(1));
            phone.session.text("1");
            phone.listen(Duration.ofSeconds(4));

            assertThat(prompts.get(0).latest()).isEqualTo("1");
            assertThat(phone.heard()).containsExactly("You pressed one.");
        }
    }

    @Test
    void saysSomethingByItselfWhenNobodySpeaks() {
        try (RealtimePhone phone = RealtimePhone.with(
                time, SETTINGS, model(Answer.say("The first answer."), Answer.say("Are you still there?")))) {
            phone.say("Go on.", Duration.ofMillis(900));
            phone.session.prompt("Ask whether the caller is still there.");
            phone.listen(Duration.ofSeconds(6));

            assertThat(phone.heard()).containsExactly("The first answer.", "Are you still there?");
            assertThat(prompts.get(1).instructions())
                    .isEqualTo("You are helpful.\n\nAsk whether the caller is still there.");
            assertThat(errors(phone)).isEmpty();
        }
    }

    @Test
    void passesOverEventsThatItDoesNotKnow() {
        SimulatedRealtime odd = new SimulatedRealtime(time, model(Answer.say("It is sunny in Pune.")))
                .behaviour(RealtimeBehaviour.usual().withUnknownEvents(0.5));
        try (RealtimePhone phone = new RealtimePhone(time, odd, SETTINGS)) {
            phone.say("How is the weather?", Duration.ofSeconds(6));

            assertThat(phone.heard()).containsExactly("It is sunny in Pune.");
            assertThat(phone.session.counters().unknownEvents()).isPositive();
            assertThat(phone.warnings).isEmpty();
        }
    }

    @Test
    void isSilentOnceClosed() {
        try (RealtimePhone phone = RealtimePhone.with(time, SETTINGS, model(Answer.say("It is sunny in Pune.")))) {
            phone.say("How is the weather?", Duration.ofMillis(700));
            int before = phone.told.size();
            phone.session.close();
            phone.listen(Duration.ofSeconds(6));
            phone.session.text("1");
            phone.session.prompt("Say goodbye.");

            assertThat(phone.told).hasSize(before);
            assertThat(phone.heard().stream().filter(words -> words.equals("It is sunny in Pune.")))
                    .isEmpty();
        }
    }

    @Test
    void nothingWaitsOnceItIsClosed() {
        RealtimePhone phone = RealtimePhone.with(time, SETTINGS, model(Answer.say("It is sunny in Pune.")));
        phone.say("How is the weather?", Duration.ofMillis(700));
        phone.session.close();
        time.advance(Duration.ofSeconds(10));

        assertThat(time.pendingEvents()).isZero();
    }

    @Test
    void soundGoesThroughAsItIs() {
        try (RealtimePhone phone = RealtimePhone.with(time, SETTINGS, model(Answer.say("It is sunny in Pune.")))) {
            phone.say("How is the weather?", Duration.ofSeconds(6));

            assertThat(phone.items.values().iterator().next().sound.toByteArray())
                    .startsWith(FakeSpeech.say("It is sunny in Pune."));
        }
    }
}
