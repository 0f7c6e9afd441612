package dev.voicecall.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealtimeReaderTest {
    private final RealtimeReader reader = new RealtimeReader();

    private RealtimeEvent read(String json) {
        return reader.read(ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void readsSoundWhateverTheOrderOfItsFields() {
        byte[] sound = new byte[20_000];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (byte) i;
        }
        String delta = Base64.getEncoder().encodeToString(sound);
        for (String json : new String[] {
            "{\"type\":\"response.output_audio.delta\",\"event_id\":\"e\",\"response_id\":\"r\",\"item_id\":\"i\","
                    + "\"output_index\":0,\"content_index\":1,\"delta\":\"" + delta + "\"}",
            "{\"delta\":\"" + delta
                    + "\",\"extra\":{\"type\":\"x\",\"delta\":[1]},\"content_index\":1,\"item_id\":\"i\","
                    + "\"response_id\":\"r\",\"type\":\"response.output_audio.delta\"}"
        }) {
            assertThat(read(json)).isInstanceOfSatisfying(RealtimeEvent.Audio.class, audio -> {
                assertThat(audio.response()).isEqualTo("r");
                assertThat(audio.item()).isEqualTo("i");
                assertThat(audio.contentIndex()).isEqualTo(1);
                assertThat(audio.sound()).isEqualTo(sound);
            });
        }
    }

    @Test
    void readsTheRestAsATree() {
        assertThat(read("{\"type\":\"response.done\",\"response\":{\"id\":\"r\"}}"))
                .isInstanceOfSatisfying(RealtimeEvent.Other.class, other -> {
                    assertThat(other.type()).isEqualTo("response.done");
                    assertThat(other.json().at("/response/id").asText()).isEqualTo("r");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"type\":7}",
                "{\"type\":\"response.output_audio.delta\",\"delta\":\"*\"}",
                "{\"type\":\"response.output_audio.delta\",\"delta\":",
                "{\"type\":\"response.done\""
            })
    void whatIsNoEventHasNoType(String text) {
        assertThat(read(text).type()).isEmpty();
    }
}
