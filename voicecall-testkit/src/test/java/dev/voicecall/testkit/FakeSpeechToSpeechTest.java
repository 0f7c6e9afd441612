package dev.voicecall.testkit;

import dev.voicecall.CallInfo;
import dev.voicecall.Direction;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.SpeechToSpeech;
import dev.voicecall.testkit.FakeSpeechToSpeech.Answer;
import java.util.Optional;

/** The fake model does what every model does. */
class FakeSpeechToSpeechTest extends SpeechToSpeechContract {
    @Override
    protected Bench open() {
        VirtualScheduler time = new VirtualScheduler();
        FakeSpeechToSpeech fake =
                new FakeSpeechToSpeech(told -> Answer.say("Once upon a time there was a dragon who lived in a cave."));
        return new Bench() {
            @Override
            public SpeechToSpeech model() {
                return fake;
            }

            @Override
            public Scheduler scheduler() {
                return time;
            }

            @Override
            public CallInfo call() {
                return new CallInfo(Direction.OUTBOUND, Optional.of("call-1"), "+14155550123", "+14155550124");
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
