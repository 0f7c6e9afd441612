package dev.voicecall.testkit.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.testkit.FakeSpeech;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("socket")
class TranscriptionTest {
    private static final byte[] SPEECH = wav(FakeSpeech.say("Where is my parcel?"));

    private final OpenAiSimulator openAi = OpenAiSimulator.builder().start();
    private final OpenAiClient client = new OpenAiClient(openAi);

    @AfterEach
    void close() {
        openAi.close();
    }

    private HttpResponse<String> transcribe(String fileName, byte[] file, String... fields) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            write(
                    body,
                    "--XX\r\nContent-Disposition: form-data; name=\"" + fields[i] + "\"\r\n\r\n" + fields[i + 1]
                            + "\r\n");
        }
        write(
                body,
                "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
                        + "\"\r\nContent-Type: audio/wav\r\n\r\n");
        body.writeBytes(file);
        write(body, "\r\n--XX--\r\n");
        return client.send(client.request("/audio/transcriptions")
                .setHeader("Content-Type", "multipart/form-data; boundary=XX")
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .build());
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Written by hand, so that nothing of what is tested is what tests it. */
    private static byte[] wav(byte[] muLaw) {
        return ByteBuffer.allocate(44 + muLaw.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(36 + muLaw.length)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 7)
                .putShort((short) 1)
                .putInt(8_000)
                .putInt(8_000)
                .putShort((short) 1)
                .putShort((short) 8)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(muLaw.length)
                .put(muLaw)
                .array();
    }

    private static byte[] silence() {
        byte[] silence = new byte[8_000];
        Arrays.fill(silence, FakeSpeech.SILENCE);
        return wav(silence);
    }

    @Test
    void hearsWhatIsInTheFile() throws Exception {
        HttpResponse<String> response =
                transcribe("turn.wav", SPEECH, "model", "gpt-4o-transcribe", "language", "en", "include[]", "logprobs");
        JsonNode json = OpenAiClient.json(response.body());
        assertThat(json.path("text").asText()).isEqualTo("Where is my parcel?");
        assertThat(json.path("logprobs")).isNotEmpty();
        assertThat(json.path("usage").path("type").asText()).isEqualTo("tokens");
        assertThat(openAi.requests().get(0).body())
                .contains("\"model\":\"gpt-4o-transcribe\"", "\"name\":\"turn.wav\"", "\"include[]\":[\"logprobs\"]");
    }

    @Test
    void hearsThanksInSilenceAndSaysThatItDoubts() throws Exception {
        JsonNode json = OpenAiClient.json(
                transcribe("turn.wav", silence(), "model", "whisper-1", "response_format", "verbose_json")
                        .body());
        assertThat(json.path("text").asText()).isEqualTo("Thank you.");
        assertThat(json.at("/segments/0/no_speech_prob").asDouble()).isGreaterThan(0.6);
    }

    @Test
    void streamsWhatItHears() throws Exception {
        String body = transcribe("turn.wav", SPEECH, "model", "gpt-4o-mini-transcribe", "stream", "true")
                .body();
        assertThat(body).contains("transcript.text.delta", "\"type\":\"transcript.text.done\",\"text\":\"Where is my");
    }

    @Test
    void refusesWhatOpenAiRefuses() throws Exception {
        assertError(transcribe("turn.ulaw", SPEECH, "model", "whisper-1"), 400, "Unrecognized file format");
        assertError(transcribe("turn", SPEECH, "model", "whisper-1"), 400, "Unrecognized file format");
        byte[] muLaw = FakeSpeech.say("Where is my parcel?");
        assertError(transcribe("turn.wav", muLaw, "model", "whisper-1"), 400, "corrupted or unsupported");
        assertError(transcribe("turn.wav", SPEECH), 400, "Missing required parameter: 'model'");
        assertError(transcribe("turn.wav", SPEECH, "model", "whisper-2"), 404, "does not exist");
        assertError(
                transcribe("turn.wav", SPEECH, "model", "gpt-4o-transcribe", "response_format", "verbose_json"),
                400,
                "is not compatible with model");
        assertError(transcribe("turn.wav", SPEECH, "model", "whisper-1", "language", "en-US"), 400, "ISO-639-1 format");
        assertError(transcribe("turn.wav", wav(new byte[400]), "model", "whisper-1"), 400, "too short");
        assertError(transcribe("turn.wav", SPEECH, "model", "whisper-1", "beam", "5"), 400, "Unknown parameter");
    }

    private static void assertError(HttpResponse<String> response, int status, String message) throws Exception {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(OpenAiClient.json(response.body()).at("/error/message").asText())
                .contains(message);
    }

    @Test
    void refusesAFormThatIsBroken() throws Exception {
        HttpResponse<String> response = client.send(client.request("/audio/transcriptions")
                .setHeader("Content-Type", "multipart/form-data; boundary=XX")
                .POST(BodyPublishers.ofString(
                        "--XX\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1"))
                .build());
        assertError(response, 400, "a part has no head, or no end");
    }
}
