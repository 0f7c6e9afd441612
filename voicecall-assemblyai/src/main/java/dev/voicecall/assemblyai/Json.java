package dev.voicecall.assemblyai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.TokenFilter;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** JSON as trees. Safe for use by many threads. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** All but the single words, which are most of a transcript and come twice. */
    private static final TokenFilter WITHOUT_WORDS = new TokenFilter() {
        @Override
        public @Nullable TokenFilter includeProperty(String name) {
            return name.equals("words") ? null : this;
        }

        @Override
        protected boolean _includeScalar() {
            return true;
        }
    };

    private Json() {}

    /** A new object. */
    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** What was written; a {@link MissingNode} if it isn't JSON. */
    static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** The same of UTF-8, without any {@code words}. */
    static JsonNode readWithoutWords(byte[] json) {
        try (JsonParser parser = new FilteringParserDelegate(
                MAPPER.createParser(json), WITHOUT_WORDS, Inclusion.INCLUDE_ALL_AND_PATH, true)) {
            JsonNode tree = MAPPER.readTree(parser);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** In UTF-8. */
    static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsString(tree).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
