package dev.voicecall.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.testkit.VirtualScheduler;
import dev.voicecall.testkit.openai.RealtimeBehaviour;
import dev.voicecall.testkit.openai.RealtimeBehaviour.ResponseFault;
import dev.voicecall.testkit.openai.SimulatedModel;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import dev.voicecall.testkit.openai.SimulatedRealtime;
import dev.voicecall.testkit.openai.SimulatedSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The other side speaks at the very moment at which something else happens. */
class RealtimeRacesTest {
    private static final RealtimeSettings SETTINGS =
            RealtimeSettings.builder("You are helpful.").build();

    private final VirtualScheduler time = new VirtualScheduler();
    private final List<String> asked = new ArrayList<>();

    private RealtimePhone phone(RealtimeBehaviour behaviour, Answer... answers) {
        SimulatedModel script = SimulatedModel.script(answers);
        return new RealtimePhone(
                time,
                new SimulatedRealtime(time, prompt -> {
                            asked.add(prompt.instructions());
                            return script.answer(prompt);
                        })
                        .behaviour(behaviour),
                SETTINGS);
    }

    private static List<String> sent(RealtimePhone phone, String type) {
        return phone.server.sessions().get(0).received().stream()
                .filter(event -> event.contains("\"type\":\"" + type + "\""))
                .toList();
    }

    @Test
    void whatWasAskedForJustBeforeTheOtherSideSpeaksIsNotSaidIntoTheirWords() {
        for (int millis = 0; millis < 600; millis += 20) {
            VirtualScheduler own = new VirtualScheduler();
            SimulatedModel model = prompt ->
                    Answer.say(prompt.latest().equals("What is the weather like today?") ? "Sunny." : "Are you there?");
            SimulatedRealtime far = new SimulatedRealtime(own, model)
                    .latency(Duration.ofMillis(150))
                    .behaviour(RealtimeBehaviour.usual().withThinking(Duration.ofMillis(100)));
            try (RealtimePhone phone = new RealtimePhone(own, far, SETTINGS)) {
                phone.listen(Duration.ofSeconds(2));
                own.schedule(Duration.ofMillis(millis), own.executor(), () -> phone.session.prompt("Ask."));
                phone.say("What is the weather like today?", Duration.ofSeconds(8));

                assertThat(phone.talkedOver).as("asked after %s ms", millis).isEmpty();
                assertThat(phone.heard()).as("asked after %s ms", millis).contains("Sunny.");
            }
        }
    }

    @Test
    void noToolIsUsedOfAnAnswerThatTheOtherSideInterruptedBeforeItsFirstSound() {
        try (RealtimePhone phone = phone(RealtimeBehaviour.usual())) {
            phone.listen(Duration.ofSeconds(1));
            SimulatedSession session = phone.server.sessions().get(0);
            session.send("{\"type\":\"response.created\",\"response\":{\"id\":\"resp_x\"}}");
            session.send("{\"type\":\"input_audio_buffer.speech_started\",\"item_id\":\"item_x\"}");
            session.send(
                    "{\"type\":\"response.done\",\"response\":{\"id\":\"resp_x\",\"status\":\"cancelled\",\"output\":["
                            + "{\"type\":\"function_call\",\"status\":\"completed\",\"call_id\":\"call_x\",\"name\":\"hang_up\","
                            + "\"arguments\":\"{}\"}]}}");
            phone.listen(Duration.ofMillis(100));

            assertThat(phone.toolCalls).isEmpty();
            assertThat(phone.told).doesNotContain("answered");
            assertThat(sent(phone, "conversation.item.create"))
                    .singleElement()
                    .asString()
                    .contains("call_x")
                    .contains("not done");
        }
    }

    @Test
    void anItemThatBeginsAfterItsAnswerWasCutIsNotRemembered() {
        try (RealtimePhone phone = phone(RealtimeBehaviour.usual())) {
            phone.listen(Duration.ofSeconds(1));
            SimulatedSession session = phone.server.sessions().get(0);
            session.send("{\"type\":\"response.created\",\"response\":{\"id\":\"resp_x\"}}");
            session.send(audio("item_a"));
            session.send("{\"type\":\"input_audio_buffer.speech_started\",\"item_id\":\"item_x\"}");
            session.send(audio("item_b"));
            session.send(audio("item_b"));
            phone.listen(Duration.ofMillis(100));

            assertThat(phone.items).containsOnlyKeys("item_a");
            assertThat(sent(phone, "conversation.item.truncate"))
                    .filteredOn(event -> event.contains("item_b"))
                    .singleElement()
                    .asString()
                    .contains("\"audio_end_ms\":0");
        }
    }

    @Test
    void soundThatComesLateIsNoAnswerToTheWordsUnderWay() {
        try (RealtimePhone phone = phone(RealtimeBehaviour.usual(), Answer.say("Yes."))) {
            phone.listen(Duration.ofSeconds(1));
            SimulatedSession session = phone.server.sessions().get(0);
            session.send("{\"type\":\"response.created\",\"response\":{\"id\":\"resp_x\"}}");
            time.schedule(Duration.ofMillis(900), time.executor(), () -> session.send(audio("item_a")));
            time.schedule(Duration.ofMillis(1_500), time.executor(), session::cut);
            phone.say("Please tell me about the weather.", Duration.ofSeconds(6));

            assertThat(phone.server.sessions().get(1).items().get(0).words())
                    .isEqualTo("Please tell me about the weather.");
        }
    }

    private static String audio(String item) {
        return "{\"type\":\"response.output_audio.delta\",\"response_id\":\"resp_x\",\"item_id\":\"" + item
                + "\",\"output_index\":0,\"content_index\":0,\"delta\":\"f39/f39/\"}";
    }

    @Test
    void anAnswerThatFailedIsNotGoneOnWithOnceTheOtherSideHasInterruptedIt() {
        try (RealtimePhone phone = phone(
                RealtimeBehaviour.usual().with(1, ResponseFault.FAILED_HALFWAY),
                Answer.say("One two three four five six seven eight nine ten."),
                Answer.say("Ok."),
                Answer.say("Nine ten."))) {
            phone.say("Count!", Duration.ZERO);
            for (int i = 0; i < 200 && phone.warnings.isEmpty(); i++) {
                phone.listen(Duration.ofMillis(20));
            }
            phone.say("Stop it now, please!", Duration.ofSeconds(8));

            assertThat(asked).noneMatch(instructions -> instructions.contains("without repeating"));
            assertThat(phone.heard()).hasSize(2).endsWith("Ok.");
        }
    }

    @Test
    void wordsThatTheServerCouldNotAnswerByItselfAreAnswered() {
        try (RealtimePhone phone = phone(RealtimeBehaviour.usual(), Answer.say("Here I am."))) {
            phone.listen(Duration.ofSeconds(1));
            SimulatedSession session = phone.server.sessions().get(0);
            session.send(
                    "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\","
                            + "\"code\":\"conversation_already_has_active_response\",\"message\":\"Busy.\",\"event_id\":null}}");
            phone.listen(Duration.ofSeconds(6));

            assertThat(phone.heard()).containsExactly("Here I am.");
        }
    }
}
