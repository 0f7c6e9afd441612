package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.Timeline;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.audio.WavFormatException;
import dev.voicecall.audio.WavWriter;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callees who play recordings of people. */
class CalleeClipTest {
    private final Bench bench = new Bench();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        bench.close();
    }

    /** A second and a half of a tone at 16 kHz. */
    private Path file() throws IOException {
        byte[] samples = new byte[48_000];
        for (int i = 0; i < samples.length / 2; i++) {
            short sample = (short) (8_000 * Math.sin(2 * Math.PI * 300 * i / 16_000));
            samples[2 * i] = (byte) sample;
            samples[2 * i + 1] = (byte) (sample >> 8);
        }
        return Files.write(directory.resolve("person.wav"), WavWriter.file(AudioFormat.PCM_16K, samples));
    }

    @Test
    void aFileIsReadForTheLine() throws IOException {
        assertThat(Callee.sound(file()).length).isBetween(12_000 - 80, 12_000 + 80);
        Path text = Files.writeString(directory.resolve("text.wav"), "no sound");
        assertThatThrownBy(() -> Callee.sound(text)).isInstanceOf(WavFormatException.class);
        assertThatThrownBy(() -> Callee.sound(directory.resolve("none.wav")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none.wav");
    }

    @Test
    void theCarrierUnderstandsTheWordsAndRecordsTheSound() throws IOException {
        byte[] sound = Callee.sound(file());
        bench.twilio.callee(Bench.BOB, Callee.answers().plays(sound, "Four people, please"));
        bench.says("/voice", "<Gather input='speech' speechTimeout='1' action='/next'><Say>How many?</Say></Gather>");
        SimulatedCall call = bench.callToEnd(
                "Url", Bench.APP + "/voice", "Record", "true", "RecordingChannels", "dual", "Trim", "do-not-trim");
        assertThat(call.webhooks(Kind.ACTION).get(0).parameter("SpeechResult")).isEqualTo("Four people, please");
        Timeline.Span said = call.callee().timeline().spans().get(1);
        assertThat(said.kind()).isEqualTo(Timeline.Kind.THEM);
        assertThat(said.end().minus(said.begin())).isEqualTo(AudioFormat.TELEPHONE.duration(sound.length));
        byte[] wav = bench.get("Recordings.json")
                .json()
                .at("/recordings/0/sid")
                .asText()
                .transform(sid -> bench.get("Recordings/" + sid + ".wav?RequestedChannels=2")
                        .response()
                        .body());
        byte[] recorded = RecordingSoundTest.channel(wav, 0);
        int at = RecordingSoundTest.firstSound(recorded);
        assertThat(Duration.ofMillis(at / 8))
                .isBetween(said.begin().minusMillis(20), said.begin().plusMillis(20));
        byte[] heard = Arrays.copyOfRange(recorded, at, at + 8_000);
        assertThat(heard)
                .isEqualTo(Arrays.copyOfRange(
                        sound,
                        RecordingSoundTest.firstSound(sound),
                        heard.length + RecordingSoundTest.firstSound(sound)));
    }

    @Test
    void overAStreamTheSoundTravels() throws IOException {
        byte[] sound = Callee.sound(file());
        bench.twilio.callee(Bench.BOB, Callee.answers().plays(sound, "Four people, please"));
        bench.streams.on("start", connection -> connection.say("How many?"));
        bench.says("/voice", StreamProtocolTest.CONNECT);
        SimulatedCall call = bench.call("Url", Bench.APP + "/voice");
        bench.time.advance(Duration.ofSeconds(10));
        assertThat(call.callee().said()).containsExactly("Four people, please");
        Timeline.Span said = call.callee().timeline().spans().get(1);
        Duration length = said.end().minus(said.begin());
        assertThat(length).isBetween(Duration.ofMillis(1_480), Duration.ofMillis(1_540));
    }
}
