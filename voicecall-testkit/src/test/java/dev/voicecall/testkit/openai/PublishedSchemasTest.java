package dev.voicecall.testkit.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That the schemas say no to what is wrong; what is right all other tests of the Realtime API show them. */
class PublishedSchemasTest {
    @BeforeEach
    void needsTheFile() {
        assumeTrue(
                PublishedSchemas.get().isPresent(),
                "-D" + PublishedSchemas.PROPERTY + "=FILE has to say where OpenAI's openapi.json is.");
    }

    @Test
    void whatIsRightIsRight() throws Exception {
        assertThat(problems("{'type':'input_audio_buffer.cleared','event_id':'event_1'}"))
                .isEmpty();
    }

    @Test
    void whatIsWrongIsNot() throws Exception {
        assertThat(problems("{'type':'input_audio_buffer.cleared'}")).isNotEmpty();
        assertThat(problems("{'type':'input_audio_buffer.cleared','event_id':'event_1','x':1}"))
                .isNotEmpty();
        assertThat(problems("{'type':'response.audio.delta','event_id':'event_1'}"))
                .isNotEmpty();
        assertThat(problems("{'type':'conversation.item.truncated','event_id':'event_1','item_id':'item_1',"
                        + "'content_index':0,'audio_end_ms':1.5}"))
                .isNotEmpty();
    }

    private static List<String> problems(String json) throws Exception {
        JsonNode event = new ObjectMapper().readTree(json.replace('\'', '"'));
        return PublishedSchemas.get().orElseThrow().problemsOfServer(event);
    }
}
