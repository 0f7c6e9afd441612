package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.Outcome;
import dev.voicecall.ToolUse;
import dev.voicecall.Utterance;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.VoiceAgent;
import dev.voicecall.VoiceCalls;
import dev.voicecall.openai.OpenAi;
import dev.voicecall.openai.RealtimeSettings;
import dev.voicecall.spi.Tool;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.openai.SimulatedModel;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import dev.voicecall.testkit.openai.SimulatedModel.FunctionCall;
import dev.voicecall.testkit.openai.SimulatedRealtime;
import dev.voicecall.testkit.openai.SimulatedSession.Item;
import dev.voicecall.testkit.twilio.Faults;
import dev.voicecall.testkit.twilio.SimulatedCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** A caller, Twilio, the gateway, the conversation, the adapter and the model, from end to end on virtual time. */
class RealtimeOverTwilioTest {
    private static final String HOURS = "We are open every day from nine in the morning until six in the evening";
    private static final String WEATHER = "It is eighteen degrees and sunny in Paris with a light wind from the west";

    /** 100 ms between marks, and 50 ms for the ways to and fro. */
    private static final Offset<Long> ONE_MARK = Offset.offset(150L);

    private final SimulatedTwilio twilio = new SimulatedTwilio(Faults.none());
    private final List<ToolUse> used = new ArrayList<>();
    private final List<Utterance> utterances = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();

    /** The city. */
    record Place(String city) {}

    @Test
    void whatTheModelRemembersIsWhatTheCallerHeard() {
        SimulatedRealtime openAi = new SimulatedRealtime(
                twilio.time,
                SimulatedModel.script(
                        Answer.say("Hello how can I help"),
                        Answer.say(HOURS),
                        Answer.sayAndCall("Let me see", new FunctionCall("get_weather", "{\"city\":\"Paris\"}")),
                        Answer.say(WEATHER),
                        Answer.say("You are welcome"),
                        Answer.sayAndCall("Goodbye then", new FunctionCall("hang_up", "{}"))));
        VoiceCalls calls = VoiceCalls.builder(twilio.gateway)
                .scheduler(twilio.time)
                .listener(listener())
                .build();
        calls.onIncoming(agent(openAi));

        SimulatedCall call = twilio.twilio.callIn(
                "+14155550101",
                Callee.answers()
                        .says("When are you open")
                        .reacts(Reaction.speak("And what is the weather").interruptingAtWord("nine"))
                        .reacts(Reaction.speak("Thank you very much").interruptingAtWord("sunny"))
                        .says("That was all"));
        twilio.time.advance(Duration.ofSeconds(90));

        assertThat(outcomes).containsExactly(Outcome.ANSWERED);
        assertThat(used).extracting(ToolUse::name).containsExactly("get_weather", "hang_up");
        List<Item> cut = openAi.sessions().get(0).items().stream()
                .filter(item -> item.truncatedAt().isPresent())
                .toList();
        assertThat(cut).hasSize(2);
        assertThat(cut.get(0).truncatedAt().orElseThrow().toMillis()).isCloseTo(playedMillis(call, HOURS), ONE_MARK);
        assertThat(cut.get(1).truncatedAt().orElseThrow().toMillis()).isCloseTo(playedMillis(call, WEATHER), ONE_MARK);
        assertThat(String.join(" ", ours()))
                .isEqualTo(String.join(" ", call.callee().heard()));
        calls.close();
        twilio.time.runToEnd();
    }

    private VoiceAgent agent(SimulatedRealtime openAi) {
        return VoiceAgent.speechToSpeech(OpenAi.builder(SimulatedRealtime.KEY)
                .webSocketClient(openAi)
                .build()
                .realtime(RealtimeSettings.builder("You are a helpful assistant.")
                        .tools(
                                Tool.of("get_weather", "The weather.", Place.class, (place, call) -> "18, sunny"),
                                Tool.hangUp())
                        .build()));
    }

    private CallListener listener() {
        return new CallListener() {
            @Override
            public void onUtterance(CallInfo call, Utterance utterance) {
                utterances.add(utterance);
            }

            @Override
            public void onToolUsed(CallInfo call, ToolUse use) {
                used.add(use);
            }

            @Override
            public void onEnded(CallInfo call, Outcome outcome) {
                outcomes.add(outcome);
            }
        };
    }

    private List<String> ours() {
        return utterances.stream()
                .filter(utterance -> utterance.speaker() == Speaker.US)
                .map(Utterance::text)
                .toList();
    }

    /** How much of a text the caller's phone has played. */
    private static long playedMillis(SimulatedCall call, String text) {
        List<String> words = List.of(text.split(" "));
        List<FakeSpeech.Word> heard = call.callee().heardWords();
        long frames = 0;
        int next = 0;
        for (FakeSpeech.Word word : heard) {
            if (next < words.size() && word.text().equals(words.get(next))) {
                frames += word.framesHeard() + (next == 0 ? 0 : 3);
                next++;
            } else if (next > 0 && next < words.size()) {
                break;
            }
        }
        return 20 * frames;
    }
}
