package dev.voicecall;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.voicecall.CallRecord.Status;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.spi.CallStore;
import dev.voicecall.testkit.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/** The way of calls to a store that is slow, away, or refuses some of them. */
@Isolated("reads a log that all write to")
class RecordWriterTest {
    private static final Duration FLUSH = Duration.ofSeconds(10);

    private final VirtualScheduler time = new VirtualScheduler();
    private final Store store = new Store();
    private final List<RecordKeeper> left = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(RecordWriter.class);
    private final Level usualLevel = logger.getLevel();
    private RecordWriter writer = writer(RecordWriter.MOST_WAITING);

    @BeforeEach
    void listenToTheLog() {
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void close() {
        logger.detachAppender(log);
        logger.setAdditive(true);
        logger.setLevel(usualLevel);
        time.close();
    }

    @Test
    void writesTheBeginningAndTheEndAtOnce() {
        RecordKeeper call = call(1);
        time.advance(Duration.ZERO);
        assertThat(store.saved).extracting(CallRecord::status).containsExactly(Status.DIALING);
        end(call);
        time.advance(Duration.ZERO);
        assertThat(store.saved).extracting(CallRecord::status).containsExactly(Status.DIALING, Status.ENDED);
        assertThat(left).containsExactly(call);
        assertThat(time.pendingEvents()).isZero();
    }

    @Test
    void writesWhatIsBetweenOnceASecond() {
        RecordKeeper call = call(1);
        for (int i = 0; i < 25; i++) {
            time.advance(Duration.ofMillis(100));
            say(call, "number " + i);
        }
        time.advance(Duration.ofSeconds(2));
        assertThat(store.saved).extracting(saved -> saved.transcript().size()).containsExactly(0, 9, 19, 25);
        time.advance(Duration.ofSeconds(2));
        assertThat(store.saved).as("without news").hasSize(4);
        assertThat(left).isEmpty();
    }

    @Test
    void givesASlowStoreFewerAndNewerSnapshots() {
        store.takes = Duration.ofSeconds(10);
        RecordKeeper call = call(1);
        for (int i = 0; i < 30; i++) {
            time.advance(Duration.ofSeconds(1));
            say(call, "number " + i);
        }
        end(call);
        time.runToEnd();
        assertThat(store.saved).hasSizeBetween(3, 5);
        assertThat(store.saved.get(store.saved.size() - 1).transcript()).hasSize(30);
        assertThat(store.savedAtOnceOfACall).isEqualTo(1);
        assertThat(left).containsExactly(call);
    }

    @Test
    void aSlowCallDoesNotHoldUpTheOthers() {
        store.takes = Duration.ofHours(1);
        call(1);
        time.advance(Duration.ofSeconds(1));
        store.takes = Duration.ZERO;
        end(call(2));
        time.advance(Duration.ofSeconds(1));
        assertThat(store.last("call2").status()).isEqualTo(Status.ENDED);
    }

    @Test
    void triesAgainAfterLongerAndLongerPauses() {
        store.failure = new VoiceCallException("The database is away.");
        end(call(1));
        time.advance(Duration.ofSeconds(130));
        assertThat(store.attemptedAt)
                .extracting(Duration::toSeconds)
                .containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 61L, 91L, 121L);
    }

    @Test
    void losesNothingWhileTheStoreIsAwayForAWhile() {
        RecordKeeper living = call(0);
        time.advance(Duration.ofSeconds(2));
        store.failure = new VoiceCallException("The database is away.");
        for (int i = 1; i <= 100; i++) {
            end(call(i));
            say(living, "number " + i);
            time.advance(Duration.ofSeconds(5));
        }
        store.failure = null;
        time.advance(Duration.ofSeconds(31));
        IntStream.rangeClosed(1, 100)
                .forEach(i -> assertThat(store.last("call" + i).status()).isEqualTo(Status.ENDED));
        assertThat(store.last("call0").transcript()).hasSize(100);
        assertThat(writer.dropped()).isZero();
        assertThat(messages())
                .hasSize(2)
                .satisfiesExactly(
                        message -> assertThat(message).contains("not being recorded", "The database is away."),
                        message -> assertThat(message).contains("recorded again"));
    }

    @Test
    void callsBeyondTheBoundAreGivenUpAndCounted() {
        writer = writer(10);
        store.failure = new IllegalStateException("The database is away.");
        IntStream.range(0, 25).forEach(i -> end(call(i)));
        time.advance(Duration.ofSeconds(100));
        assertThat(writer.dropped()).isEqualTo(15);
        assertThat(left).hasSize(15);
        store.failure = null;
        time.advance(Duration.ofSeconds(31));
        assertThat(store.last).hasSize(10);
        assertThat(left).hasSize(25);
        assertThat(messages().stream().filter(message -> message.contains("was not recorded")))
                .as("once a minute at most")
                .hasSize(1);
    }

    @Test
    void aLiveCallThatFindsNoRoomIsWrittenLater() {
        writer = writer(1);
        store.failure = new IllegalStateException("The database is away.");
        end(call(1));
        RecordKeeper living = call(2);
        time.advance(Duration.ofSeconds(1));
        store.failure = null;
        time.advance(Duration.ofSeconds(60));
        assertThat(writer.dropped()).isZero();
        say(living, "Hello");
        time.advance(Duration.ofSeconds(1));
        assertThat(store.last("call2").transcript()).hasSize(1);
    }

    @Test
    void aCallThatTheStoreRefusesWhileItTakesOthersIsGivenUp() {
        store.refused = Set.of("call0");
        end(call(0));
        for (int i = 1; i <= 20; i++) {
            end(call(i));
            time.advance(Duration.ofSeconds(3));
        }
        assertThat(writer.dropped()).isEqualTo(1);
        assertThat(store.last).hasSize(20).doesNotContainKey("call0");
        assertThat(store.attempted).filteredOn("call0"::equals).hasSizeBetween(5, 10);
    }

    @Test
    void aCallUnderWayThatTheStoreRefusesIsLeftAloneUntilItsEnd() {
        store.refused = Set.of("call0");
        RecordKeeper refused = call(0);
        for (int i = 1; i <= 40; i++) {
            say(refused, "Hello");
            end(call(i));
            time.advance(Duration.ofSeconds(3));
        }
        assertThat(store.attempted).filteredOn("call0"::equals).hasSizeBetween(5, 10);
        assertThat(writer.dropped()).isZero();
        assertThat(store.last).hasSize(40);

        store.refused = Set.of();
        end(refused);
        time.advance(Duration.ofSeconds(1));
        assertThat(store.last("call0").outcome()).contains(Outcome.ANSWERED);
        assertThat(left).hasSize(41);
    }

    @Test
    void whatTheStoreSaysIsLoggedWithoutNumbers() {
        store.failure = new IllegalStateException("value +1 415 555 0123 is too long; key sk-abcdefghijklmnop");
        end(call(1));
        time.advance(Duration.ofSeconds(1));
        assertThat(messages()).singleElement().satisfies(message -> assertThat(message)
                .contains("is too long")
                .doesNotContain("555", "abcdefgh"));
    }

    @Test
    void closingWritesWhatWaits() {
        store.takes = Duration.ofSeconds(1);
        IntStream.range(0, 20).forEach(i -> end(call(i)));
        assertThat(writer.close(FLUSH)).isTrue();
        assertThat(store.last).hasSize(20);
        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(5)); // four at a time
        end(call(21));
        time.runToEnd();
        assertThat(store.last).as("after it is closed").hasSize(20);
        assertThat(writer.dropped()).isEqualTo(1);
    }

    @Test
    void closingTriesAtOnceWhatFailedBefore() {
        store.failure = new IllegalStateException("The database is away.");
        end(call(1));
        time.advance(Duration.ofSeconds(40));
        store.failure = null;
        Duration before = time.elapsed();
        assertThat(writer.close(FLUSH)).isTrue();
        assertThat(store.last).hasSize(1);
        assertThat(time.elapsed()).isEqualTo(before);
    }

    @Test
    void closingWaitsNoLongerThanItMay() {
        store.takes = Duration.ofDays(1);
        IntStream.range(0, 20).forEach(i -> end(call(i)));
        assertThat(writer.close(FLUSH)).isTrue();
        assertThat(time.elapsed()).isEqualTo(FLUSH);
        assertThat(writer.dropped()).isEqualTo(20);
        assertThat(messages()).last().asString().contains("may not be recorded: 20.");
    }

    @Test
    void anInterruptLosesNothing() {
        store.takes = Duration.ofSeconds(5);
        end(call(1));
        time.schedule(Duration.ofSeconds(3), time.executor(), Thread.currentThread()::interrupt);
        Thread.currentThread().interrupt();
        assertThat(writer.close(FLUSH)).isFalse();
        assertThat(store.last).hasSize(1);
        assertThat(Thread.interrupted()).as("whoever closes sets it again").isFalse();
    }

    private RecordWriter writer(int mostWaiting) {
        return new RecordWriter(store, time, mostWaiting, left::add);
    }

    private RecordKeeper call(int number) {
        RecordKeeper call = new RecordKeeper(time, writer::changed);
        call.onStarted(info(number));
        return call;
    }

    private static CallInfo info(int number) {
        return new CallInfo(Direction.OUTBOUND, Optional.of("CA" + number), "+14155550100", "+14155550123")
                .withRecordId("call" + number);
    }

    private void say(RecordKeeper call, String text) {
        call.onUtterance(
                info(Integer.parseInt(call.id().substring(4))),
                new Utterance(Speaker.US, text, time.now(), OptionalDouble.empty(), false));
    }

    private static void end(RecordKeeper call) {
        call.onEnded(info(Integer.parseInt(call.id().substring(4))), Outcome.ANSWERED);
    }

    private List<String> messages() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** A store that takes its time, or fails. */
    private final class Store extends CallStoreOfNothing {
        final List<CallRecord> saved = new ArrayList<>();
        final Map<String, CallRecord> last = new TreeMap<>();
        final List<Duration> attemptedAt = new ArrayList<>();
        final List<String> attempted = new ArrayList<>();
        private final Set<String> beingSaved = new HashSet<>();
        int savedAtOnceOfACall;
        Duration takes = Duration.ZERO;
        RuntimeException failure;
        Set<String> refused = Set.of();

        CallRecord last(String id) {
            return last.get(id);
        }

        @Override
        public void save(CallRecord call) {
            attemptedAt.add(time.elapsed());
            attempted.add(call.id());
            savedAtOnceOfACall = Math.max(savedAtOnceOfACall, beingSaved.add(call.id()) ? 1 : 2);
            pass(takes);
            beingSaved.remove(call.id());
            if (failure != null) {
                throw failure;
            }
            if (refused.contains(call.id())) {
                throw new IllegalArgumentException("refused");
            }
            saved.add(call);
            last.put(call.id(), call);
        }

        private void pass(Duration length) {
            CompletableFuture<Void> over = new CompletableFuture<>();
            time.schedule(length, time.executor(), () -> over.complete(null));
            try {
                time.await(over);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Keeps nothing. */
    private static class CallStoreOfNothing implements CallStore {
        @Override
        public void save(CallRecord call) {}

        @Override
        public void save(Recording recording) {}

        @Override
        public Optional<CallRecord> find(String id) {
            return Optional.empty();
        }

        @Override
        public Optional<Recording> findRecording(String id) {
            return Optional.empty();
        }

        @Override
        public CallPage list(CallQuery query) {
            return new CallPage(List.of(), Optional.empty());
        }

        @Override
        public List<Recording> unfinishedRecordings(int limit) {
            return List.of();
        }

        @Override
        public void delete(String id) {}
    }
}
