package dev.voicecall.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.spi.ToolCall;
import dev.voicecall.testkit.Seeds;
import dev.voicecall.testkit.VirtualScheduler;
import dev.voicecall.testkit.openai.RealtimeBehaviour;
import dev.voicecall.testkit.openai.SimulatedModel;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import dev.voicecall.testkit.openai.SimulatedModel.FunctionCall;
import dev.voicecall.testkit.openai.SimulatedRealtime;
import dev.voicecall.testkit.openai.SimulatedSession;
import dev.voicecall.testkit.openai.SimulatedSession.Item;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What holds however people talk, tools dawdle and connections break. */
class RealtimeLawsTest {
    private static final Pattern CODE = Pattern.compile("\"code\":\"([a-z_]+)\"");
    private static final List<String> RACES =
            List.of("response_cancel_not_active", "conversation_already_has_active_response");

    @Test
    void nothingIsForgottenAndNothingIsDoneTwice() {
        Seeds.upTo(60).check(seed -> converse(new SplittableRandom(seed), false));
    }

    @Test
    void norWhenConnectionsBreak() {
        Seeds.upTo(60).check(seed -> converse(new SplittableRandom(seed), true));
    }

    private static void converse(SplittableRandom random, boolean breaks) {
        VirtualScheduler time = new VirtualScheduler();
        SimulatedRealtime server = new SimulatedRealtime(time, model(random.split()))
                .latency(Duration.ofMillis(random.nextInt(5, 200)))
                .behaviour(RealtimeBehaviour.usual()
                        .withSeed(random.nextLong())
                        .withThinking(Duration.ofMillis(random.nextInt(0, 1_500)))
                        .withSpeed(random.nextDouble(1.2, 8))
                        .withUnknownEvents(0.05));
        try (RealtimePhone phone = new RealtimePhone(
                time, server, RealtimeSettings.builder("Talk.").build())) {
            phone.session.prompt("Greet.");
            phone.tools = call -> {
                Duration late = Duration.ofMillis(random.nextInt(0, 6_000));
                time.schedule(late, time.executor(), () -> phone.settle(call, "result of " + call.id()));
                return Optional.empty();
            };
            for (int i = 0; i < 12; i++) {
                step(random, phone, breaks);
            }
            phone.listen(Duration.ofSeconds(60));
            check(phone);
        }
    }

    private static void step(SplittableRandom random, RealtimePhone phone, boolean breaks) {
        Duration pause = Duration.ofMillis(random.nextInt(0, 5_000));
        switch (random.nextInt(breaks ? 6 : 5)) {
            case 0, 1, 2 -> phone.say("I say number " + random.nextInt(100), pause);
            case 3 -> {
                phone.session.text("key " + random.nextInt(10));
                phone.listen(pause);
            }
            case 4 -> {
                phone.session.prompt("Say something.");
                phone.listen(pause);
            }
            default -> {
                List<SimulatedSession> sessions = phone.server.sessions();
                if (!sessions.isEmpty() && sessions.size() < 4) {
                    sessions.get(sessions.size() - 1).cut();
                }
                phone.listen(pause);
            }
        }
    }

    private static SimulatedModel model(SplittableRandom random) {
        return prompt -> switch (random.nextInt(5)) {
            case 0 -> Answer.call("tool", "{}");
            case 1 ->
                Answer.sayAndCall("I will do both.", new FunctionCall("one", "{}"), new FunctionCall("two", "{}"));
            default -> Answer.say("This is an answer of " + random.nextInt(20) + " and of a few more words.");
        };
    }

    private static void check(RealtimePhone phone) {
        assertThat(phone.failure).isEmpty();
        assertThat(phone.items.values()).allMatch(item -> item.ended || item.cut.isPresent());
        List<SimulatedSession> sessions = phone.server.sessions();
        sessions.stream()
                .flatMap(session -> session.sent().stream())
                .filter(event -> event.contains("\"type\":\"error\""))
                .forEach(error -> assertThat(RACES).as(error).contains(code(error)));
        List<Item> last = sessions.get(sessions.size() - 1).items();
        for (ToolCall call : phone.toolCalls) {
            assertThat(last.stream().filter(item -> item.words().equals("result of " + call.id())))
                    .as(call.toString())
                    .hasSize(1);
        }
        assertThat(last.stream()
                        .filter(item -> item.type().equals("function_call"))
                        .count())
                .isEqualTo(last.stream()
                        .filter(item -> item.type().equals("function_call_output"))
                        .count());
        for (Item item : last) {
            RealtimePhone.Item heard = phone.items.get(item.id());
            if (heard != null && heard.cut.isPresent() && item.truncatedAt().isPresent()) {
                assertThat(item.truncatedAt().get().toMillis())
                        .isEqualTo(heard.cut.get().toMillis());
            }
        }
        assertThat(phone.session.isQuiet()).isTrue();
    }

    private static String code(String error) {
        var match = CODE.matcher(error);
        return match.find() ? match.group(1) : "";
    }
}
