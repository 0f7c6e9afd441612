package dev.voicecall.twilio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.voicecall.testkit.twilio.RestExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Twilio's own description of its REST API, {@code spec/json/twilio_api_v2010.json} in the GitHub repository twilio/twilio-oai, against
 * which each request is held that a test's simulator has seen. The file is not ours to carry: the system property
 * {@value #PROPERTY} says where it is, and without it nothing is checked.
 *
 * <p>A request's path, query and form together are one object, whose schema is made of those of the operation's parameters; one that the
 * description doesn't have is a problem, as is the lack of one of several of which one is needed ({@code x-twilio.conditional}). The sound
 * of recordings isn't described there.
 */
final class PublishedApi {
    static final String PROPERTY = "twilio.openapi";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DOCUMENT = "https://twilio.invalid/operations.json";
    private static final List<String> METHODS = List.of("get", "post", "delete");

    private static final Optional<PublishedApi> PUBLISHED =
            Optional.ofNullable(System.getProperty(PROPERTY)).map(PublishedApi::load);

    private final List<Operation> operations = new ArrayList<>();
    private final SchemaRegistry registry;
    private final Map<String, Integer> checked = new ConcurrentHashMap<>();

    /** @param name method and path, as in the description */
    private record Operation(
            String name,
            Pattern path,
            List<String> pathParameters,
            ObjectNode schema,
            JsonNode conditional,
            String pointer) {}

    private PublishedApi(JsonNode description) {
        ObjectNode document = JSON.createObjectNode();
        document.set("components", description.path("components"));
        ArrayNode schemas = document.putArray("operations");
        description.path("paths").properties().forEach(path -> METHODS.stream()
                .filter(path.getValue()::has)
                .forEach(method -> {
                    JsonNode operation = path.getValue().path(method);
                    ObjectNode schema = schema(operation);
                    schemas.add(schema);
                    operations.add(new Operation(
                            method.toUpperCase(Locale.ROOT) + " " + path.getKey(),
                            Pattern.compile(path.getKey().replace(".", "\\.").replaceAll("\\{[A-Za-z]+}", "([^/]+)")),
                            Pattern.compile("\\{([A-Za-z]+)}")
                                    .matcher(path.getKey())
                                    .results()
                                    .map(found -> found.group(1))
                                    .toList(),
                            schema,
                            operation.at("/x-twilio/conditional"),
                            "#/operations/" + (schemas.size() - 1)));
                }));
        document.findParents("x-twilio").forEach(schema -> ((ObjectNode) schema).remove("x-twilio"));
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(DOCUMENT, document.toString()))
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
    }

    private static PublishedApi load(String file) {
        try {
            return new PublishedApi(JSON.readTree(Files.readString(Path.of(file))));
        } catch (IOException e) {
            throw new IllegalStateException("-D" + PROPERTY + "=" + file + " can't be read.", e);
        }
    }

    /** The description, if the file is there. */
    static Optional<PublishedApi> get() {
        return PUBLISHED;
    }

    /** Fails if one of the requests is not as the description says. */
    static void check(List<RestExchange> requests) {
        PUBLISHED.ifPresent(api -> {
            List<String> problems = requests.stream()
                    .flatMap(request -> api.problems(request).stream())
                    .distinct()
                    .toList();
            if (!problems.isEmpty()) {
                throw new AssertionError("Not as Twilio's description says: " + problems);
            }
        });
    }

    /** Of query, path and form. */
    private static ObjectNode schema(JsonNode operation) {
        ObjectNode schema = JSON.createObjectNode().put("type", "object").put("additionalProperties", false);
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        operation.path("parameters").forEach(parameter -> {
            properties.set(parameter.path("name").asText(), parameter.path("schema"));
            if (parameter.path("required").asBoolean()) {
                required.add(parameter.path("name").asText());
            }
        });
        operation.at("/requestBody/content").forEach(body -> {
            body.at("/schema/properties")
                    .properties()
                    .forEach(field -> properties.set(field.getKey(), field.getValue()));
            required.addAll((ArrayNode) body.at("/schema").withArray("required"));
        });
        return schema;
    }

    /** How many requests of each operation were checked. */
    Map<String, Integer> checked() {
        return checked;
    }

    /** What is wrong with a request. */
    List<String> problems(RestExchange request) {
        if (request.path().endsWith(".wav")) {
            return List.of();
        }
        for (Operation operation : operations) {
            Matcher path = operation.path().matcher(request.path());
            if (operation.name().startsWith(request.method() + " ") && path.matches()) {
                checked.merge(operation.name(), 1, Integer::sum);
                return problems(operation, path, request);
            }
        }
        return List.of("There is no " + request.method() + " " + request.path());
    }

    private List<String> problems(Operation operation, Matcher path, RestExchange request) {
        ObjectNode given = JSON.createObjectNode();
        for (int i = 0; i < operation.pathParameters().size(); i++) {
            given.put(operation.pathParameters().get(i), path.group(i + 1));
        }
        request.parameters()
                .values()
                .forEach((name, values) -> given.set(
                        name, value(operation.schema().at("/properties").path(name), values)));
        Schema schema = registry.getSchema(SchemaLocation.of(DOCUMENT + operation.pointer()));
        List<String> problems = new ArrayList<>();
        schema.validate(given.toString(), InputFormat.JSON).stream()
                .map(Error::toString)
                .forEach(problems::add);
        operation.conditional().forEach(group -> {
            if (!isOneGiven(group, given)) {
                problems.add("none of " + group);
            }
        });
        return problems.stream()
                .map(problem -> operation.name() + ": " + problem)
                .toList();
    }

    private static boolean isOneGiven(JsonNode group, ObjectNode given) {
        for (JsonNode name : group) {
            for (String parameter : (Iterable<String>) given::fieldNames) {
                if (parameter.equalsIgnoreCase(name.asText().replace("_", ""))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** What a form means, in which everything is text. */
    private static JsonNode value(JsonNode schema, List<String> values) {
        String type = schema.path("type").asText();
        if (type.equals("array")) {
            return JSON.valueToTree(values);
        }
        String text = values.size() == 1 ? values.get(0) : values.toString();
        if (type.equals("integer") && text.matches("-?[0-9]{1,18}")) {
            return JSON.getNodeFactory().numberNode(Long.parseLong(text));
        }
        if (type.equals("boolean") && text.matches("true|false")) {
            return JSON.getNodeFactory().booleanNode(Boolean.parseBoolean(text));
        }
        return JSON.getNodeFactory().textNode(text);
    }
}
