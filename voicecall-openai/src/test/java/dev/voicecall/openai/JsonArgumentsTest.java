package dev.voicecall.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonArgumentsTest {
    private enum Unit {
        CELSIUS,
        FAHRENHEIT
    }

    private record Place(String city, Optional<String> country) {}

    private record Weather(
            Place place, Unit unit, int days, List<Double> limits, boolean rain, Optional<Integer> hour) {}

    private record Party(int guests) {
        Party {
            if (guests < 1) {
                throw new IllegalArgumentException("There must be at least one guest.");
            }
        }
    }

    private record Money(BigDecimal amount, Long cents) {}

    private record Hour(Optional<Integer> at) {}

    private record Nothing() {}

    private record Guest(String name, @Nullable Integer age) {}

    @Test
    void becomeARecord() {
        String json = """
                {"place": {"city": "Köln", "country": "DE", "planet": "Earth"}, "unit": "CELSIUS", "days": 3,
                 "limits": [1, 2.5], "rain": true, "hour": 12, "mood": null}""";
        assertThat(new JsonArguments(json).as(Weather.class))
                .isEqualTo(new Weather(
                        new Place("Köln", Optional.of("DE")),
                        Unit.CELSIUS,
                        3,
                        List.of(1.0, 2.5),
                        true,
                        Optional.of(12)));
    }

    @Test
    void leaveOutWhatIsOptional() {
        assertThat(new JsonArguments("{\"city\":\"Oslo\"}").as(Place.class))
                .isEqualTo(new Place("Oslo", Optional.empty()));
        assertThat(new JsonArguments("{\"city\":\"Oslo\",\"country\":null}").as(Place.class))
                .isEqualTo(new Place("Oslo", Optional.empty()));
    }

    @Test
    void leaveNullWhatMayBeNull() {
        assertThat(new JsonArguments("{\"name\":\"Eve\",\"age\":null}").as(Guest.class))
                .isEqualTo(new Guest("Eve", null));
        assertThat(new JsonArguments("{\"name\":\"Eve\",\"age\":4}").as(Guest.class))
                .isEqualTo(new Guest("Eve", 4));
    }

    @Test
    void takeANumberThatIsWrittenAsAString() {
        assertThat(new JsonArguments("{\"guests\":\"4\"}").as(Party.class)).isEqualTo(new Party(4));
        assertThat(new JsonArguments("{\"guests\":4.0}").as(Party.class)).isEqualTo(new Party(4));
        assertThat(new JsonArguments("{\"amount\":1.25,\"cents\":110}").as(Money.class))
                .isEqualTo(new Money(new BigDecimal("1.25"), 110L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|'guests' is missing.",
                "{\"guests\":null}|'guests' is missing.",
                "{\"guests\":2.5}|'guests' must be a whole number, not 2.5.",
                "{\"guests\":\"many\"}|'guests' must be a whole number, not \"many\".",
                "{\"guests\":\"\"}|'guests' must be a whole number, not \"\".",
                "{\"guests\":[1]}|'guests' must be a whole number, not [1].",
                "{\"guests\":99999999999}|'guests' must be a whole number, not 99999999999.",
                "{\"guests\":0}|There must be at least one guest.",
                "[1]|The arguments are not a JSON object.",
                "{\"guests\":|The arguments are not a JSON object.",
            })
    void sayToTheModelWhatIsWrong(String json, String message) {
        assertThatThrownBy(() -> new JsonArguments(json).as(Party.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void nameThePlaceOfWhatIsWrong() {
        String json = "{\"place\":{\"city\":\"Rome\"},\"unit\":\"%s\",\"days\":1,\"limits\":[%s],\"rain\":%s}";
        assertThatThrownBy(() -> new JsonArguments(String.format(json, "KELVIN", "", "true")).as(Weather.class))
                .hasMessage("'unit' must be one of CELSIUS, FAHRENHEIT, not \"KELVIN\".");
        assertThatThrownBy(() -> new JsonArguments(String.format(json, "CELSIUS", "1,null", "true")).as(Weather.class))
                .hasMessage("'limits[1]' is missing.");
        assertThatThrownBy(() -> new JsonArguments(String.format(json, "CELSIUS", "", "\"perhaps\"")).as(Weather.class))
                .hasMessage("'rain' must be true or false, not \"perhaps\".");
        assertThatThrownBy(() -> new JsonArguments("{\"place\":{\"city\":{}}}").as(Weather.class))
                .hasMessage("'place.city' must be a string, not {}.");
    }

    @Test
    void takeNoEmptyStringForANumber() {
        assertThatThrownBy(() -> new JsonArguments("{\"name\":\"Eve\",\"age\":\" \"}").as(Guest.class))
                .hasMessage("'age' must be a whole number, not \" \".");
        assertThatThrownBy(() -> new JsonArguments("{\"at\":\"\"}").as(Hour.class))
                .hasMessage("'at' must be a whole number, not \"\".");
        assertThat(new JsonArguments("{\"city\":\"\"}").as(Place.class)).isEqualTo(new Place("", Optional.empty()));
    }

    @Test
    void ofAToolWithoutParametersMayBeNothingAtAll() {
        assertThat(new JsonArguments(" ").json()).isEqualTo("{}");
        assertThat(new JsonArguments("").as(Nothing.class)).isEqualTo(new Nothing());
    }
}
