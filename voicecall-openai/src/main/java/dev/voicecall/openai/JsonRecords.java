package dev.voicecall.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * JSON as records, with messages that a model can read and put right. Every component must be there and not be null, unless it is
 * an {@link Optional} or annotated with a {@code Nullable}; what the record does not know is passed over. Components are strings, numbers, truth values,
 * enums, records, and {@link List}s and {@link Optional}s of these.
 */
final class JsonRecords {
    private JsonRecords() {}

    /**
     * An object as a record.
     *
     * @param path where the object is, for messages; empty at the root
     * @throws IllegalArgumentException if it isn't one
     */
    static <P extends Record> P read(JsonNode node, Class<P> type, String path) {
        if (!node.isObject()) {
            throw wrong(path, "an object", node);
        }
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
        Object[] values = Arrays.stream(components)
                .map(component -> component(node.path(component.getName()), component, path))
                .toArray();
        return create(type, types, values);
    }

    private static @Nullable Object component(JsonNode node, RecordComponent component, String path) {
        boolean absent = node.isMissingNode() || node.isNull();
        return absent && isNullable(component)
                ? null
                : value(node, component.getGenericType(), below(path, component.getName()));
    }

    /** By any annotation of that name, as in the schema. */
    private static boolean isNullable(RecordComponent component) {
        return Stream.of(component.getAnnotatedType().getAnnotations(), component.getAnnotations())
                .flatMap(Stream::of)
                .anyMatch(annotation ->
                        annotation.annotationType().getSimpleName().equals("Nullable"));
    }

    private static Object value(JsonNode node, Type type, String path) {
        boolean absent = node.isMissingNode() || node.isNull();
        if (raw(type) == Optional.class) {
            return absent ? Optional.empty() : Optional.of(value(node, argument(type), path));
        }
        if (absent) {
            throw new IllegalArgumentException("'" + path + "' is missing.");
        }
        Class<?> raw = raw(type);
        if (raw == List.class) {
            return list(node, argument(type), path);
        }
        if (raw.isRecord()) {
            return read(node, raw.asSubclass(Record.class), path);
        }
        return raw.isEnum() ? constant(node, raw, path) : scalar(node, raw, path);
    }

    private static List<Object> list(JsonNode node, Type element, String path) {
        if (!node.isArray()) {
            throw wrong(path, "an array", node);
        }
        List<Object> values = new ArrayList<>();
        for (JsonNode item : node) {
            values.add(value(item, element, path + "[" + values.size() + "]"));
        }
        return List.copyOf(values);
    }

    private static Object constant(JsonNode node, Class<?> type, String path) {
        List<Object> constants = Arrays.asList(type.getEnumConstants());
        return constants.stream()
                .filter(constant -> ((Enum<?>) constant).name().equals(node.asText()))
                .findFirst()
                .orElseThrow(() -> wrong(
                        path,
                        "one of "
                                + constants.stream()
                                        .map(constant -> ((Enum<?>) constant).name())
                                        .collect(Collectors.joining(", ")),
                        node));
    }

    /** A number may be written as a string, as models do, though not as an empty one; a whole number must be one. */
    private static Object scalar(JsonNode node, Class<?> type, String path) {
        boolean empty =
                type != String.class && node.isTextual() && node.asText().isBlank();
        boolean fraction = isWhole(type)
                && node.isNumber()
                && node.decimalValue().stripTrailingZeros().scale() > 0;
        if (node.isContainerNode() || empty || fraction) {
            throw wrong(path, noun(type), node);
        }
        try {
            return Json.value(node, type);
        } catch (JsonProcessingException e) {
            throw wrong(path, noun(type), node);
        }
    }

    private static boolean isWhole(Class<?> type) {
        return type == int.class || type == Integer.class || type == long.class || type == Long.class;
    }

    private static String noun(Class<?> type) {
        if (type == String.class) {
            return "a string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (isWhole(type)) {
            return "a whole number";
        }
        boolean fraction = type == double.class || type == Double.class || type == float.class || type == Float.class;
        return fraction ? "a number" : "a value of the type " + type.getSimpleName();
    }

    private static <P> P create(Class<P> type, Class<?>[] types, Object[] values) {
        try {
            Constructor<P> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException(String.valueOf(cause.getMessage()), cause);
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            throw new IllegalStateException(
                    "The record " + type.getName() + " can't be made; open its package to dev.voicecall.openai.", e);
        }
    }

    private static Class<?> raw(Type type) {
        return (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
    }

    private static Type argument(Type type) {
        return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : String.class;
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static IllegalArgumentException wrong(String path, String expected, JsonNode node) {
        String what = path.isEmpty() ? "It" : "'" + path + "'";
        return new IllegalArgumentException(
                what + " must be " + expected + ", not " + shortened(node.toString()) + ".");
    }

    private static String shortened(String json) {
        return json.length() <= 80 ? json : json.substring(0, 80) + "…";
    }
}
