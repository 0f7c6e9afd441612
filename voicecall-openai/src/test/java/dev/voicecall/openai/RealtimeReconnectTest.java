package dev.voicecall.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.testkit.VirtualScheduler;
import dev.voicecall.testkit.openai.RealtimeBehaviour;
import dev.voicecall.testkit.openai.RealtimeBehaviour.ResponseFault;
import dev.voicecall.testkit.openai.SimulatedModel;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import dev.voicecall.testkit.openai.SimulatedModel.Message;
import dev.voicecall.testkit.openai.SimulatedModel.Prompt;
import dev.voicecall.testkit.openai.SimulatedRealtime;
import dev.voicecall.testkit.openai.SimulatedSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions that break, expire or fall silent, and the next ones that know what was said before. */
class RealtimeReconnectTest {
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

    private RealtimePhone phone(RealtimeBehaviour behaviour, SimulatedModel model) {
        return new RealtimePhone(time, new SimulatedRealtime(time, model).behaviour(behaviour), SETTINGS);
    }

    private static List<String> words(SimulatedSession session) {
        return session.items().stream().map(SimulatedSession.Item::words).toList();
    }

    @Test
    void tellsTheNextSessionWhatWasSaidAndHeardAndDone() {
        try (RealtimePhone phone = phone(
                RealtimeBehaviour.usual(),
                model(
                        Answer.call("get_weather", "{}"),
                        Answer.say("One two three four five six seven eight nine ten."),
                        Answer.say("Yes."),
                        Answer.say("Goodbye.")))) {
            phone.tools = call -> Optional.of("sunny");
            phone.say("How is the weather?", Duration.ofMillis(3_500));
            phone.say("Stop it please!", Duration.ofSeconds(4));
            phone.server.sessions().get(0).cut();
            phone.listen(Duration.ofSeconds(2));
            phone.say("Bye then.", Duration.ofSeconds(4));

            assertThat(phone.server.sessions()).hasSize(2);
            SimulatedSession next = phone.server.sessions().get(1);
            assertThat(words(next)).hasSize(8);
            assertThat(words(next).subList(0, 3)).containsExactly("How is the weather?", "{}", "sunny");
            assertThat(words(next).get(3)).startsWith("One").doesNotContain("ten");
            assertThat(words(next).subList(4, 8)).containsExactly("Stop it please!", "Yes.", "Bye then.", "Goodbye.");
            assertThat(phone.heard()).endsWith("Yes.", "Goodbye.");
            assertThat(phone.told.stream().filter("open"::equals)).hasSize(2);
            assertThat(phone.warnings).hasSize(1);
            assertThat(phone.failure).isEmpty();
        }
    }

    @Test
    void goesOnWhereAnAnswerBrokeOff() {
        try (RealtimePhone phone = phone(
                RealtimeBehaviour.usual().with(1, ResponseFault.CUT).withTranscripts(Duration.ZERO),
                model(Answer.say("One two three four five six seven eight."), Answer.say("And so on.")))) {
            phone.say("Count!", Duration.ofSeconds(9));

            assertThat(phone.heard()).hasSize(2).endsWith("And so on.");
            assertThat(prompts.get(1).instructions()).contains("without repeating");
            assertThat(prompts.get(1).messages().get(1).text()).startsWith("One two");
            assertThat(phone.items.values()).allMatch(item -> item.ended);
        }
    }

    @Test
    void answersInTheNextSessionWhatItDidNotInTheLast() {
        try (RealtimePhone phone = phone(
                RealtimeBehaviour.usual().withThinking(Duration.ofSeconds(2)).withTranscripts(Duration.ZERO),
                model(Answer.say("Here I am."), Answer.say("Here I am again.")))) {
            phone.say("Are you there?", Duration.ofMillis(1_500));
            phone.server.sessions().get(0).cut();
            phone.listen(Duration.ofSeconds(6));

            assertThat(phone.heard()).hasSize(1);
            assertThat(words(phone.server.sessions().get(1)).get(0)).isEqualTo("Are you there?");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 500, 900, 1_200, 1_400, 1_600, 2_000})
    void hearsAllOfAnUtteranceDuringWhichItBroke(int afterMillis) {
        try (RealtimePhone phone = phone(
                RealtimeBehaviour.usual().withTranscripts(Duration.ofSeconds(1)),
                prompt ->
                        Answer.say(prompt.latest().equals("Please tell me about the weather.") ? "Sunny." : "What?"))) {
            phone.listen(Duration.ofSeconds(1));
            time.schedule(
                    Duration.ofMillis(afterMillis),
                    time.executor(),
                    () -> phone.server.sessions().get(0).cut());
            phone.say("Please tell me about the weather.", Duration.ofSeconds(6));

            assertThat(phone.server.sessions()).hasSize(2);
            assertThat(phone.heard()).containsExactly("Sunny.");
        }
    }

    @Test
    void whatWasAnsweredBeforeIsNotForgottenWhenItBreaksDuringAnUtterance() {
        try (RealtimePhone phone =
                phone(RealtimeBehaviour.usual(), prompt -> Answer.say("You said " + prompt.latest()))) {
            phone.say("My name is Bob.", Duration.ofSeconds(5));
            time.schedule(
                    Duration.ofMillis(700),
                    time.executor(),
                    () -> phone.server.sessions().get(0).cut());
            phone.say("Please tell me about the weather.", Duration.ofSeconds(6));

            assertThat(words(phone.server.sessions().get(1)))
                    .startsWith("My name is Bob.", "You said My name is Bob.", "Please tell me about the weather.");
        }
    }

    @Test
    void aPromptThatItBrokeOffBeforeItsFirstSoundIsGivenAgain() {
        try (RealtimePhone phone = phone(
                RealtimeBehaviour.usual().withThinking(Duration.ofSeconds(1)),
                model(Answer.say("Hello!"), Answer.say("Hello!")))) {
            phone.session.prompt("Say hello.");
            phone.listen(Duration.ofMillis(500));
            phone.server.sessions().get(0).cut();
            phone.listen(Duration.ofSeconds(5));

            assertThat(phone.heard()).containsExactly("Hello!");
            assertThat(phone.server.sessions().get(1).received())
                    .filteredOn(event -> event.contains("\"type\":\"response.create\""))
                    .singleElement()
                    .asString()
                    .contains("Say hello.");
        }
    }

    @Test
    void doesNotGoOnWithAnAnswerThatWasInterruptedWhileThereWasNoSession() {
        try (RealtimePhone phone = phone(
                RealtimeBehaviour.usual().with(1, ResponseFault.CUT).withTranscripts(Duration.ZERO),
                model(Answer.say("One two three four five six seven eight."), Answer.say("You pressed one.")))) {
            phone.say("Count!", Duration.ZERO);
            for (int i = 0; i < 200 && phone.warnings.isEmpty(); i++) {
                phone.listen(Duration.ofMillis(20));
            }
            phone.interrupt();
            phone.session.text("1");
            phone.listen(Duration.ofSeconds(6));

            assertThat(prompts).noneMatch(prompt -> prompt.instructions().contains("without repeating"));
            assertThat(phone.heard()).hasSize(2).endsWith("You pressed one.");
        }
    }

    @Test
    void aToolThatSettlesWhileThereIsNoSessionIsToldToTheNext() {
        try (RealtimePhone phone =
                phone(RealtimeBehaviour.usual(), model(Answer.call("slow", "{}"), Answer.say("It is done.")))) {
            phone.say("Do it.", Duration.ofSeconds(3));
            phone.server.sessions().get(0).cut();
            time.advance(Duration.ofMillis(30));
            phone.settle(phone.toolCalls.get(0), "done");
            phone.listen(Duration.ofSeconds(4));

            assertThat(phone.heard()).containsExactly("It is done.");
            assertThat(prompts.get(1).messages().stream().map(Message::role)).endsWith(Message.Role.TOOL);
            assertThat(words(phone.server.sessions().get(1))).containsExactly("Do it.", "{}", "done", "It is done.");
        }
    }

    @Test
    void replacesASessionInAPauseBeforeItExpires() {
        try (RealtimePhone phone =
                phone(RealtimeBehaviour.usual(), prompt -> Answer.say("You said " + prompt.latest()))) {
            phone.listen(Duration.ofMinutes(56));
            phone.say("hello", Duration.ofMinutes(8));
            phone.say("goodbye", Duration.ofSeconds(6));

            assertThat(phone.server.sessions()).hasSize(2);
            assertThat(phone.server.sessions().get(0).sent()).noneMatch(event -> event.contains("session_expired"));
            assertThat(phone.heard()).containsExactly("You said hello", "You said goodbye");
            assertThat(words(phone.server.sessions().get(1)))
                    .containsExactly("hello", "You said hello", "goodbye", "You said goodbye");
        }
    }

    @Test
    void connectsAnewWhenASessionExpires() {
        try (RealtimePhone phone = phone(
                RealtimeBehaviour.usual().withMaxSession(Duration.ofSeconds(10)),
                prompt -> Answer.say("You said " + prompt.latest()))) {
            phone.say("hello", Duration.ofSeconds(12));
            phone.say("goodbye", Duration.ofSeconds(5));

            assertThat(phone.heard()).containsExactly("You said hello", "You said goodbye");
            assertThat(phone.server.sessions()).hasSize(2);
            assertThat(phone.failure).isEmpty();
        }
    }

    @Test
    void connectsAnewWhenAnAnswerStalls() {
        try (RealtimePhone phone = phone(
                RealtimeBehaviour.usual().with(1, ResponseFault.STALLED),
                model(Answer.say("One two three four five six seven eight."), Answer.say("And so on.")))) {
            phone.say("Count!", Duration.ofSeconds(20));

            assertThat(phone.server.sessions()).hasSize(2);
            assertThat(phone.heard()).endsWith("And so on.");
        }
    }

    @Test
    void aKeyThatIsWrongIsAFailureThatDoesNotTellIt() {
        SimulatedRealtime server = new SimulatedRealtime(time, model());
        try (RealtimePhone phone = new RealtimePhone(time, server, SETTINGS, "sk-wrong-secret")) {
            phone.listen(Duration.ofSeconds(1));

            assertThat(phone.failure).hasValueSatisfying(failure -> {
                assertThat(failure.retryable()).isFalse();
                assertThat(failure).hasMessageContaining("401").hasMessageNotContaining("secret");
            });
            assertThat(phone.told).containsExactly("failure");
        }
    }

    @Test
    void givesUpAServerThatAlwaysBreaks() {
        try (RealtimePhone phone = phone(RealtimeBehaviour.usual(), model())) {
            for (int i = 0; i < 10 && phone.failure.isEmpty(); i++) {
                phone.listen(Duration.ofSeconds(3));
                List<SimulatedSession> sessions = phone.server.sessions();
                sessions.get(sessions.size() - 1).cut();
                phone.listen(Duration.ofMillis(100));
            }

            assertThat(phone.server.sessions()).hasSize(6);
            assertThat(phone.failure).hasValueSatisfying(failure -> assertThat(failure.retryable())
                    .isTrue());
            assertThat(phone.told).endsWith("failure");
        }
    }
}
