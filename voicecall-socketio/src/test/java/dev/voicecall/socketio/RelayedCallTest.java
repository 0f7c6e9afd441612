package dev.voicecall.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.CallResult;
import dev.voicecall.Outcome;
import dev.voicecall.VoiceAgent;
import dev.voicecall.VoiceCalls;
import dev.voicecall.audio.WavReader;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.Callee.Reaction;
import dev.voicecall.testkit.FakeSpeechToText;
import dev.voicecall.testkit.FakeTextToSpeech;
import dev.voicecall.testkit.ScriptedCarrier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations of an agent, relayed. */
class RelayedCallTest {
    private static final String CALLEE = "+14155550123";

    @TempDir
    private Path directory;

    private final RelayWorld world = new RelayWorld();
    private final ScriptedCarrier carrier = new ScriptedCarrier();

    private VoiceCalls calls() {
        return VoiceCalls.builder(carrier)
                .scheduler(world.time)
                .recordTo(directory)
                .listener(world.relay.listener())
                .tap(world.relay.taps())
                .build();
    }

    private VoiceAgent agent() {
        return VoiceAgent.builder()
                .greeting("Hello, how can I help you?")
                .speechToText(new FakeSpeechToText())
                .responder(conversation -> "That is interesting, please go on and tell me more of it.")
                .textToSpeech(new FakeTextToSpeech(world.time))
                .build();
    }

    private byte[] recorded(int channel) throws IOException {
        try (InputStream file = Files.newInputStream(directory.resolve("call-1.wav"));
                WavReader reader = WavReader.openChannel(file, channel)) {
            return reader.readAllBytes();
        }
    }

    @Test
    void whoWatchesHearsWhatIsInTheRecording() throws IOException {
        carrier.callee(
                CALLEE,
                Callee.answers()
                        .says("I have a question")
                        .reacts(Reaction.speak("Stop it now please").interruptingAtWord("go"))
                        .hangsUpAfter(Duration.ofSeconds(20))
                        .recorded());
        EventClient client = world.connect(RelayWorld.ALL);
        client.send("{\"media\":true}");
        world.settle();
        try (VoiceCalls calls = calls()) {
            CallResult<?> result = calls.call(CALLEE, agent());
            assertThat(result.outcome()).isEqualTo(Outcome.HUNG_UP);
            world.time.runToEnd();
        }
        assertSame(client.all("media_in"), recorded(0));
        assertSame(client.all("media_out"), recorded(1));
        assertThat(client.all("words"))
                .extracting(words -> words.path("text").asText())
                .contains("I have a question");
        assertThat(client.types()).endsWith("ended").containsOnlyOnce("ended").contains("turn", "interrupted");
        world.close();
    }

    /** Sample for sample, and behind the end of the recording there is silence. */
    private static void assertSame(List<JsonNode> media, byte[] recorded) {
        assertThat(media).isNotEmpty();
        byte[] played = RelayedSoundTest.played(media, recorded.length);
        assertThat(Arrays.mismatch(played, RelayedSoundTest.converted(recorded)))
                .isEqualTo(-1);
    }
}
