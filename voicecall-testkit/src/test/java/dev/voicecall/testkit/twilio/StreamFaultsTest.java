package dev.voicecall.testkit.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.voicecall.spi.FormParameters;
import dev.voicecall.testkit.Callee;
import dev.voicecall.testkit.twilio.Faults.Chances;
import dev.voicecall.testkit.twilio.StreamApplication.Connection;
import dev.voicecall.testkit.twilio.StreamApplication.Message;
import dev.voicecall.testkit.twilio.StreamFaults.Quirk;
import dev.voicecall.testkit.twilio.WebhookExchange.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong with streams, when it is told to. */
class StreamFaultsTest {
    private static final Consumer<Connection> FIVE_MARKS = application -> {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            application.play(new byte[1_600]);
            application.mark(name);
        }
    };

    private Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private Connection streaming(StreamFaults faults, Callee callee, Consumer<Connection> atStart, Duration time) {
        bench.close();
        bench = new Bench(Faults.none().withStreams(faults));
        bench.twilio.callee(Bench.BOB, callee);
        bench.streams.on("start", atStart);
        bench.says(
                "/voice",
                "<Connect><Stream url='wss://in-memory.test/stream/a' statusCallback='/s'/></Connect><Say>Next</Say>");
        bench.call("Url", Bench.APP + "/voice");
        bench.time.advance(time);
        return bench.streams.only();
    }

    private SimulatedCall call() {
        return bench.twilio.calls().get(0);
    }

    private static List<Long> gapsMillis(Connection connection) {
        List<Message> media = connection.of("media");
        TreeSet<Long> gaps = new TreeSet<>();
        for (int i = 1; i < media.size(); i++) {
            gaps.add(timestampMillis(media.get(i)) - timestampMillis(media.get(i - 1)));
        }
        return List.copyOf(gaps);
    }

    private static long timestampMillis(Message media) {
        return Long.parseLong(media.text("media", "timestamp"));
    }

    private static void assertNumberedWithoutGaps(Connection connection) {
        long expected = 1;
        for (Message message : connection.messages.subList(1, connection.messages.size())) {
            assertThat(message.text("sequenceNumber")).isEqualTo(Long.toString(expected++));
        }
    }

    @Test
    void jitterDelaysMessagesAndKeepsTheirOrder() {
        Connection connection = streaming(
                StreamFaults.none().withJitter(Duration.ofMillis(200)),
                Callee.answers(),
                FIVE_MARKS,
                Duration.ofSeconds(10));
        assertNumberedWithoutGaps(connection);
        assertThat(gapsMillis(connection)).containsExactly(20L);
        assertThat(connection.marks()).containsExactly("a", "b", "c", "d", "e");
        long begin = connection.of("media").get(0).atNanos();
        assertThat(connection.of("media"))
                .anyMatch(media -> media.atNanos() - begin - timestampMillis(media) * 1_000_000 > 50_000_000);
    }

    @Test
    void lossesMakeTimestampsJumpBy200MillisecondsAndNeverNumbers() {
        Connection connection = streaming(
                StreamFaults.none().withLosses(0.02), Callee.answers(), application -> {}, Duration.ofSeconds(30));
        assertNumberedWithoutGaps(connection);
        assertThat(gapsMillis(connection)).contains(20L, 220L);
        assertThat(gapsMillis(connection)).allMatch(gap -> gap % 200 == 20);
        assertThat(connection.of("media").get(100).text("media", "chunk")).isEqualTo("101");
    }

    @Test
    void aHoleOfThreeSecondsComesWhenTheCalleeSpeaks() {
        Callee callee = Callee.answers().says("One two three four five six seven eight nine ten eleven twelve");
        Connection connection = streaming(
                StreamFaults.none().withHoles(1),
                callee,
                application -> application.say("Well?"),
                Duration.ofSeconds(12));
        assertThat(gapsMillis(connection)).containsExactly(20L, 3_020L);
        assertNumberedWithoutGaps(connection);
    }

    @Test
    void marksMayAllGetLost() {
        StreamFaults faults = StreamFaults.none().withMarks(new Chances(1, 0, 0, Duration.ZERO));
        Connection connection = streaming(faults, Callee.answers(), FIVE_MARKS, Duration.ofSeconds(8));
        assertThat(connection.marks()).isEmpty();
    }

    @Test
    void marksMayComeTwice() {
        StreamFaults faults = StreamFaults.none().withMarks(new Chances(0, 1, 0, Duration.ZERO));
        Connection connection = streaming(faults, Callee.answers(), FIVE_MARKS, Duration.ofSeconds(8));
        assertThat(connection.marks()).containsExactly("a", "a", "b", "b", "c", "c", "d", "d", "e", "e");
        assertNumberedWithoutGaps(connection);
    }

    @Test
    void marksMayComeLate() {
        StreamFaults faults = StreamFaults.none().withMarks(new Chances(0, 0, 1, Duration.ofSeconds(2)));
        Connection connection = streaming(faults, Callee.answers(), FIVE_MARKS, Duration.ofSeconds(8));
        assertThat(connection.marks()).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
        assertThat(connection.of("mark").get(4).atNanos()
                        - connection.of("start").get(0).atNanos())
                .isGreaterThan(1_000_000_000);
    }

    @Test
    void theConnectionMayBreakOff() {
        Connection connection = streaming(
                StreamFaults.none().breakingAfter(Duration.ofSeconds(2)),
                Callee.answers(),
                application -> {},
                Duration.ofSeconds(10));
        assertThat(connection.closeCode).contains(1006);
        assertThat(connection.of("stop")).isEmpty();
        assertThat(connection.of("media")).hasSizeBetween(98, 101);
        assertThat(call().problems()).extracting(Problem::code).containsExactly(31903);
        assertThat(call().callee().heard()).containsExactly("Next");
        assertThat(call().webhooks(Kind.STREAM))
                .extracting(webhook -> webhook.parameter("StreamEvent"))
                .containsExactly("stream-started", "stream-error");
    }

    @Test
    void theConnectionMayFallSilentWithoutBeingClosed() {
        Connection connection = streaming(
                StreamFaults.none().freezingAfter(Duration.ofSeconds(2)),
                Callee.answers().hangsUpAfter(Duration.ofSeconds(8)),
                application -> application.after(Duration.ofSeconds(3), () -> application.mark("into the void")),
                Duration.ofSeconds(20));
        assertThat(connection.of("media")).hasSizeBetween(98, 101);
        assertThat(connection.marks()).isEmpty();
        assertThat(connection.of("stop")).isEmpty();
        assertThat(connection.closeCode).isEmpty();
        assertThat(call().status()).isEqualTo(CallStatus.COMPLETED);
        assertThat(call().talk()).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void theStopMayBeMissing() {
        Connection connection = streaming(
                StreamFaults.none().with(Quirk.NO_STOP),
                Callee.answers().hangsUpAfter(Duration.ofSeconds(3)),
                application -> {},
                Duration.ofSeconds(10));
        assertThat(connection.of("stop")).isEmpty();
        assertThat(connection.closeCode).contains(1006);
    }

    @Test
    void theSignatureMayBeWrongOrMissing() {
        String right = new TwilioSigner(bench.twilio.authToken())
                .sign(URI.create("wss://in-memory.test/stream/a"), new FormParameters(Map.of()));
        StreamFaults none = StreamFaults.none();
        streaming(none.with(Quirk.WRONG_SIGNATURE), Callee.answers(), application -> {}, Duration.ofSeconds(4));
        assertThat(bench.streams.handshakes.get(0).header("x-twilio-signature"))
                .isPresent()
                .isNotEqualTo(right);
        streaming(none.with(Quirk.NO_SIGNATURE), Callee.answers(), application -> {}, Duration.ofSeconds(4));
        assertThat(bench.streams.handshakes.get(0).header("x-twilio-signature")).isEmpty();
        assertThat(bench.received.get(0).header("X-Twilio-Signature")).isPresent();
    }

    @Test
    void theSameSeedTakesTheSameCourse() {
        StreamFaults faults = StreamFaults.none()
                .withJitter(Duration.ofMillis(90))
                .withLosses(0.01)
                .withMarks(new Chances(0.3, 0.3, 0.3, Duration.ofSeconds(1)));
        Callee callee = Callee.answers().says("Fine").hangsUpAfter(Duration.ofSeconds(6));
        List<Message> first = streaming(faults, callee, FIVE_MARKS, Duration.ofSeconds(12)).messages;
        List<Message> second = streaming(faults, callee, FIVE_MARKS, Duration.ofSeconds(12)).messages;
        assertThat(second).isEqualTo(first);
    }
}
