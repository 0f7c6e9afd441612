package dev.voicecall;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.voicecall.Utterance.Speaker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class EventLogTest {
    private static final CallInfo CALL =
            new CallInfo(Direction.INBOUND, Optional.of("CA1"), "+14155550123", "client:somebody");

    private final Logger logger = (Logger) LoggerFactory.getLogger(EventLog.LOGGER);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private int clockRead;
    private final InstantSource clock = () -> {
        clockRead++;
        return Instant.EPOCH;
    };
    private final CallListener listener = EventLog.listener(clock);

    @BeforeEach
    void listen() {
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void restore() {
        logger.detachAppender(log);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static Utterance said(Speaker speaker, String text) {
        return new Utterance(speaker, text, Instant.EPOCH, OptionalDouble.empty(), false);
    }

    @Test
    void writesAnEventAsALine() {
        listener.onUtterance(CALL, said(Speaker.US, "Hello {} there"));

        assertThat(lines())
                .containsExactly("{\"ts\":\"1970-01-01T00:00:00.000Z\",\"evt\":\"words\",\"call_id\":\"CA1\","
                        + "\"speaker\":\"agent\",\"text\":\"Hello {} there\",\"interrupted\":false}");
        assertThat(log.list.get(0).getLevel()).isEqualTo(Level.INFO);
    }

    @Test
    void hidesTheNumbersOfBothParties() {
        listener.onStarted(CALL);

        assertThat(lines().get(0))
                .contains("\"from\":\"+14*******23\"", "\"to\":\"cli**********dy\"")
                .doesNotContain("5550123");
    }

    @ParameterizedTest
    @CsvSource({
        "my number is 415 555-0123 thanks, my number is *** thanks",
        "+1 (415) 555 0123, ***",
        "'it is 4 1 5, 5 5 5, 0 1 2 3', it is ***",
        "it is 415\u2011555\u20110123, it is ***",
        "it is 415\u00A0555\u00A00123, it is ***",
        "call 0171/234567 then, call *** then",
        "415 - 555 - 0123, ***",
        "a table for 4 at 7, a table for 4 at 7",
        "1234, ***",
        "12*3#, ***",
        "the key is sk-proj-abcdefgh1234, the key is ***",
        "A, A"
    })
    void hidesWhatTheOtherSideSaysInConfidence(String words, String logged) {
        listener.onUtterance(CALL, said(Speaker.THEM, words));

        assertThat(lines().get(0)).contains("\"text\":\"" + logged + "\"");
    }

    @ParameterizedTest
    @CsvSource({"my number is 415, my number is ***", "it is 415 555., it is ***", "415 I mean, 415 I mean"})
    void hidesWhatMayBecomeANumber(String words, String logged) {
        listener.onInterim(CALL, Speaker.THEM, words);

        assertThat(lines().get(0)).contains("\"text\":\"" + logged + "\"");
    }

    @Test
    void hidesKeysInATurn() {
        Duration none = Duration.ZERO;
        listener.onTurn(CALL, new Turn(1, "my code 4711 #", none, none, none, none, none));

        assertThat(lines().get(0)).contains("\"words\":\"my code *** ***\"");
    }

    @ParameterizedTest
    @CsvSource({
        "You can reach us at 415 555, 0123 until five., You can reach us at ***, *** until five.",
        "You can reach us at +1 (415), 555-012 today., You can reach us at ***, *** today.",
        "It costs 415 dollars, '(or 12 more)', It costs 415 dollars, '(or 12 more)'"
    })
    void hidesANumberInWhichItWasInterrupted(String heard, String unheard, String loggedHeard, String loggedUnheard) {
        listener.onInterrupted(CALL, new HeardText(heard, unheard, Duration.ZERO, false, HeardText.Certainty.MARKS));

        assertThat(lines().get(0))
                .contains("\"heard\":\"" + loggedHeard + "\"", "\"unheard\":\"" + loggedUnheard + "\"");
    }

    @Test
    void hidesANumberInWhichWhatWasSaidEnds() {
        listener.onUtterance(
                CALL,
                new Utterance(Speaker.US, "You can reach us at 415 555", Instant.EPOCH, OptionalDouble.empty(), true));

        assertThat(lines().get(0)).contains("\"text\":\"You can reach us at ***\"");
    }

    @Test
    void hidesANumberAtWhichALongTextIsCut() {
        listener.onUtterance(CALL, said(Speaker.US, "word ".repeat(398) + "at 415 555 0123"));

        assertThat(lines().get(0)).contains("word at ***…\"").doesNotContain("415");
    }

    @Test
    void hidesANumberBehindALineBreakOfWhatAToolIsGiven() {
        listener.onToolStarted(
                CALL,
                new ToolUse(
                        "1",
                        "note",
                        "{\"text\":\"Call\\n4155550123\\t\\u002B14155550124\"}",
                        "",
                        ToolUse.Status.RUNNING,
                        Duration.ZERO));

        assertThat(lines().get(0)).doesNotContain("555012");
    }

    @Test
    void hidesWhatToolsAreGivenAndGive() {
        listener.onToolUsed(
                CALL,
                new ToolUse(
                        "1",
                        "look_up",
                        "{\"number\":\"+14155550123\"}",
                        "Bearer abc.def of 4155550123",
                        ToolUse.Status.DONE,
                        Duration.ZERO));

        assertThat(lines().get(0)).doesNotContain("5550123").doesNotContain("abc.def");
    }

    @ParameterizedTest
    @CsvSource({"'a\nb'", "'a\rb'", "'a\u2028b'", "'a\u0085b'", "'\n{\"evt\":\"ended\"}\n'"})
    void noNewlineGetsIn(String words) {
        listener.onUtterance(CALL, said(Speaker.THEM, words));

        assertThat(lines()).hasSize(1);
        assertThat(lines().get(0)).doesNotContainPattern("\\R").doesNotContain("{\"evt\":\"ended\"");
    }

    @Test
    void costsNothingWhileTheLoggerIsOff() {
        logger.setLevel(Level.OFF);

        listener.onStarted(CALL);
        listener.onUtterance(CALL, said(Speaker.THEM, "Hello"));

        assertThat(lines()).isEmpty();
        assertThat(clockRead).isZero();
    }
}
