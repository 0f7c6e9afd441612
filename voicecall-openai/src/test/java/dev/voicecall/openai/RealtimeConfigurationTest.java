package dev.voicecall.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.voicecall.spi.Tool;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RealtimeConfigurationTest {
    @Test
    void saysEverySettingSinceTheDefaultsAreNotToBeReliedOn() {
        JsonNode session = RealtimeConfiguration.conversation(
                RealtimeSettings.builder("Be brief.").build(), "en-US");

        assertThat(session).hasToString(Json.read("""
                                {"type":"realtime","instructions":"Be brief.","output_modalities":["audio"],
                                 "max_output_tokens":"inf",
                                 "audio":{
                                   "input":{"format":{"type":"audio/pcmu"},
                                     "transcription":{"model":"gpt-4o-mini-transcribe","language":"en"},
                                     "noise_reduction":null,
                                     "turn_detection":{"type":"server_vad","threshold":0.5,"prefix_padding_ms":300,
                                       "silence_duration_ms":500,"create_response":true,"interrupt_response":true}},
                                   "output":{"format":{"type":"audio/pcmu"},"voice":"marin","speed":1.0}},
                                 "tools":[],"tool_choice":"auto"}""").toString());
    }

    @Test
    void saysWhatIsSet() {
        Tool tool = Tool.withSchema("look_up", "Looks up.", "{\"type\":\"object\"}", (json, call) -> "");
        JsonNode session = RealtimeConfiguration.conversation(
                RealtimeSettings.builder("")
                        .voice("cedar")
                        .speed(1.25)
                        .tools(tool)
                        .turnDetection(new TurnDetection.Meaning(TurnDetection.Eagerness.HIGH))
                        .withoutTranscription()
                        .noiseReduction(NoiseReduction.FAR_FIELD)
                        .maxOutputTokens(500)
                        .build(),
                "fil-PH");

        assertThat(session.at("/audio/output/voice").asText()).isEqualTo("cedar");
        assertThat(session.at("/audio/output/speed").asDouble()).isEqualTo(1.25);
        assertThat(session.at("/audio/input/transcription").isNull()).isTrue();
        assertThat(session.at("/audio/input/noise_reduction/type").asText()).isEqualTo("far_field");
        assertThat(session.at("/audio/input/turn_detection/type").asText()).isEqualTo("semantic_vad");
        assertThat(session.at("/audio/input/turn_detection/eagerness").asText()).isEqualTo("high");
        assertThat(session.path("max_output_tokens").asInt()).isEqualTo(500);
        assertThat(session.at("/tools/0")).isEqualTo(Json.read("""
                                {"type":"function","name":"look_up","description":"Looks up.","parameters":{"type":"object"}}"""));
    }

    @Test
    void hintsGoWhereTheModelTakesThem() {
        List<String> hints = List.of("Pune", "Mumbai");
        assertThat(RealtimeConfiguration.transcription("gpt-4o-transcribe", "hi-IN", hints)
                        .at("/audio/input/transcription")
                        .toString())
                .isEqualTo("{\"model\":\"gpt-4o-transcribe\",\"language\":\"hi\",\"prompt\":\"Pune, Mumbai\"}");
        assertThat(RealtimeConfiguration.transcription("gpt-live-transcribe", "fil", hints)
                        .at("/audio/input/transcription")
                        .toString())
                .isEqualTo("{\"model\":\"gpt-live-transcribe\",\"keywords\":[\"Pune\",\"Mumbai\"]}");
        assertThat(RealtimeConfiguration.transcription("gpt-realtime-whisper", "en", hints)
                        .at("/audio/input/transcription")
                        .toString())
                .isEqualTo("{\"model\":\"gpt-realtime-whisper\",\"language\":\"en\"}");
    }

    @Test
    void refusesWhatTheServerWould() {
        assertThatThrownBy(() -> RealtimeSettings.builder("").speed(2).build()).hasMessageContaining("speed is 2.0");
        assertThatThrownBy(() -> RealtimeSettings.builder("").maxOutputTokens(0).build())
                .hasMessageContaining("maxOutputTokens is 0");
        assertThatThrownBy(() -> RealtimeSettings.builder("").model("a&b").build())
                .hasMessageContaining("'a&b'");
        assertThatThrownBy(() -> new TurnDetection.Silence(2, Duration.ZERO, Duration.ofSeconds(1)))
                .hasMessageContaining("threshold is 2.0");
        assertThatThrownBy(() -> RealtimeSettings.builder("")
                        .tools(Tool.hangUp(), Tool.hangUp())
                        .build())
                .hasMessageContaining("2 tools with 1 names");
    }
}
