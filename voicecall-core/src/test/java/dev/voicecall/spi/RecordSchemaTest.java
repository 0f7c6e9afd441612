package dev.voicecall.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a model is told about the parameters of a tool. */
class RecordSchemaTest {
    enum Unit {
        CELSIUS {
            @Override
            double freezing() {
                return 0;
            }
        },
        FAHRENHEIT;

        double freezing() {
            return 32;
        }
    }

    record Scalars(String a, int b, Integer c, long d, Long e, double f, float g, BigDecimal h, boolean i, Boolean j) {}

    record Place(
            @Describe("without the country") String city,
            Optional<String> country,
            @Nullable Unit unit) {}

    record Trip(
            List<Place> stops,
            List<List<Integer>> days,
            @Describe("where it ends") Place end) {}

    record Quoted(
            @Describe("a \"quoted\" \\ path\nand\ta \u0001") String text) {}

    record Anything(String name, Object value) {}

    record Tree(String name, List<Tree> children) {}

    record Generic<T>(T value) {}

    record Raw(@SuppressWarnings("rawtypes") List list) {}

    record Deep(List<Optional<String>> perhaps) {}

    record Nothing() {}

    @Test
    void namesTheTypesOfJson() {
        assertThat(RecordSchema.of(Scalars.class))
                .isEqualTo("{\"type\":\"object\",\"properties\":{"
                        + "\"a\":{\"type\":\"string\"},"
                        + "\"b\":{\"type\":\"integer\"},"
                        + "\"c\":{\"type\":\"integer\"},"
                        + "\"d\":{\"type\":\"integer\"},"
                        + "\"e\":{\"type\":\"integer\"},"
                        + "\"f\":{\"type\":\"number\"},"
                        + "\"g\":{\"type\":\"number\"},"
                        + "\"h\":{\"type\":\"number\"},"
                        + "\"i\":{\"type\":\"boolean\"},"
                        + "\"j\":{\"type\":\"boolean\"}},"
                        + "\"required\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\"],"
                        + "\"additionalProperties\":false}");
    }

    @Test
    void requiresNeitherWhatIsOptionalNorWhatIsNullable() {
        assertThat(RecordSchema.of(Place.class))
                .contains("\"city\":{\"type\":\"string\",\"description\":\"without the country\"}")
                .contains("\"country\":{\"type\":\"string\"}")
                .contains("\"unit\":{\"type\":\"string\",\"enum\":[\"CELSIUS\",\"FAHRENHEIT\"]}")
                .contains("\"required\":[\"city\"]");
    }

    @Test
    void goesIntoListsAndRecords() {
        String place = RecordSchema.of(Place.class);
        assertThat(RecordSchema.of(Trip.class))
                .contains("\"stops\":{\"type\":\"array\",\"items\":" + place + "}")
                .contains(
                        "\"days\":{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}}")
                .contains("\"end\":{\"type\":\"object\",\"description\":\"where it ends\",\"properties\":");
    }

    @Test
    void escapesWhatJsonCannotHold() {
        assertThat(RecordSchema.of(Quoted.class))
                .contains("\"description\":\"a \\\"quoted\\\" \\\\ path\\u000aand\\u0009a \\u0001\"");
    }

    @Test
    void allowsNothingIfThereAreNoParameters() {
        assertThat(RecordSchema.of(Nothing.class))
                .isEqualTo("{\"type\":\"object\",\"properties\":{},\"required\":[],\"additionalProperties\":false}");
    }

    @Test
    void namesTheComponentThatHasNoSchema() {
        assertThatThrownBy(() -> Tool.of("a", "b", Anything.class, (given, call) -> ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Anything.value is of the type java.lang.Object; it must be String");
        assertThatThrownBy(() -> RecordSchema.of(Generic.class))
                .hasMessageStartingWith("Generic.value is of the type T");
        assertThatThrownBy(() -> RecordSchema.of(Raw.class))
                .hasMessageStartingWith("Raw.list is of the type java.util.List");
        assertThatThrownBy(() -> RecordSchema.of(Deep.class)).hasMessageStartingWith("Deep.perhaps is of the type");
    }

    @Test
    void refusesARecordThatContainsItself() {
        assertThatThrownBy(() -> RecordSchema.of(Tree.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Tree.children is a Tree within itself");
    }
}
