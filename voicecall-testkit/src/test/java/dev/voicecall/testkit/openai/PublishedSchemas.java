package dev.voicecall.testkit.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * OpenAI's own description of its events: the schemas of {@code openapi.json} in the GitHub repository openai/openai-openapi, of
 * which 2.3.0 is the version that the simulator was written against. The file is not ours to carry: the system property
 * {@value #PROPERTY} says where it is, and without it nothing is checked.
 *
 * <p>The schemas allow keys that they don't know; this does not, at the level of the event.
 */
final class PublishedSchemas {
    static final String PROPERTY = "openai.openapi";

    private static final String DOCUMENT = "https://openai.invalid/openapi.json";
    private static final String SCHEMAS = "/components/schemas/";

    /** Of a type that nobody knows, which is its purpose. */
    private static final String UNKNOWN = "simulator.event_of_tomorrow";

    /**
     * Where the schemas allow no null, and yet clients have to expect it: the examples beside the schemas have it, and of a
     * transcript that is not known yet OpenAI's own agents SDK insists on it.
     */
    private static final List<String> NULL_ALL_THE_SAME = List.of(
            "/session/include",
            "/session/audio/input/transcription",
            "/session/audio/input/noise_reduction",
            "/response/status_details",
            "/response/usage",
            "/item/content/0/transcript");

    private static final Optional<PublishedSchemas> PUBLISHED =
            Optional.ofNullable(System.getProperty(PROPERTY)).map(PublishedSchemas::load);

    private final JsonNode document;
    private final SchemaRegistry registry;
    private final Map<String, String> server;
    private final Map<String, String> client;
    private final Map<String, Schema> loaded = new ConcurrentHashMap<>();
    private final Map<String, Integer> checked = new ConcurrentHashMap<>();

    private PublishedSchemas(String json) throws IOException {
        document = new ObjectMapper().readTree(json);
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(DOCUMENT, json)));
        server = byType("RealtimeServerEvent");
        client = byType("RealtimeClientEvent");
    }

    private static PublishedSchemas load(String file) {
        try {
            return new PublishedSchemas(Files.readString(Path.of(file)));
        } catch (IOException e) {
            throw new IllegalStateException("-D" + PROPERTY + "=" + file + " can't be read.", e);
        }
    }

    /** The schemas, if the file is there. */
    static Optional<PublishedSchemas> get() {
        return PUBLISHED;
    }

    private Map<String, String> byType(String union) {
        Map<String, String> names = new HashMap<>();
        JsonNode schema = document.at(SCHEMAS + union);
        for (JsonNode one : schema.path(schema.has("oneOf") ? "oneOf" : "anyOf")) {
            String name = one.path("$ref").asText().replaceFirst(".*/", "");
            JsonNode type = document.at(SCHEMAS + name + "/properties/type");
            names.put(
                    type.has("const")
                            ? type.get("const").asText()
                            : type.at("/enum/0").asText(),
                    name);
        }
        return names;
    }

    /** How many events of each type were checked. */
    Map<String, Integer> checked() {
        return checked;
    }

    /** What is wrong with an event that the server has sent. */
    List<String> problemsOfServer(JsonNode event) {
        return problems(event, server);
    }

    /** What is wrong with an event that a client has sent. */
    List<String> problemsOfClient(JsonNode event) {
        return problems(event, client);
    }

    private List<String> problems(JsonNode event, Map<String, String> names) {
        String type = event.path("type").asText();
        if (type.equals(UNKNOWN)) {
            return List.of();
        }
        checked.merge(type, 1, Integer::sum);
        String name = names.get(type);
        if (name == null) {
            return List.of("There is no event of type " + type);
        }
        List<String> problems = new ArrayList<>();
        loaded
                .computeIfAbsent(name, n -> registry.getSchema(SchemaLocation.of(DOCUMENT + "#" + SCHEMAS + n)))
                .validate(withoutNulls(event).toString(), InputFormat.JSON)
                .stream()
                .map(Error::toString)
                .forEach(problems::add);
        JsonNode known = document.at(SCHEMAS + name + "/properties");
        event.fieldNames().forEachRemaining(key -> {
            if (!known.has(key)) {
                problems.add("There is no key " + key);
            }
        });
        return problems;
    }

    private static JsonNode withoutNulls(JsonNode event) {
        JsonNode copy = event.deepCopy();
        for (String pointer : NULL_ALL_THE_SAME) {
            int last = pointer.lastIndexOf('/');
            if (copy.at(pointer).isNull() && copy.at(pointer.substring(0, last)) instanceof ObjectNode parent) {
                parent.remove(pointer.substring(last + 1));
            }
        }
        return copy;
    }
}
