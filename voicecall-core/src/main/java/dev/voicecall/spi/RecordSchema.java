package dev.voicecall.spi;

import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema of a record. What may be missing is an {@link Optional} or is annotated with a {@code Nullable}; all else is
 * required, and nothing else is allowed. Used by one thread.
 */
final class RecordSchema {
    private static final Map<Class<?>, String> PRIMITIVES = Map.ofEntries(
            Map.entry(String.class, "string"),
            Map.entry(int.class, "integer"),
            Map.entry(Integer.class, "integer"),
            Map.entry(long.class, "integer"),
            Map.entry(Long.class, "integer"),
            Map.entry(double.class, "number"),
            Map.entry(Double.class, "number"),
            Map.entry(float.class, "number"),
            Map.entry(Float.class, "number"),
            Map.entry(BigDecimal.class, "number"),
            Map.entry(boolean.class, "boolean"),
            Map.entry(Boolean.class, "boolean"));

    /** The records that the one at hand is part of. */
    private final Set<Class<?>> within = new LinkedHashSet<>();

    private RecordSchema() {}

    /** @throws IllegalArgumentException if a component is of a type that has no schema, or contains itself; it is named */
    static String of(Class<? extends Record> type) {
        return new RecordSchema().object(type, type.getSimpleName(), Optional.empty());
    }

    private String object(Class<?> type, String where, Optional<String> description) {
        if (!within.add(type)) {
            throw new IllegalArgumentException(where + " is a " + type.getSimpleName()
                    + " within itself; a tool's parameters need an end, so list them instead.");
        }
        StringJoiner properties = new StringJoiner(",", "{", "}");
        StringJoiner required = new StringJoiner(",", "[", "]");
        for (RecordComponent component : type.getRecordComponents()) {
            String name = quoted(component.getName());
            properties.add(name + ":" + property(component, type.getSimpleName() + "." + component.getName()));
            if (isRequired(component)) {
                required.add(name);
            }
        }
        within.remove(type);
        return "{\"type\":\"object\"" + described(description) + ",\"properties\":" + properties + ",\"required\":"
                + required + ",\"additionalProperties\":false}";
    }

    private String property(RecordComponent component, String where) {
        Optional<String> description =
                Optional.ofNullable(component.getAnnotation(Describe.class)).map(Describe::value);
        Type type = component.getGenericType();
        Type content = argument(type, Optional.class);
        return value(content == null ? type : content, where, description);
    }

    private String value(Type type, String where, Optional<String> description) {
        Type element = argument(type, List.class);
        if (element != null) {
            return "{\"type\":\"array\"" + described(description) + ",\"items\":"
                    + value(element, where, Optional.empty()) + "}";
        } else if (type instanceof Class<?> simple && PRIMITIVES.containsKey(simple)) {
            return "{\"type\":\"" + PRIMITIVES.get(simple) + "\"" + described(description) + "}";
        } else if (type instanceof Class<?> constants && constants.isEnum()) {
            return "{\"type\":\"string\"" + described(description) + ",\"enum\":" + names(constants) + "}";
        } else if (type instanceof Class<?> nested && nested.isRecord()) {
            return object(nested, where, description);
        }
        throw new IllegalArgumentException(where + " is of the type " + type.getTypeName()
                + "; it must be String, int, long, double, float, BigDecimal, boolean, an enum, a record, or a List or"
                + " Optional of these.");
    }

    private static String names(Class<?> type) {
        StringJoiner names = new StringJoiner(",", "[", "]");
        for (Object constant : type.getEnumConstants()) {
            names.add(quoted(((Enum<?>) constant).name()));
        }
        return names.toString();
    }

    /** Of what a generic type is made, if it is this one. */
    private static @Nullable Type argument(Type type, Class<?> generic) {
        return type instanceof ParameterizedType known && known.getRawType() == generic
                ? known.getActualTypeArguments()[0]
                : null;
    }

    private static boolean isRequired(RecordComponent component) {
        return component.getType() != Optional.class
                && Stream.of(component.getAnnotatedType().getAnnotations(), component.getAnnotations())
                        .flatMap(Stream::of)
                        .map(Annotation::annotationType)
                        .noneMatch(annotation -> annotation.getSimpleName().equals("Nullable"));
    }

    private static String described(Optional<String> description) {
        return description.map(text -> ",\"description\":" + quoted(text)).orElse("");
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
