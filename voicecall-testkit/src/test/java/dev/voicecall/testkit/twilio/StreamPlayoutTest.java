package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.FakeSpeech;
import dev.voicecall.testkit.twilio.StreamApplication.Connection;
import dev.voicecall.testkit.twilio.StreamApplication.Message;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of what an application sends: played in real time, marked, cleared, or complained about. */
class StreamPlayoutTest {
    private static final Duration THERE_AND_BACK = Duration.ofMillis(40);

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    /** Begins a call, and lets the application do something as soon as the stream has started. */
    private Connection streaming(java.util.function.Consumer<Connection> atStart, Duration time) {
        bench.streams.on("start", atStart);
        bench.says("/voice", StreamProtocolTest.CONNECT);
        bench.call("Url", Bench.APP + "/voice");
        bench.time.advance(Duration.ofSeconds(3).plus(time));
        return bench.streams.only();
    }

    private SimulatedStream stream() {
        return bench.twilio.calls().get(0).streams().get(0);
    }

    private static Duration untilMark(Connection connection, String name) {
        Message mark = connection.of("mark").stream()
                .filter(message -> message.text("mark", "name").equals(name))
                .findFirst()
                .orElseThrow();
        return Duration.ofNanos(mark.atNanos() - connection.of("start").get(0).atNanos());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 160, 4_000, 40_000})
    void soundIsPlayedInRealTimeWhateverItsPieces(int pieceBytes) {
        byte[] tenSeconds = new byte[80_000];
        int bytes = pieceBytes == 1 ? 8_000 : tenSeconds.length;
        Connection connection = streaming(
                application -> {
                    for (int at = 0; at < bytes; at += pieceBytes) {
                        application.play(Arrays.copyOfRange(tenSeconds, at, Math.min(bytes, at + pieceBytes)));
                    }
                    application.mark("end");
                },
                Duration.ofSeconds(12));
        assertThat(untilMark(connection, "end"))
                .isBetween(
                        Duration.ofMillis(bytes / 8),
                        Duration.ofMillis(bytes / 8).plus(THERE_AND_BACK).plusMillis(40));
    }

    @Test
    void aMarkOnAnEmptyBufferIsEchoedAtOnce() {
        Connection connection = streaming(application -> application.mark("now"), Duration.ofSeconds(1));
        assertThat(untilMark(connection, "now")).isEqualTo(THERE_AND_BACK);
    }

    @Test
    void marksAreEchoedInOrderAsTheirSoundIsPlayed() {
        Connection connection = streaming(
                application -> {
                    for (String name : List.of("a", "b", "c")) {
                        application.play(new byte[8_000]);
                        application.mark(name);
                    }
                },
                Duration.ofSeconds(4));
        assertThat(connection.marks()).containsExactly("a", "b", "c");
        assertThat(untilMark(connection, "c").minus(untilMark(connection, "a"))).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aClearDropsTheSoundAndEchoesAllPendingMarksAtOnceInOrder() {
        Connection connection = streaming(
                application -> {
                    for (String name : List.of("a", "b", "c")) {
                        application.play(new byte[16_000]);
                        application.mark(name);
                    }
                    application.after(Duration.ofMillis(2_500), application::clear);
                },
                Duration.ofSeconds(10));
        assertThat(connection.marks()).containsExactly("a", "b", "c");
        assertThat(untilMark(connection, "b"))
                .isEqualTo(Duration.ofMillis(2_500).plus(THERE_AND_BACK));
        assertThat(untilMark(connection, "c")).isEqualTo(untilMark(connection, "b"));
    }

    @Test
    void anEchoThatIsOnItsWayCrossesAClear() {
        Connection connection = streaming(
                application -> {
                    application.play(new byte[8_000]);
                    application.mark("played");
                    application.play(new byte[8_000]);
                    application.mark("cleared");
                    application.after(Duration.ofMillis(1_035), application::clear);
                },
                Duration.ofSeconds(4));
        assertThat(connection.marks()).containsExactly("played", "cleared");
        assertThat(untilMark(connection, "played"))
                .isGreaterThan(Duration.ofMillis(1_035))
                .isLessThan(Duration.ofMillis(1_035).plus(THERE_AND_BACK));
    }

    @Test
    void tellsHowLongAfterTheCalleesFirstSpeechItWasSilenced() {
        Callee.Reaction interruption = Callee.Reaction.speak("Stop").interruptingAfter(Duration.ofSeconds(1));
        bench.twilio.callee(Bench.BOB, Callee.answers().reacts(interruption));
        streaming(
                application -> {
                    application.play(FakeSpeech.say("All that there is to be said about it"));
                    application.after(Duration.ofMillis(1_500), application::clear);
                },
                Duration.ofSeconds(4));
        assertThat(stream().silencedAfter()).singleElement().satisfies(after -> assertThat(after)
                .isBetween(Duration.ofMillis(460), Duration.ofMillis(500)));
    }

    @Test
    void soundThatComesLateIsAnUnderrun() {
        streaming(
                application -> {
                    application.play(new byte[800]);
                    application.after(Duration.ofMillis(300), () -> application.play(new byte[800]));
                    application.after(Duration.ofSeconds(2), () -> application.play(new byte[800]));
                },
                Duration.ofSeconds(4));
        assertThat(stream().underruns()).isEqualTo(1);
    }

    @Test
    void whatComesAfterAClearIsPlayed() {
        bench.twilio.callee(Bench.BOB, Callee.answers().staysSilent());
        streaming(
                application -> {
                    application.say("Never to be heard at all");
                    application.clear();
                    application.say("Late words");
                },
                Duration.ofSeconds(4));
        assertThat(bench.twilio.calls().get(0).callee().heard()).containsExactly("Late words");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{\"event\":\"clear\",\"streamSid\":\"SID\"} and more",
                "{\"event\":\"clear\"}",
                "{\"event\":\"clear\",\"streamSid\":\"SID\",\"extra\":1}",
                "{\"event\":\"clear\",\"streamSid\":\"MZ0\"}",
                "{\"event\":\"dance\",\"streamSid\":\"SID\"}",
                "{\"event\":\"mark\",\"streamSid\":\"SID\"}",
                "{\"event\":\"mark\",\"streamSid\":\"SID\",\"mark\":{}}",
                "{\"event\":\"mark\",\"streamSid\":\"SID\",\"mark\":{\"name\":7}}",
                "{\"event\":\"media\",\"streamSid\":\"SID\",\"media\":{\"payload\":\"not base64!\"}}",
                "{\"event\":\"media\",\"streamSid\":\"SID\",\"media\":{\"payload\":\"////\",\"track\":\"outbound\"}}",
                "[]",
                "7"
            })
    void whatIsInvalidIsIgnoredWithOneWarning(String message) {
        Connection connection = streaming(
                application -> {
                    application.play(new byte[8_000]);
                    application.mark("stays");
                    String filled = message.replace("SID", application.streamSid());
                    application.send(filled);
                    application.send(filled);
                },
                Duration.ofMillis(500));
        assertThat(stream().problems())
                .containsExactly(
                        new Problem(31951, true, stream().problems().get(0).message()));
        assertThat(bench.twilio.calls().get(0).problems()).containsAll(stream().problems());
        assertThat(connection.marks()).isEmpty();
        bench.time.advance(Duration.ofSeconds(2));
        assertThat(connection.marks()).containsExactly("stays");
    }

    @Test
    void binaryMessagesAreIgnoredWithOneWarning() {
        streaming(
                application -> {
                    application.sendBinary(FakeSpeech.say("Hello"));
                    application.sendBinary(FakeSpeech.say("Hello"));
                },
                Duration.ofSeconds(2));
        assertThat(stream().problems()).extracting(Problem::code).containsExactly(31950);
        assertThat(stream().problems().get(0).warning()).isTrue();
        assertThat(stream().ended()).isFalse();
    }

    @Test
    void beyondTenMinutesSoundIsDroppedWithOneWarning() {
        byte[] minute = new byte[480_000];
        Arrays.fill(minute, FakeSpeech.SILENCE);
        Connection connection = streaming(
                application -> {
                    for (int i = 0; i < 12; i++) {
                        application.play(minute);
                    }
                    application.mark("end");
                },
                Duration.ofMinutes(11));
        assertThat(stream().problems()).extracting(Problem::code).containsExactly(31931);
        assertThat(untilMark(connection, "end")).isBetween(Duration.ofMinutes(10), Duration.ofSeconds(601));
    }
}
