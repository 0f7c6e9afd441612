package dev.voicecall.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import dev.voicecall.ProviderException;
import dev.voicecall.RecordingTranscript;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.audio.WavReader;
import dev.voicecall.audio.WavWriter;
import dev.voicecall.spi.Transcriber;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("socket")
class OpenAiTranscriberTest {
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final byte[] LOUD = HallucinationsTest.loud(400);

    private ScriptedServer server;
    private OpenAi openAi;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
        openAi = OpenAi.builder(ScriptedServer.KEY).baseUrl(server.url()).build();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private RecordingTranscript transcribe(String model, byte[] wav, int channels) throws Exception {
        Transcriber.Audio audio =
                new Transcriber.Audio.Content("recording.wav", wav.length, () -> new ByteArrayInputStream(wav));
        return openAi.transcriber(TranscriptionSettings.DEFAULT.withModel(model))
                .transcribe(audio, new Transcriber.Request("en-US", channels, List.of("Ibuprofen")));
    }

    private static byte[] mono() {
        return WavWriter.file(AudioFormat.PCM_8K, LOUD);
    }

    private static byte[] stereo(byte[] left, byte[] right) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (WavWriter writer = WavWriter.open(file, AudioFormat.PCM_8K, 2)) {
            writer.write(left, 0, right, 0, left.length);
        }
        return file.toByteArray();
    }

    private String form(int request) {
        return server.requests().get(request).body();
    }

    private byte[] sent(int request) throws IOException {
        byte[] body = form(request).getBytes(StandardCharsets.ISO_8859_1);
        int at = form(request).indexOf("RIFF");
        try (WavReader wav = WavReader.open(new ByteArrayInputStream(body, at, body.length - at))) {
            assertThat(wav.channels()).isOne();
            return wav.readAllBytes();
        }
    }

    @Test
    void asksWhisperForTimes() throws Exception {
        server.then(
                200,
                JSON,
                "{\"text\":\"Hello. Bye now.\",\"segments\":["
                        + "{\"start\":0.02,\"end\":0.2,\"text\":\" Hello.\",\"avg_logprob\":0,\"no_speech_prob\":0.01},"
                        + "{\"start\":0.2,\"end\":0.38,\"text\":\" Bye now.\",\"avg_logprob\":-0.1}]}");
        RecordingTranscript transcript = transcribe("whisper-1", mono(), 1);
        assertThat(transcript.text()).isEqualTo("Hello.\nBye now.");
        assertThat(transcript.segments().get(0).begin()).contains(Duration.ofMillis(20));
        assertThat(transcript.segments().get(1).end()).contains(Duration.ofMillis(380));
        assertThat(transcript.segments().get(0).confidence()).hasValue(1);
        assertThat(form(0))
                .contains("name=\"response_format\"\r\n\r\nverbose_json\r\n")
                .contains("name=\"prompt\"\r\n\r\nIbuprofen\r\n")
                .contains("filename=\"recording.wav\"");
        assertThat(sent(0)).isEqualTo(LOUD);
    }

    @Test
    void sendsEachChannelByItselfAndNoSilence() throws Exception {
        byte[] silence = new byte[LOUD.length];
        server.then(200, JSON, "{\"text\":\"Hello.\"}");
        RecordingTranscript transcript = transcribe("gpt-4o-transcribe", stereo(silence, LOUD), 2);
        assertThat(transcript.segments()).singleElement().satisfies(segment -> {
            assertThat(segment.text()).isEqualTo("Hello.");
            assertThat(segment.channel()).isEqualTo(OptionalInt.of(2));
        });
        assertThat(server.requests()).hasSize(1);
        assertThat(sent(0)).isEqualTo(LOUD);
    }

    @Test
    void asksForSpeakersWhereTheyAreTold() throws Exception {
        server.then(
                200,
                JSON,
                "{\"text\":\"Hello.\",\"segments\":[{\"type\":\"transcript.text.segment\",\"speaker\":\"B\","
                        + "\"start\":0.0,\"end\":0.4,\"text\":\"Hello.\"}]}");
        RecordingTranscript transcript = transcribe("gpt-4o-transcribe-diarize", mono(), 1);
        assertThat(transcript.segments().get(0).speaker()).isEqualTo(Optional.of("B"));
        assertThat(form(0))
                .contains("name=\"response_format\"\r\n\r\ndiarized_json\r\n")
                .contains("name=\"chunking_strategy\"\r\n\r\nauto\r\n")
                .doesNotContain("name=\"prompt\"");
    }

    @Test
    void dropsWhatNobodySaid() throws Exception {
        byte[] sound = Arrays.copyOf(LOUD, LOUD.length + AudioFormat.PCM_8K.bytes(Duration.ofSeconds(3)));
        server.then(
                200,
                JSON,
                "{\"text\":\"\",\"segments\":[{\"start\":0,\"end\":0.4,\"text\":\" Hello.\"},"
                        + "{\"start\":1,\"end\":3,\"text\":\" Thank you.\"},"
                        + "{\"start\":0.1,\"end\":0.4,\"text\":\" Thanks for watching!\"}]}");
        assertThat(transcribe("whisper-1", WavWriter.file(AudioFormat.PCM_8K, sound), 1)
                        .text())
                .isEqualTo("Hello.");
    }

    @Test
    void refusesWhatIsTooLargeBeforeItIsSent() {
        long dataBytes = 26L << 20;
        Transcriber.Source source = () -> new SequenceInputStream(
                new ByteArrayInputStream(WavWriter.header(AudioFormat.PCM_8K, dataBytes)),
                new SequenceInputStream(new ByteArrayInputStream(LOUD), silence(dataBytes - LOUD.length)));
        Transcriber.Audio audio = new Transcriber.Audio.Content("recording.wav", dataBytes + 44, source);
        assertThatThrownBy(() -> openAi.transcriber().transcribe(audio, new Transcriber.Request("en-US", 1, List.of())))
                .asInstanceOf(throwable(ProviderException.class))
                .returns(false, ProviderException::retryable)
                .hasMessageContaining("bytes");
        assertThat(server.requests()).isEmpty();
    }

    private static InputStream silence(long bytes) {
        return new InputStream() {
            private long left = bytes;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] out, int offset, int length) {
                int read = (int) Math.min(left, length);
                left -= read;
                Arrays.fill(out, offset, offset + read, (byte) 0);
                return read == 0 ? -1 : read;
            }
        };
    }

    @Test
    void aBusyServerIsWorthComingAgainHoweverLongItWantsToBeLeftAlone() {
        server.then(429, "Retry-After: 600\r\n", "{\"error\":{\"message\":\"Too many requests.\"}}");
        assertThatThrownBy(() -> transcribe("whisper-1", mono(), 1))
                .asInstanceOf(throwable(ProviderException.class))
                .returns(true, ProviderException::retryable);
    }
}
