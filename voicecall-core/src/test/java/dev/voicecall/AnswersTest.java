package dev.voicecall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
    /** A Wednesday. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-18T10:00:00Z"), ZoneOffset.UTC);

    private enum Color {
        RED,
        DARK_RED,
        GREEN
    }

    private static <T> T said(AnswerFormat<T> format, String words) {
        return format.parse(Reply.spoken(words));
    }

    private static <T> T keyed(AnswerFormat<T> format, String keys) {
        return format.parse(Reply.keyed(keys));
    }

    private static void assertNotUnderstood(AnswerFormat<?> format, Reply reply, String whatIsSaid) {
        assertThatExceptionOfType(NotUnderstoodException.class)
                .isThrownBy(() -> format.parse(reply))
                .withMessage(whatIsSaid);
    }

    @Nested
    class Texts {
        @Test
        void aTextIsTrimmedAndKeysStayAsTheyAre() {
            assertThat(said(Answers.text(), "  Hello, World. ")).isEqualTo("Hello, World.");
            assertThat(keyed(Answers.text(), "12*")).isEqualTo("12*");
        }

        @Test
        void nothingIsNotAText() {
            assertNotUnderstood(Answers.text(), Reply.spoken(" "), "Please say it again.");
        }
    }

    @Nested
    class YesAndNo {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Yes.",
                    "yeah",
                    "Yeah, that's right.",
                    "yep",
                    "sure",
                    "correct",
                    "That’s right!",
                    "of course",
                    "Um, yes please",
                    "YES",
                    "why not",
                    "no problem",
                    "okay",
                    "uh-huh",
                    "yes, not a problem"
                })
        void yesIs(String words) {
            assertThat(said(Answers.yesNo(), words)).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "No.",
                    "nope",
                    "no thank you",
                    "not really",
                    "wrong",
                    "No, that's wrong.",
                    "of course not",
                    "definitely not",
                    "I don't",
                    "no way",
                    "absolutely not",
                    "no no no"
                })
        void noIs(String words) {
            assertThat(said(Answers.yesNo(), words)).isFalse();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "...",
                    "not correct",
                    "yes and no",
                    "maybe",
                    "I don't know",
                    "not sure",
                    "banana",
                    "yesterday",
                    "nothing",
                    "north",
                    "No, yes",
                    "١"
                })
        void whatIsNeitherOrBothIsAskedForAgain(String words) {
            assertNotUnderstood(Answers.yesNo(), Reply.spoken(words), "Please say yes or no.");
        }

        @Test
        void keyOneIsYesAndKeyTwoIsNo() {
            assertThat(keyed(Answers.yesNo(), "1")).isTrue();
            assertThat(keyed(Answers.yesNo(), "2")).isFalse();
            assertNotUnderstood(Answers.yesNo(), Reply.keyed("3"), "Please say yes or no.");
            assertNotUnderstood(Answers.yesNo(), Reply.keyed("12"), "Please say yes or no.");
        }

        @Test
        void otherLanguagesBringTheirOwnWords() {
            AnswerFormat<Boolean> german = Answers.yesNo(Set.of("ja", "genau"), Set.of("nein", "nicht", "genau nicht"));

            assertThat(said(german, "Ja, genau!")).isTrue();
            assertThat(said(german, "Nein.")).isFalse();
            assertThat(said(german, "genau nicht")).isFalse();
            assertNotUnderstood(german, Reply.spoken("yes"), "Please say genau or genau nicht.");
        }

        @Test
        void itListensForOneKeyAndForItsWords() {
            assertThat(Answers.yesNo().expected().maxKeys()).isEqualTo(1);
            assertThat(Answers.yesNo().expected().phrases()).contains("yes", "no", "of course");
        }

        @Test
        void aWordCanNotMeanBoth() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Answers.yesNo(Set.of("ja"), Set.of("ja")))
                    .withMessageContaining("\"ja\"");
            assertThatIllegalArgumentException().isThrownBy(() -> Answers.yesNo(Set.of("ja"), Set.of("JA")));
            assertThatIllegalArgumentException().isThrownBy(() -> Answers.yesNo(Set.of(), Set.of("no")));
            assertThatIllegalArgumentException().isThrownBy(() -> Answers.yesNo(Set.of("?"), Set.of("no")));
        }
    }

    @Nested
    class Integers {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "Four.|4",
                    "for|4",
                    "Um, for, please.|4",
                    "um, four please|4",
                    "it's twelve|12",
                    "to|2",
                    "too|2",
                    "won|1",
                    "Ate.|8",
                    "twenty-five|25",
                    "twenty 5|25",
                    "the 3rd|3",
                    "third|3",
                    "twenty third|23",
                    "a hundred|100",
                    "a hundred and five|105",
                    "twelve hundred|1200",
                    "1,250|1250",
                    "12 hundred|1200",
                    "two thousand and twenty seven|2027",
                    "3 thousand|3000",
                    "minus seven|-7",
                    "-7|-7",
                    "negative 7|-7",
                    "zero|0",
                    "none|0",
                    "007|7",
                    "four, yes four|4",
                    "one hundred thousand|100000",
                    "nine hundred ninety nine thousand nine hundred ninety nine|999999",
                    "I want to book for 4|4",
                    "two hundred and three thousand|203000",
                    "a million|1000000"
                })
        void aNumberIsReadHoweverItIsSaid(String words, int number) {
            assertThat(said(Answers.integer(-1_000, 1_000_000), words)).isEqualTo(number);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "?!",
                    "hello",
                    "four or five",
                    "one two three four",
                    "three and a half",
                    "3.5",
                    "3.3",
                    "one moment please",
                    "just a second",
                    "not five",
                    "no one",
                    "to be or for me",
                    "hundred",
                    "one hundred hundred",
                    "one million million",
                    "two hundred three hundred",
                    "٤",
                    "４",
                    "thousand",
                    "twenty hundred million",
                    "99999999999999999999999999",
                    "9223372036854775808",
                    "nine billion billion",
                    "999999999999 billion",
                    "2147483648",
                    "4294967300",
                    "minus"
                })
        void whatIsNotOneNumberInTheRangeIsAskedForAgain(String words) {
            assertNotUnderstood(
                    Answers.integer(1, 1_000_000), Reply.spoken(words), "Please say a number from 1 to 1000000.");
        }

        @Test
        void theRangeIsInclusiveAndSaid() {
            AnswerFormat<Integer> month = Answers.integer(1, 12);

            assertThat(said(month, "one")).isEqualTo(1);
            assertThat(said(month, "twelve")).isEqualTo(12);
            assertNotUnderstood(month, Reply.spoken("thirteen"), "Please say a number from 1 to 12.");
            assertNotUnderstood(month, Reply.spoken("zero"), "Please say a number from 1 to 12.");
            assertNotUnderstood(month, Reply.spoken("minus one"), "Please say a number from 1 to 12.");
        }

        @Test
        void keysAreDigits() {
            assertThat(keyed(Answers.integer(1, 12), "12")).isEqualTo(12);
            assertThat(keyed(Answers.integer(1, 12), "007")).isEqualTo(7);
            for (String keys : List.of("", "*", "1*", "#", "13", "99999999999999999999", "4294967297")) {
                assertNotUnderstood(Answers.integer(1, 12), Reply.keyed(keys), "Please say a number from 1 to 12.");
            }
        }

        @Test
        void itListensForAsManyKeysAsTheGreatestHas() {
            assertThat(Answers.integer(1, 12).expected().maxKeys()).isEqualTo(2);
            assertThat(Answers.integer(1, 3).expected().phrases()).containsExactly("one", "two", "three");
            assertThat(Answers.integer(Integer.MIN_VALUE, Integer.MAX_VALUE).expected())
                    .isEqualTo(Expected.keys(10));
            assertThat(Answers.integer(-5, -1).expected().maxKeys()).isZero();
        }

        @Test
        void theWholeRangeOfIntIsPossible() {
            AnswerFormat<Integer> any = Answers.integer(Integer.MIN_VALUE, Integer.MAX_VALUE);

            assertThat(said(any, "2147483647")).isEqualTo(Integer.MAX_VALUE);
            assertThat(said(any, "-2147483648")).isEqualTo(Integer.MIN_VALUE);
        }

        @Test
        void theLeastMayNotBeAboveTheGreatest() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Answers.integer(5, 4))
                    .withMessageContaining("5")
                    .withMessageContaining("4");
        }

        /** The law: a number that is written out reads as itself. */
        @ParameterizedTest
        @ValueSource(longs = {20_261_121L, 42L})
        void everyNumberThatIsWrittenOutReadsAsItself(long seed) {
            AnswerFormat<Integer> any = Answers.integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
            SplittableRandom random = new SplittableRandom(seed);

            IntStream.concat(IntStream.range(0, 10_000), random.ints(5_000, -1_000_000, 100_000_000))
                    .forEach(number -> assertThat(said(any, NumberWords.of(number)))
                            .as("%s (seed %d)", NumberWords.of(number), seed)
                            .isEqualTo(number));
        }
    }

    @Nested
    class Digits {
        @ParameterizedTest
        @CsvSource({
            "one two three four,1234",
            "1234,1234",
            "1 2 3 4.,1234",
            "12-34,1234",
            "double five one two,5512",
            "triple seven 0,7770",
            "oh one oh two,0102",
            "zero zero seven seven,0077",
            "twenty three forty five,2345",
            "twenty-three forty-five,2345",
            "My PIN is 12 34,1234",
            "fifteen sixteen,1516",
            "o 1 2 3,0123",
            "nine hundred and five 1,9051",
            "double 5 double oh,5500",
            "'1,234',1234"
        })
        void digitsAreReadHoweverTheyAreSaid(String words, String digits) {
            assertThat(said(Answers.digits(4), words)).isEqualTo(digits);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "-", "hello", "one two three", "12345", "double", "triple", "١٢٣٤", "double double"})
        void anotherCountIsAskedForAgain(String words) {
            assertNotUnderstood(Answers.digits(4), Reply.spoken(words), "Please say or key in 4 digits.");
        }

        @Test
        void keysHaveToBeDigits() {
            assertThat(keyed(Answers.digits(4), "0123")).isEqualTo("0123");
            assertNotUnderstood(Answers.digits(4), Reply.keyed("12*4"), "Please say or key in 4 digits.");
            assertNotUnderstood(Answers.digits(4), Reply.keyed("123"), "Please say or key in 4 digits.");
        }

        @Test
        void theCountMayVary() {
            AnswerFormat<String> code = Answers.digits(2, 4);

            assertThat(said(code, "one two")).isEqualTo("12");
            assertThat(said(code, "one two three four")).isEqualTo("1234");
            assertNotUnderstood(code, Reply.spoken("one"), "Please say or key in 2 to 4 digits.");
            assertThat(code.expected().maxKeys()).isEqualTo(4);
            assertNotUnderstood(Answers.digits(1), Reply.spoken("x"), "Please say or key in one digit.");
        }

        @ParameterizedTest
        @CsvSource({"0,4", "-1,4", "5,4", "1,33"})
        void theCountIsOneToThirtyTwo(int min, int max) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Answers.digits(min, max))
                    .withMessageContaining(min + " to " + max);
        }
    }

    @Nested
    class Choices {
        private final AnswerFormat<String> colors = Answers.choice("red", "dark red", "Green");

        @ParameterizedTest
        @CsvSource({
            "Red.,red",
            "'um, the red one please',red",
            "DARK RED,dark red",
            "dark-red!,dark red",
            "green,Green",
            "'red, yes, red',red"
        })
        void theOptionThatIsNamedIsChosen(String words, String option) {
            assertThat(said(colors, words)).isEqualTo(option);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "!", "redder", "infrared", "red or green", "dark red or red", "blue"})
        void noneOrSeveralIsAskedForAgain(String words) {
            assertNotUnderstood(colors, Reply.spoken(words), "Please say red, dark red or Green.");
        }

        @Test
        void keysAreThePosition() {
            assertThat(keyed(colors, "2")).isEqualTo("dark red");
            for (String keys : List.of("0", "4", "*", "", "11")) {
                assertNotUnderstood(colors, Reply.keyed(keys), "Please say red, dark red or Green.");
            }
            assertThat(colors.expected()).isEqualTo(new Expected(List.of("red", "dark red", "Green"), 1));
        }

        @Test
        void severalNamesMayStandForTheSame() {
            Map<String, Integer> options = new LinkedHashMap<>();
            options.put("car", 1);
            options.put("automobile", 1);
            options.put("train", 2);

            assertThat(said(Answers.choice(options), "The car, the automobile")).isEqualTo(1);
            assertThat(keyed(Answers.choice(options), "3")).isEqualTo(2);
        }

        @Test
        void anEnumIsChosenByItsNames() {
            assertThat(said(Answers.choice(Color.class), "dark red please")).isEqualTo(Color.DARK_RED);
            assertThat(keyed(Answers.choice(Color.class), "3")).isEqualTo(Color.GREEN);
        }

        @Test
        void namesMayBeInAnyScript() {
            assertThat(said(Answers.choice("Zürich", "東京"), "nach ZU\u0308RICH bitte"))
                    .isEqualTo("Zürich");
            assertThat(said(Answers.choice("Zürich", "東京"), "東京。")).isEqualTo("東京");
        }

        @Test
        void manyOptionsAreNotAllReadOut() {
            String[] many = IntStream.range(0, 500).mapToObj(i -> "option " + i).toArray(String[]::new);

            assertThat(keyed(Answers.choice(many), "500")).isEqualTo("option 499");
            assertThatExceptionOfType(NotUnderstoodException.class)
                    .isThrownBy(() -> said(Answers.choice(many), "x"))
                    .withMessageEndingWith("option 19, and so on.");
        }

        @Test
        void theOptionsHaveToBeDifferentAndSpeakable() {
            assertThatIllegalArgumentException().isThrownBy(() -> Answers.choice(new String[0]));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Answers.choice("a", "a"))
                    .withMessageContaining("\"a\"");
            assertThatIllegalArgumentException().isThrownBy(() -> Answers.choice("a b", "A-B"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Answers.choice("a", "?"))
                    .withMessageContaining("\"?\"");
            assertThatIllegalArgumentException().isThrownBy(() -> Answers.choice("a".repeat(101)));
        }
    }

    @Nested
    class Dates {
        private final AnswerFormat<LocalDate> date = Answers.date(CLOCK);

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "2027-03-03|2027-03-03",
                    "March third|2027-03-03",
                    "the 3rd of March 2027|2027-03-03",
                    "Um, third of March, please|2027-03-03",
                    "March 3, 2028|2028-03-03",
                    "dec 24|2026-12-24",
                    "the twenty-fourth of December|2026-12-24",
                    "November eighteenth|2026-11-18",
                    "november 17|2027-11-17",
                    "march third twenty twenty seven|2027-03-03",
                    "march third two thousand and twenty seven|2027-03-03",
                    "may second nineteen eighty four|1984-05-02",
                    "the second of may|2027-05-02",
                    "February 29|2028-02-29",
                    "Sept. 1st|2027-09-01",
                    "today|2026-11-18",
                    "tomorrow|2026-11-19",
                    "the day after tomorrow|2026-11-20",
                    "Friday|2026-11-20",
                    "next friday|2026-11-20",
                    "Wednesday|2026-11-25",
                    "Friday, March 5th|2027-03-05",
                    "2027 March 3|2027-03-03"
                })
        void aDateIsReadHoweverItIsSaid(String words, LocalDate expected) {
            assertThat(said(date, words)).isEqualTo(expected);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    ".",
                    "soon",
                    "March",
                    "the third",
                    "march thirty second",
                    "february 30",
                    "february 29 2027",
                    "2027-02-30",
                    "2027-13-01",
                    "today or tomorrow",
                    "friday or monday",
                    "march or april third",
                    "3/4/2027",
                    "march third 27",
                    "march zero",
                    "2027-03-03 or 2027-03-04",
                    "march 99999999999999999999",
                    "march 3 4 5 6",
                    "march minus three",
                    "march 3 99999"
                })
        void whatIsNotOneDayIsAskedForAgain(String words) {
            assertThatExceptionOfType(NotUnderstoodException.class)
                    .isThrownBy(() -> said(date, words))
                    .withMessageStartingWith("Please say a date");
        }

        @Test
        void eightKeysAreYearMonthAndDay() {
            assertThat(keyed(date, "20270303")).isEqualTo("2027-03-03");
            assertThat(date.expected().maxKeys()).isEqualTo(8);
            for (String keys : List.of("", "2027033", "20270230", "2027*303", "202703030")) {
                assertThatExceptionOfType(NotUnderstoodException.class).isThrownBy(() -> keyed(date, keys));
            }
        }
    }

    static Stream<AnswerFormat<?>> formats() {
        return Stream.of(
                Answers.yesNo(),
                Answers.integer(1, 12),
                Answers.digits(4),
                Answers.choice("red", "dark red"),
                Answers.date(CLOCK));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void longNonsenseIsRefusedQuickly(AnswerFormat<?> format) {
        List<String> nonsense = List.of(
                "x".repeat(10_000),
                "x ".repeat(5_000),
                "9".repeat(10_000),
                "one ".repeat(2_500) + "two",
                "one thousand ".repeat(800) + "hundred",
                "a million and ".repeat(700) + "half",
                "dark ".repeat(2_000),
                "1,111,".repeat(1_600),
                "-".repeat(10_000),
                "' ".repeat(5_000),
                "march ".repeat(1_600),
                "\u0301".repeat(10_000),
                "\uD800".repeat(10_000));
        for (String words : nonsense) {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(60), () -> assertThatExceptionOfType(NotUnderstoodException.class)
                            .isThrownBy(() -> said(format, words)));
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    void randomWordsAreAnsweredOrAskedForAgainAndNothingElse(AnswerFormat<?> format) {
        String[] words =
                "one two twenty hundred thousand million billion and a minus point half double oh third 7 99 -1 march may 2027 friday no yes not red dark 2027-01-01"
                        .split(" ");
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder reply = new StringBuilder();
            for (int length = random.nextInt(8); length > 0; length--) {
                reply.append(words[random.nextInt(words.length)]).append(' ');
            }
            try {
                assertThat((Object) said(format, reply.toString())).isNotNull();
            } catch (NotUnderstoodException asExpected) {
                assertThat(asExpected).hasMessageStartingWith("Please say");
            } catch (RuntimeException e) {
                throw new AssertionError("\"" + reply + "\" with seed " + seed, e);
            }
        }
    }
}
