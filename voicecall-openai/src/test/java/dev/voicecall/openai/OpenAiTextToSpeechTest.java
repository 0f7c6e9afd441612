package dev.voicecall.openai;

import static dev.voicecall.openai.ScriptedServer.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import dev.voicecall.ProviderException;
import dev.voicecall.ProviderException.Stage;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.openai.ScriptedServer.Running;
import dev.voicecall.spi.Speech;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("socket")
class OpenAiTextToSpeechTest {
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
    private static final Speech HELLO = new Speech("Hello.", "en-US", Optional.empty());

    private final List<byte[]> pieces = new ArrayList<>();
    private ScriptedServer server;
    private OpenAi openAi;

    @BeforeEach
    void start() throws IOException {
        server = new ScriptedServer();
        openAi = server.openAi().build();
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void answer(String contentType, byte[]... chunks) {
        server.then(exchange -> {
            exchange.send(head(200, contentType.isEmpty() ? "" : "Content-Type: " + contentType + "\r\n") + CHUNKED);
            for (byte[] chunk : chunks) {
                exchange.chunk(chunk);
            }
            exchange.send("0\r\n\r\n");
        });
    }

    private byte[] speak() throws Exception {
        openAi.textToSpeech().synthesize(HELLO, pieces::add);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toByteArray();
    }

    @Test
    void saysWhatFormatItsSoundHas() {
        assertThat(openAi.textToSpeech().format()).isEqualTo(AudioFormat.PCM_24K);
    }

    @Test
    void asksForRawSound() throws Exception {
        answer("audio/pcm", new byte[100]);
        speak();
        assertThat(server.requests().get(0).line()).startsWith("POST /v1/audio/speech ");
        assertThat(Json.read(server.requests().get(0).body())).isEqualTo(Json.read("""
                {"model":"gpt-4o-mini-tts","input":"Hello.","voice":"alloy","response_format":"pcm"}"""));
    }

    @Test
    void asksAsItIsTold() throws Exception {
        answer("audio/pcm", new byte[100]);
        openAi.textToSpeech(SpeechSettings.DEFAULT
                        .withModel("tts-x")
                        .withVoice("coral")
                        .withSpeed(1.25)
                        .withInstructions("Calmly."))
                .synthesize(new Speech("Hello.", "en-US", Optional.of("marin")), pieces::add);
        assertThat(Json.read(server.requests().get(0).body())).isEqualTo(Json.read("""
                {"model":"tts-x","input":"Hello.","voice":"marin","response_format":"pcm","speed":1.25,
                 "instructions":"Calmly."}"""));
    }

    @Test
    void givesTheFirstSoundWhileTheRestIsStillComing() throws Exception {
        CompletableFuture<Void> heard = new CompletableFuture<>();
        server.then(exchange -> {
            exchange.send(head(200, "Content-Type: audio/pcm\r\n") + CHUNKED);
            exchange.chunk(new byte[480]);
            heard.get(10, TimeUnit.SECONDS);
            exchange.chunk(new byte[480]);
            exchange.send("0\r\n\r\n");
        });
        openAi.textToSpeech().synthesize(HELLO, piece -> {
            pieces.add(piece);
            heard.complete(null);
        });
        assertThat(pieces).hasSize(2);
    }

    @Test
    void neverSplitsASample() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        byte[] sound = new byte[10_000];
        random.nextBytes(sound);
        Arrays.fill(sound, 0, 4, (byte) 0);
        List<byte[]> chunks = new ArrayList<>();
        for (int from = 0; from < sound.length; ) {
            int to = Math.min(sound.length, from + random.nextInt(1, 100));
            chunks.add(Arrays.copyOfRange(sound, from, to));
            from = to;
        }
        answer("", chunks.toArray(byte[][]::new));
        assertThat(speak()).isEqualTo(sound);
        assertThat(pieces).allSatisfy(piece -> assertThat(piece.length % 2).isZero());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audio/pcm",
                "Audio/PCM; rate=24000; channels=1",
                "application/octet-stream",
                "audio/L16;rate=24000"
            })
    void takesSoundUnderAnyNameOfPcm(String contentType) throws Exception {
        answer(contentType, new byte[100]);
        assertThat(speak()).hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"audio/mpeg", "audio/wav", "application/json", "text/html", "audio/pcm;rate=16000"})
    void refusesSoundUnderAnotherName(String contentType) {
        answer(contentType, new byte[100]);
        assertRefused(contentType);
    }

    @ParameterizedTest
    @CsvSource({
        "52494646, WAV",
        "49443304, MP3",
        "fff3e4c4, MP3",
        "fffb9064, MP3",
        "4f676753, Ogg",
        "664c6143, FLAC",
        "7b226572, JSON",
        "3c21444f, HTML",
        "1a45dfa3, WebM"
    })
    void refusesWhatBeginsLikeSomethingElse(String bytes, String name) {
        byte[] file = Arrays.copyOf(HexFormat.of().parseHex(bytes), 1_000);
        answer("audio/pcm", Arrays.copyOf(file, 1), Arrays.copyOfRange(file, 1, 3), Arrays.copyOfRange(file, 3, 1_000));
        assertRefused(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000", "ffffffff", "fefffdff", "ff000100", "fffffbff"})
    void takesWhatQuietSoundBeginsWith(String bytes) throws Exception {
        answer("audio/pcm", HexFormat.of().parseHex(bytes));
        assertThat(speak()).isEqualTo(HexFormat.of().parseHex(bytes));
    }

    @Test
    void refusesHalfASample() {
        answer("audio/pcm", new byte[101]);
        assertThatThrownBy(this::speak).hasMessageContaining("within a sample");
    }

    @Test
    void anAnswerWithoutSoundIsAFailure() {
        answer("audio/pcm");
        assertThatThrownBy(this::speak)
                .asInstanceOf(throwable(ProviderException.class))
                .returns(Stage.SPEAKING, ProviderException::stage)
                .returns(true, ProviderException::retryable)
                .hasMessageContaining("no sound");
    }

    @Test
    void aRefusalIsAFailureOfSpeaking() {
        server.then(400, "", "{\"error\":{\"message\":\"Unknown voice.\"}}");
        assertThatThrownBy(this::speak)
                .asInstanceOf(throwable(ProviderException.class))
                .returns(Stage.SPEAKING, ProviderException::stage)
                .hasMessageContaining("Unknown voice.");
    }

    @Test
    void anInterruptionClosesTheConnection() throws Exception {
        CompletableFuture<Void> heard = new CompletableFuture<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        server.then(exchange -> {
            exchange.send(head(200, "Content-Type: audio/pcm\r\n") + CHUNKED);
            exchange.chunk(new byte[480]);
            exchange.awaitClose();
            closed.complete(null);
        });
        Running speaking =
                ScriptedServer.run(() -> openAi.textToSpeech().synthesize(HELLO, piece -> heard.complete(null)));
        heard.get(10, TimeUnit.SECONDS);
        speaking.interrupt();
        assertThat(speaking.failure()).isInstanceOf(InterruptedException.class);
        closed.get(10, TimeUnit.SECONDS);
    }

    @Test
    void settingsAreChecked() {
        assertThatThrownBy(() -> SpeechSettings.DEFAULT.withSpeed(5)).hasMessageContaining("0.25 to 4");
        assertThatThrownBy(() -> SpeechSettings.DEFAULT.withVoice(" ")).hasMessageContaining("blank");
        assertThatThrownBy(() -> SpeechSettings.DEFAULT.withInstructions("x".repeat(5_000)))
                .hasMessageContaining("4096");
    }

    private void assertRefused(String name) {
        assertThatThrownBy(this::speak)
                .asInstanceOf(throwable(ProviderException.class))
                .returns(false, ProviderException::retryable)
                .hasMessageContaining(name);
        assertThat(pieces).isEmpty();
    }
}
