package dev.voicecall.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamWriterTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StreamWriter writer = new StreamWriter("MZ1");

    @Test
    void writesSoundOfAnyLength() throws Exception {
        long seed = Long.getLong("voicecall.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int frames : new int[] {1, 2, 3, 50, 400, 1}) {
            byte[] sound = new byte[160 * frames];
            random.nextBytes(sound);
            JsonNode message = JSON.readTree(text(writer.media(sound)));
            assertThat(message.path("media").path("payload").binaryValue())
                    .as("seed %d", seed)
                    .isEqualTo(sound);
            ((com.fasterxml.jackson.databind.node.ObjectNode) message.path("media")).put("payload", "");
            assertThat(message)
                    .isEqualTo(
                            JSON.readTree("{\"event\":\"media\",\"streamSid\":\"MZ1\",\"media\":{\"payload\":\"\"}}"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"end of 7", "", "\"}},{\"", "\\", "\u0000\n\u2028", "Grüße 🙂"})
    void writesMarksOfAnyName(String name) throws Exception {
        JsonNode message = JSON.readTree(text(writer.mark(name)));
        assertThat(message.path("mark").path("name").asText()).isEqualTo(name);
        assertThat(message.path("event").asText()).isEqualTo("mark");
        assertThat(message.path("streamSid").asText()).isEqualTo("MZ1");
        assertThat(message).hasSize(3);
    }

    @Test
    void writesClear() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThat(JSON.readTree(text(writer.clear())))
                    .isEqualTo(JSON.readTree("{\"event\":\"clear\",\"streamSid\":\"MZ1\"}"));
        }
    }

    private static String text(ByteBuffer message) {
        return StandardCharsets.UTF_8.decode(message).toString();
    }
}
