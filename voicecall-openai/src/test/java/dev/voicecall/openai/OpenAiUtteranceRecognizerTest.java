package dev.voicecall.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.audio.WavReader;
import dev.voicecall.spi.SpeechToText.Request;
import dev.voicecall.spi.SpeechToText.Words;
import dev.voicecall.testkit.VirtualScheduler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("socket")
class OpenAiUtteranceRecognizerTest {
    private static final String JSON = "Content-Type: application/json\r\n";

    private ScriptedServer server;
    private Http http;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
        http = new Http(new Account(
                ScriptedServer.KEY,
                URI.create(server.url()),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                (uri, headers, listener) -> {
                    throw new AssertionError("Nobody asked for a WebSocket.");
                }));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private Words recognize(TranscriptionSettings settings, String language, List<String> hints, int millis)
            throws Exception {
        return new OpenAiUtteranceRecognizer(http, settings)
                .recognize(new Request(language, hints, new VirtualScheduler()), HallucinationsTest.loud(millis));
    }

    private Words recognize(String answer, int millis) throws Exception {
        server.then(200, JSON, answer);
        return recognize(TranscriptionSettings.DEFAULT, "en-US", List.of(), millis);
    }

    private String form() {
        String body = server.requests().get(0).body();
        return new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    @Test
    void sendsTheUtteranceAsAFile() throws Exception {
        recognize("{\"text\":\"Hello.\"}", 400);
        String contentType = server.requests().get(0).headers().get("content-type");
        String boundary = contentType.substring("multipart/form-data; boundary=".length());
        String[] parts = server.requests().get(0).body().split("(\r\n)?--" + boundary);
        assertThat(parts).hasSize(7).endsWith("--\r\n");
        String[] file = parts[5].split("\r\n\r\n", 2);
        assertThat(file[0].strip().lines())
                .containsExactly(
                        "Content-Disposition: form-data; name=\"file\"; filename=\"utterance.wav\"",
                        "Content-Type: audio/wav");
        byte[] wav = file[1].getBytes(StandardCharsets.ISO_8859_1);
        assertThat(wav[4] & 0xFF | (wav[5] & 0xFF) << 8).isEqualTo(wav.length - 8);
        try (WavReader reader = WavReader.open(new ByteArrayInputStream(wav))) {
            assertThat(reader.format()).isEqualTo(AudioFormat.PCM_8K);
            assertThat(reader.readAllBytes()).isEqualTo(HallucinationsTest.loud(400));
        }
    }

    @Test
    void asksForLogprobsWhereThereAreSome() throws Exception {
        assertThat(recognize("{\"text\":\"Hello.\",\"logprobs\":[{\"logprob\":0}]}", 400))
                .isEqualTo(new Words("Hello.", OptionalDouble.of(1)));
        assertThat(server.requests().get(0).line()).startsWith("POST /v1/audio/transcriptions ");
        assertThat(form())
                .contains("name=\"model\"\r\n\r\ngpt-4o-mini-transcribe\r\n")
                .contains("name=\"response_format\"\r\n\r\njson\r\n")
                .contains("name=\"include[]\"\r\n\r\nlogprobs\r\n")
                .contains("name=\"language\"\r\n\r\nen\r\n")
                .doesNotContain("name=\"prompt\"");
    }

    @Test
    void asksWhisperForAVerboseAnswer() throws Exception {
        server.then(200, JSON, "{\"text\":\"Guten Tag.\"}");
        recognize(
                TranscriptionSettings.DEFAULT.withModel("whisper-1").withPrompt("Es geht um Arznei."),
                "de-DE",
                List.of("Ibuprofen", "Müller"),
                400);
        assertThat(form())
                .contains("name=\"response_format\"\r\n\r\nverbose_json\r\n")
                .contains("name=\"language\"\r\n\r\nde\r\n")
                .contains("name=\"prompt\"\r\n\r\nEs geht um Arznei. Ibuprofen, Müller\r\n")
                .doesNotContain("include[]");
    }

    @Test
    void callsNorwegianByTheNameThatIsKnown() throws Exception {
        server.then(200, JSON, "{\"text\":\"Hei.\"}");
        recognize(TranscriptionSettings.DEFAULT, "nb-NO", List.of(), 400);
        assertThat(form()).contains("name=\"language\"\r\n\r\nno\r\n");
    }

    @Test
    void givesHintsAsKeywordsWhereTheyAreTaken() throws Exception {
        server.then(200, JSON, "{\"text\":\"Hello.\"}");
        recognize(
                TranscriptionSettings.DEFAULT.withModel("gpt-transcribe"),
                "fil-PH",
                List.of("aspirin", "ibuprofen"),
                400);
        assertThat(form())
                .contains("name=\"keywords[]\"\r\n\r\naspirin\r\n")
                .contains("name=\"keywords[]\"\r\n\r\nibuprofen\r\n")
                .doesNotContain("name=\"prompt\"")
                .doesNotContain("name=\"language\"");
    }

    @Test
    void asksNobodyAboutSilence() throws Exception {
        assertThat(recognize(TranscriptionSettings.DEFAULT, "en-US", List.of(), 0))
                .isEqualTo(Words.NONE);
        assertThat(recognize(TranscriptionSettings.DEFAULT, "en-US", List.of(), 40))
                .isEqualTo(Words.NONE);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void doesNotPassOnWhatNobodySaid() throws Exception {
        assertThat(recognize("{\"text\":\"Thank you.\"}", 120)).isEqualTo(Words.NONE);
        assertThat(recognize("{\"text\":\"Thank you.\"}", 400).text()).isEqualTo("Thank you.");
        assertThat(recognize("{\"text\":\"\"}", 400)).isEqualTo(Words.NONE);
    }

    @Test
    void anAnswerThatIsNoTranscriptIsAFailure() {
        assertThatThrownBy(() -> recognize("<html>", 400))
                .asInstanceOf(throwable(ProviderException.class))
                .returns(Stage.HEARING, ProviderException::stage)
                .returns(false, ProviderException::retryable)
                .hasMessageContaining("without a text");
    }

    @Test
    void aRefusalIsAFailureOfHearing() {
        server.then(400, "", "{\"error\":{\"message\":\"Audio file is too short.\"}}");
        assertThatThrownBy(() -> recognize(TranscriptionSettings.DEFAULT, "en-US", List.of(), 400))
                .asInstanceOf(throwable(ProviderException.class))
                .returns(Stage.HEARING, ProviderException::stage)
                .hasMessageContaining("too short");
    }
}
