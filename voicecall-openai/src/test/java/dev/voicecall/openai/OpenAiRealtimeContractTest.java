package dev.voicecall.openai;

import dev.voicecall.CallInfo;
import dev.voicecall.Direction;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToSpeech;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.SpeechToSpeechContract;
import dev.voicecall.testkit.VirtualScheduler;
import dev.voicecall.testkit.openai.SimulatedModel.Answer;
import dev.voicecall.testkit.openai.SimulatedRealtime;
import java.util.Optional;

class OpenAiRealtimeContractTest extends SpeechToSpeechContract {
    @Override
    protected Bench open() {
        VirtualScheduler time = new VirtualScheduler();
        SimulatedRealtime server = new SimulatedRealtime(
                time, prompt -> Answer.say("It is a quarter past nine in the morning, as far as I know."));
        OpenAi openAi =
                OpenAi.builder(SimulatedRealtime.KEY).webSocketClient(server).build();
        return new Bench() {
            @Override
            public SpeechToSpeech model() {
                return openAi.realtime(RealtimeSettings.builder("Be brief.").build());
            }

            @Override
            public Scheduler scheduler() {
                return time;
            }

            @Override
            public CallInfo call() {
                return new CallInfo(Direction.INBOUND, Optional.empty(), "+15550100", "+15550101");
            }

            @Override
            public byte[] say(String words) {
                return FakeSpeech.say(words);
            }

            @Override
            public void close() {
                time.close();
            }
        };
    }
}
