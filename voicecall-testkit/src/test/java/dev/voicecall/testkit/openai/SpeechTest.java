package dev.voicecall.testkit.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.audio.AudioConverter;
import dev.voicecall.audio.AudioFormat;
import dev.voicecall.audio.WavReader;
import dev.voicecall.testkit.FakeSpeech;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("socket")
class SpeechTest {
    private static HttpResponse<byte[]> speak(String rest) throws Exception {
        try (OpenAiSimulator openAi = OpenAiSimulator.builder().start()) {
            OpenAiClient client = new OpenAiClient(openAi);
            String body = "{\"model\":\"gpt-4o-mini-tts\",\"input\":\"Good morning\",\"voice\":\"coral\"" + rest + "}";
            return client.bytes(client.request("/audio/speech")
                    .POST(BodyPublishers.ofString(body))
                    .build());
        }
    }

    @Test
    void speaksIn16BitsAt24Kilohertz() throws Exception {
        HttpResponse<byte[]> response = speak(",\"response_format\":\"pcm\"");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(AudioFormat.PCM_24K.duration(response.body().length))
                .isEqualTo(AudioFormat.TELEPHONE.duration(FakeSpeech.say("Good morning").length));
        AudioConverter toLine = AudioConverter.between(AudioFormat.PCM_24K, AudioFormat.TELEPHONE);
        byte[] line = toLine.convert(response.body(), 0, response.body().length);
        assertThat(FakeSpeech.understand(line)).isEqualTo("Good morning");
    }

    @Test
    void speaksAsAWavFile() throws Exception {
        HttpResponse<byte[]> response = speak(",\"response_format\":\"wav\"");
        try (WavReader wav = WavReader.open(new ByteArrayInputStream(response.body()))) {
            assertThat(wav.format()).isEqualTo(AudioFormat.PCM_24K);
            assertThat(wav.readAllBytes()).hasSize(response.body().length - 44);
        }
    }

    @Test
    void refusesWhatItCantMake() throws Exception {
        assertThat(speak("").statusCode()).isEqualTo(400);
    }
}
