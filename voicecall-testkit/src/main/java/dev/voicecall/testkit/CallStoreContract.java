package dev.voicecall.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.voicecall.AnsweredBy;
import dev.voicecall.CallCursor;
import dev.voicecall.CallPage;
import dev.voicecall.CallQuery;
import dev.voicecall.CallRecord;
import dev.voicecall.CallRecord.Problem;
import dev.voicecall.CallRecord.Status;
import dev.voicecall.CallRecord.StatusChange;
import dev.voicecall.Direction;
import dev.voicecall.Outcome;
import dev.voicecall.Recording;
import dev.voicecall.Recording.Processing;
import dev.voicecall.Recording.State;
import dev.voicecall.RecordingTranscript;
import dev.voicecall.RecordingTranscript.Segment;
import dev.voicecall.Timeline;
import dev.voicecall.Timeline.Kind;
import dev.voicecall.Timeline.Span;
import dev.voicecall.ToolUse;
import dev.voicecall.Turn;
import dev.voicecall.Usage;
import dev.voicecall.Utterance;
import dev.voicecall.Utterance.Speaker;
import dev.voicecall.spi.CallStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link CallStore} does: it gives back what it was given, wholly and exactly, and lists it in order. Extend it to
 * test a store of your own.
 *
 * <p>Called by one thread at a time.
 */
public abstract class CallStoreContract {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456Z");
    private static final String ALICE = "+14155550123";
    private static final String BOB = "+442079460999";
    private static final int THREADS = 8;

    private CallStore store;

    /** For subclasses. */
    protected CallStoreContract() {}

    /** Makes a store in which there is nothing. It is closed after each test. */
    protected abstract CallStore open();

    @BeforeEach
    final void openStore() {
        store = open();
    }

    @AfterEach
    final void closeStore() {
        store.close();
    }

    @Test
    void keepsAllThatIsKnownOfACall() {
        CallRecord call = aCallOfWhichAllIsKnown();
        store.save(call);
        assertKept(call);
    }

    @Test
    void keepsACallOfWhichNextToNothingIsKnown() {
        CallRecord call = beginning("1", NOON);
        store.save(call);
        assertKept(call);
    }

    @Test
    void keepsEachOutcomeStatusAndKindOfAnswer() {
        for (Outcome outcome : Outcome.values()) {
            CallRecord call = ended("outcome" + outcome, NOON, outcome);
            store.save(call);
            assertKept(call);
        }
        for (Status status : Status.values()) {
            CallRecord call = with(beginning("status" + status, NOON), List.of(new StatusChange(status, NOON)));
            store.save(call);
            assertKept(call);
        }
        for (AnsweredBy by : AnsweredBy.values()) {
            CallRecord call = aCall("by" + by, Optional.empty(), NOON, ALICE, BOB, Optional.empty(), by, List.of());
            store.save(call);
            assertKept(call);
        }
    }

    @Test
    void replacesWhatWasKeptOfACall() {
        CallRecord all = aCallOfWhichAllIsKnown();
        CallRecord little = beginning(all.id(), NOON.plusSeconds(1));
        store.save(little);
        store.save(all);
        assertKept(all);
        store.save(little);
        assertKept(little);
        assertEquals(
                List.of(CallPage.Entry.of(little)), store.list(CallQuery.NEWEST).calls());
    }

    @Test
    void findsACallByOurNameAndByTheCarriers() {
        CallRecord call = aCallOfWhichAllIsKnown();
        store.save(beginning(call.id(), NOON));
        assertEquals(
                Optional.empty(), store.find(call.callId().orElseThrow()), "before the carrier has given its name");
        store.save(call);
        store.save(beginning("another", NOON));
        assertEquals(Optional.of(call), store.find(call.id()));
        assertEquals(Optional.of(call), store.find(call.callId().orElseThrow()));
        assertEquals(Optional.empty(), store.find("unknown"));
        assertEquals(Optional.empty(), store.find(""));
    }

    @Test
    void keepsTextsAsTheyAre() {
        List<String> texts = List.of(
                "",
                " ",
                "null",
                "O'Hara said \"hi\" \\ back\\slash 100% _under_ {brace} [bracket] ?",
                "'; DROP TABLE calls; --",
                "line\r\nline\nline\ttab\u0001\u001f\u007f",
                "👋🏽 Grüße, Ångström, e\u0301, ﬁ, 你好, שלום, العربية, 👨‍👩‍👧‍👦, \u2028\u2029\ufeff",
                "\ud83d\ude00".repeat(5_000),
                "x".repeat(10_000));
        for (String text : texts) {
            CallRecord call = speaking("texts", text);
            store.save(call);
            assertKept(call);
        }
    }

    @Test
    void doesNotFailOfCharactersThatADatabaseMayNotKnow() {
        store.save(speaking("nul", "a\u0000b"));
        store.save(speaking("half", "a\ud800b"));
        for (String id : List.of("nul", "half")) {
            String said = store.find(id).orElseThrow().transcript().get(0).text();
            assertTrue(said.startsWith("a") && said.endsWith("b"), () -> "kept of " + id + ": " + said);
        }
    }

    /** Local times of these are doubled or missing somewhere; a store must not care. */
    @Test
    void keepsTimesWhateverTheZone() {
        List<String> times = List.of(
                "1999-12-31T23:59:59.999999Z",
                "2026-03-08T10:30:00.000001Z",
                "2026-03-29T01:30:00Z",
                "2026-03-29T02:30:00Z",
                "2026-10-25T00:30:00.5Z",
                "2026-10-25T01:30:00.5Z",
                "2026-11-01T08:30:00Z",
                "2026-11-01T09:30:00Z",
                "2099-01-01T00:00:00Z");
        for (String time : times) {
            CallRecord call = ended(time, Instant.parse(time), Outcome.ANSWERED);
            store.save(call);
            assertKept(call);
        }
        List<String> newestFirst = new ArrayList<>(times);
        Collections.reverse(newestFirst);
        assertEquals(newestFirst, ids(store.list(CallQuery.NEWEST)));
    }

    @Test
    void whoReadsWhileACallIsSavedSeesItWhole() throws Exception {
        List<CallRecord> versions = IntStream.range(0, 2)
                .mapToObj(version -> speaking(
                        "call",
                        IntStream.range(0, 5 + version)
                                .mapToObj(i -> "version " + version)
                                .toArray(String[]::new)))
                .toList();
        store.save(versions.get(0));
        List<Runnable> tasks = new ArrayList<>();
        for (int reader = 0; reader < 2; reader++) {
            tasks.add(() -> {
                for (int i = 0; i < 50; i++) {
                    CallRecord seen = store.find("call").orElseThrow();
                    assertTrue(versions.contains(seen), () -> "seen: " + seen);
                }
            });
        }
        tasks.add(() -> IntStream.range(0, 50).forEach(i -> store.save(versions.get(i % 2))));
        allAtOnce(tasks);
    }

    @Test
    void savesManyCallsAtOnce() throws Exception {
        List<Runnable> tasks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            String name = "thread" + thread;
            tasks.add(() -> IntStream.range(0, 20).forEach(i -> {
                store.save(beginning(name + "call" + i, NOON));
                store.save(speaking(name + "call" + i, "hello", "goodbye"));
                store.save(Recording.of(name + "rec" + i, "CA" + name + "call" + i, State.COMPLETED, 1));
            }));
        }
        allAtOnce(tasks);
        CallPage all = store.list(CallQuery.NEWEST.withLimit(1_000));
        assertEquals(THREADS * 20, new HashSet<>(ids(all)).size());
        for (CallPage.Entry entry : all.calls()) {
            CallRecord call = store.find(entry.id()).orElseThrow();
            assertEquals(2, call.transcript().size(), entry.id());
            assertEquals(1, call.recordings().size(), entry.id());
        }
    }

    @Test
    void savesOneCallFromManyThreads() throws Exception {
        List<CallRecord> versions = IntStream.range(0, THREADS)
                .mapToObj(thread -> speaking("call", "thread " + thread))
                .toList();
        allAtOnce(
                versions.stream().<Runnable>map(call -> () -> store.save(call)).toList());
        assertTrue(versions.contains(store.find("call").orElseThrow()));
        assertEquals(List.of("call"), ids(store.list(CallQuery.NEWEST)));
    }

    @Test
    void keepsAllThatIsKnownOfARecording() {
        Recording recording = aRecordingOfWhichAllIsKnown("RE1", "CA1");
        store.save(recording);
        assertEquals(Optional.of(recording), store.findRecording("RE1"));
        Recording little = Recording.of("RE2", "CA1", State.IN_PROGRESS, 1);
        store.save(little);
        assertEquals(Optional.of(little), store.findRecording("RE2"));
        assertEquals(Optional.empty(), store.findRecording("unknown"));
    }

    @Test
    void replacesWhatWasKeptOfARecording() {
        Recording all = aRecordingOfWhichAllIsKnown("RE1", "CA1");
        for (Recording recording :
                List.of(Recording.of("RE1", "CA1", State.IN_PROGRESS, 2), all, all.withState(State.DELETED))) {
            store.save(recording);
            assertEquals(Optional.of(recording), store.findRecording("RE1"));
        }
    }

    @Test
    void keepsALongTranscriptOfARecording() {
        List<Segment> segments = IntStream.range(0, 2_000)
                .mapToObj(i -> new Segment(
                        Optional.of(i % 2 == 0 ? "A" : "B"),
                        OptionalInt.of(1 + i % 2),
                        "What was said as number " + i + ": 'so' \"so\" 👋",
                        Optional.of(Duration.ofMillis(i)),
                        Optional.of(Duration.ofMillis(i + 1)),
                        OptionalDouble.of(i / 2_000.0)))
                .toList();
        Recording recording = Recording.of("RE1", "CA1", State.COMPLETED, 2)
                .withTranscript(new RecordingTranscript(segments, Optional.of("en"), Optional.empty()));
        store.save(recording);
        assertEquals(Optional.of(recording), store.findRecording("RE1"));
    }

    @Test
    void givesACallItsRecordingsWhicheverBecameKnownFirst() {
        Recording first = Recording.of("RE9", "CA1", State.COMPLETED, 1);
        Recording second = aRecordingOfWhichAllIsKnown("RE5", "CA1");
        Recording third = Recording.of("RE1", "CA1", State.ABSENT, 1);
        store.save(first.withState(State.IN_PROGRESS));
        store.save(Recording.of("RE7", "CA2", State.IN_PROGRESS, 1));
        assertEquals(Optional.empty(), store.find("CA1"), "a recording makes no call");
        CallRecord call = speaking("1", "hello");
        store.save(call);
        store.save(second);
        store.save(third);
        store.save(first);
        assertEquals(
                List.of(first, second, third), store.find("1").orElseThrow().recordings());
        assertEquals(Optional.of(call.withRecordings(List.of(first, second, third))), store.find("CA1"));
    }

    @Test
    void savingACallLeavesItsRecordingsAsTheyAre() {
        Recording recording = aRecordingOfWhichAllIsKnown("RE1", "CA1");
        store.save(recording);
        store.save(speaking("1", "hello").withRecordings(List.of(Recording.of("RE2", "CA1", State.COMPLETED, 1))));
        assertEquals(List.of(recording), store.find("1").orElseThrow().recordings());
        store.save(speaking("1", "hello", "goodbye"));
        assertEquals(List.of(recording), store.find("1").orElseThrow().recordings());
    }

    @Test
    void findsRecordingsThatAreUnfinished() {
        List<String> unfinished = new ArrayList<>();
        for (State state : State.values()) {
            for (Processing processing : Processing.values()) {
                Recording recording =
                        Recording.of(state + "-" + processing, "CA1", state, 1).withProcessing(processing);
                store.save(recording);
                if (recording.isUnfinished()) {
                    unfinished.add(recording.id());
                }
            }
        }
        assertEquals(
                unfinished,
                store.unfinishedRecordings(100).stream().map(Recording::id).toList());
        assertEquals(
                unfinished.subList(0, 3),
                store.unfinishedRecordings(3).stream().map(Recording::id).toList());
        String oldest = unfinished.get(0);
        store.save(Recording.of(oldest, "CA1", State.COMPLETED, 1));
        assertEquals(unfinished.get(1), store.unfinishedRecordings(1).get(0).id());
    }

    @Test
    void deletesACallWithItsRecordings() {
        store.save(speaking("1", "hello"));
        store.save(speaking("2", "hello"));
        store.save(aRecordingOfWhichAllIsKnown("RE1", "CA1"));
        store.save(Recording.of("RE2", "CA2", State.IN_PROGRESS, 1));
        store.delete("1");
        store.delete("unknown");
        assertEquals(Optional.empty(), store.find("1"));
        assertEquals(Optional.empty(), store.find("CA1"));
        assertEquals(Optional.empty(), store.findRecording("RE1"));
        assertEquals(List.of("2"), ids(store.list(CallQuery.NEWEST)));
        assertEquals(1, store.find("2").orElseThrow().recordings().size());
        store.delete("CA2");
        assertEquals(List.of(), ids(store.list(CallQuery.NEWEST)));
        assertEquals(List.of(), store.unfinishedRecordings(10));
        CallRecord anew = speaking("1", "again");
        store.save(anew);
        assertKept(anew);
    }

    @Test
    void listsNothingWhenThereIsNothing() {
        assertEquals(new CallPage(List.of(), Optional.empty()), store.list(CallQuery.NEWEST));
        assertEquals(List.of(), store.unfinishedRecordings(10));
    }

    @Test
    void listsTheNewestFirst() {
        CallRecord all = aCallOfWhichAllIsKnown();
        store.save(all);
        store.save(beginning("newer", all.startedAt().plus(1, ChronoUnit.MICROS)));
        store.save(ended("older", all.startedAt().minus(1, ChronoUnit.MICROS), Outcome.BUSY));
        CallPage page = store.list(CallQuery.NEWEST);
        assertEquals(List.of("newer", all.id(), "older"), ids(page));
        assertEquals(CallPage.Entry.of(all), page.calls().get(1));
        assertEquals(Optional.empty(), page.next());
    }

    @Test
    void listsWhatIsAskedFor() {
        store.save(aCall(
                "1", Optional.empty(), NOON, ALICE, BOB, Optional.of(Outcome.BUSY), AnsweredBy.UNKNOWN, List.of()));
        store.save(inbound("2", NOON.plusSeconds(1), BOB, "client:desk"));
        store.save(ended("3", NOON.plusSeconds(2), Outcome.ANSWERED));
        store.save(beginning("4", NOON.plusSeconds(3)));

        assertListed(query -> query, "4", "3", "2", "1");
        assertListed(query -> query.withDirection(Direction.INBOUND), "2");
        assertListed(query -> query.withDirection(Direction.OUTBOUND), "4", "3", "1");
        assertListed(query -> query.withNumber(BOB), "4", "3", "2", "1");
        assertListed(query -> query.withNumber(ALICE), "4", "3", "1");
        assertListed(query -> query.withNumber("client:desk"), "2");
        assertListed(query -> query.withNumber("%"));
        assertListed(query -> query.withNumber("+1415"));
        assertListed(query -> query.withOutcome(Outcome.BUSY), "1");
        assertListed(query -> query.withOutcome(Outcome.TIMED_OUT));
        assertListed(query -> query.withOpen(true), "4", "2");
        assertListed(query -> query.withOpen(false), "3", "1");
        assertListed(query -> query.between(NOON.plusSeconds(1), NOON.plusSeconds(3)), "3", "2");
        assertListed(query -> query.between(NOON.plusSeconds(3), NOON.plusSeconds(3)));
        assertListed(
                query -> query.withDirection(Direction.OUTBOUND)
                        .withNumber(ALICE)
                        .withOpen(false),
                "3",
                "1");
    }

    @Test
    void listsCallsOfAllTimeThoughADatabaseMayNotKnowAllOfIt() {
        store.save(beginning("1", NOON));
        String beforeAll = new CallCursor(Instant.ofEpochSecond(-999_999_999_999L), "1").text();
        String afterAll = new CallCursor(Instant.ofEpochSecond(999_999_999_999L), "1").text();

        assertListed(query -> query.between(Instant.MIN, Instant.MAX), "1");
        assertListed(query -> query.between(Instant.MAX, Instant.MIN));
        assertListed(query -> query.after(beforeAll));
        assertListed(query -> query.after(afterAll), "1");
    }

    @Test
    void pagesWithoutLeavingOutOrRepeatingACall() {
        List<String> saved = IntStream.range(0, 25).mapToObj(i -> "call" + i).toList();
        // Five at each time, so that pages end among calls of the same time.
        IntStream.range(0, 25).forEach(i -> store.save(beginning(saved.get(i), NOON.plusSeconds(i / 5))));
        for (int limit : List.of(1, 3, 5, 24, 25, 26, 1_000)) {
            List<String> listed = idsOfAllPages(CallQuery.NEWEST.withLimit(limit));
            assertEquals(25, listed.size(), "pages of " + limit);
            assertEquals(new HashSet<>(saved), new HashSet<>(listed), "pages of " + limit);
            for (int group = 0; group < 5; group++) {
                int second = 4 - group;
                assertEquals(
                        new HashSet<>(saved.subList(second * 5, second * 5 + 5)),
                        new HashSet<>(listed.subList(group * 5, group * 5 + 5)),
                        "the newest first in pages of " + limit);
            }
        }
    }

    @Test
    void pagesThroughWhatIsAskedFor() {
        IntStream.range(0, 20)
                .forEach(i -> store.save(
                        ended("call" + i, NOON.plusSeconds(i), i % 2 == 0 ? Outcome.BUSY : Outcome.ANSWERED)));
        List<String> busy = idsOfAllPages(CallQuery.NEWEST.withLimit(3).withOutcome(Outcome.BUSY));
        assertEquals(IntStream.range(0, 10).mapToObj(i -> "call" + (18 - 2 * i)).toList(), busy);
    }

    @Test
    void newCallsDoNotDisturbThePages() {
        IntStream.range(0, 10).forEach(i -> store.save(beginning("call" + i, NOON.plusSeconds(i))));
        CallQuery query = CallQuery.NEWEST.withLimit(4);
        CallPage first = store.list(query);
        assertEquals(List.of("call9", "call8", "call7", "call6"), ids(first));
        IntStream.range(10, 15).forEach(i -> store.save(beginning("call" + i, NOON.plusSeconds(i))));
        store.save(ended("call7", NOON.plusSeconds(7), Outcome.ANSWERED));
        store.delete("call6");
        CallPage second = store.list(query.after(first.next().orElseThrow()));
        assertEquals(List.of("call5", "call4", "call3", "call2"), ids(second));
        CallPage third = store.list(query.after(second.next().orElseThrow()));
        assertEquals(List.of("call1", "call0"), ids(third));
        assertEquals(Optional.empty(), third.next());
    }

    @Test
    void saysSoIfACursorIsBroken() {
        store.save(beginning("1", NOON));
        store.save(beginning("2", NOON));
        String cursor = store.list(CallQuery.NEWEST.withLimit(1)).next().orElseThrow();
        assertEquals(1, store.list(CallQuery.NEWEST.after(cursor)).calls().size());
        for (String broken : List.of("", "2", "' OR 1=1", "!" + cursor, cursor.substring(0, 4), "x".repeat(10_000))) {
            CallQuery query = CallQuery.NEWEST.after(broken);
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> store.list(query), broken);
            assertTrue(String.valueOf(refused.getMessage()).contains("cursor"), refused::toString);
        }
    }

    private void assertKept(CallRecord call) {
        assertEquals(call, store.find(call.id()).orElseThrow());
    }

    private void assertListed(UnaryOperator<CallQuery> asked, String... ids) {
        assertEquals(List.of(ids), ids(store.list(asked.apply(CallQuery.NEWEST))));
    }

    private List<String> idsOfAllPages(CallQuery first) {
        List<String> ids = new ArrayList<>();
        Optional<CallQuery> query = Optional.of(first);
        while (query.isPresent()) {
            CallPage page = store.list(query.get());
            ids.addAll(ids(page));
            query = page.next().map(first::after);
        }
        return ids;
    }

    private static List<String> ids(CallPage page) {
        return page.calls().stream().map(CallPage.Entry::id).toList();
    }

    private static void allAtOnce(List<Runnable> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            for (Future<?> done : tasks.stream().map(threads::submit).toList()) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static CallRecord beginning(String id, Instant at) {
        return aCall(id, Optional.empty(), at, ALICE, BOB, Optional.empty(), AnsweredBy.UNKNOWN, List.of());
    }

    private static CallRecord ended(String id, Instant at, Outcome outcome) {
        return aCall(id, Optional.empty(), at, ALICE, BOB, Optional.of(outcome), AnsweredBy.UNKNOWN, List.of());
    }

    private static CallRecord speaking(String id, String... texts) {
        List<Utterance> transcript = new ArrayList<>();
        for (String text : texts) {
            transcript.add(new Utterance(Speaker.US, text, NOON, OptionalDouble.empty(), false));
        }
        return aCall(id, Optional.of("CA" + id), NOON, ALICE, BOB, Optional.empty(), AnsweredBy.HUMAN, transcript);
    }

    private static CallRecord inbound(String id, Instant at, String from, String to) {
        return new CallRecord(
                id,
                Optional.empty(),
                Direction.INBOUND,
                from,
                to,
                at,
                List.of(new StatusChange(Status.DIALING, at)),
                Optional.empty(),
                AnsweredBy.UNKNOWN,
                List.of(),
                List.of(),
                List.of(),
                Timeline.UNKNOWN,
                List.of(),
                List.of(),
                List.of());
    }

    private static CallRecord aCall(
            String id,
            Optional<String> callId,
            Instant at,
            String from,
            String to,
            Optional<Outcome> outcome,
            AnsweredBy by,
            List<Utterance> transcript) {
        List<StatusChange> statuses = new ArrayList<>(List.of(new StatusChange(Status.DIALING, at)));
        outcome.ifPresent(how -> statuses.add(new StatusChange(Status.ENDED, at.plusSeconds(1))));
        return new CallRecord(
                id,
                callId,
                Direction.OUTBOUND,
                from,
                to,
                at,
                statuses,
                outcome,
                by,
                transcript,
                List.of(),
                List.of(),
                Timeline.UNKNOWN,
                List.of(),
                List.of(),
                List.of());
    }

    private static CallRecord with(CallRecord call, List<StatusChange> statuses) {
        return new CallRecord(
                call.id(),
                call.callId(),
                call.direction(),
                call.from(),
                call.to(),
                call.startedAt(),
                statuses,
                call.outcome(),
                call.answeredBy(),
                call.transcript(),
                call.turns(),
                call.tools(),
                call.timeline(),
                call.recordings(),
                call.usage(),
                call.errors());
    }

    private static CallRecord aCallOfWhichAllIsKnown() {
        List<StatusChange> statuses = List.of(
                new StatusChange(Status.DIALING, NOON),
                new StatusChange(Status.RINGING, NOON.plus(micros(1))),
                new StatusChange(Status.IN_PROGRESS, NOON.plusSeconds(2)),
                new StatusChange(Status.ON_HOLD, NOON.plusSeconds(3)),
                new StatusChange(Status.IN_PROGRESS, NOON.plusSeconds(3)),
                new StatusChange(Status.ENDED, NOON.plusSeconds(5)));
        List<Utterance> transcript = List.of(
                new Utterance(Speaker.US, "Hello!", NOON.plusSeconds(3), OptionalDouble.empty(), false),
                new Utterance(
                        Speaker.THEM, "Hi, it's \"me\"", NOON.plusSeconds(4), OptionalDouble.of(0.87654321), false),
                new Utterance(Speaker.US, "Oh, how", NOON.plusSeconds(4), OptionalDouble.empty(), true),
                new Utterance(Speaker.THEM, "", NOON.plusSeconds(5), OptionalDouble.of(0), false));
        List<Turn> turns = List.of(
                new Turn(1, "Hi", micros(1), micros(2), micros(3), micros(4), micros(5)),
                new Turn(2, "", Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofMinutes(2)));
        List<ToolUse> tools = new ArrayList<>();
        for (ToolUse.Status status : ToolUse.Status.values()) {
            tools.add(
                    new ToolUse("use" + status, "book", "{\"day\":\"Tuesday\"}", "Done 👍", status, micros(1_234_567)));
        }
        Timeline timeline = new Timeline(
                Timeline.Source.AUDIO,
                List.of(
                        new Span(Kind.US, Duration.ZERO, micros(1_500_001)),
                        new Span(Kind.THEM, micros(1_400_000), micros(2_000_000)),
                        new Span(Kind.HOLD, micros(3_000_000), Duration.ofHours(5))));
        List<Usage> usage = List.of(
                Usage.tokens("openai", "gpt", OptionalLong.of(1_000_000_000_000L), OptionalLong.empty()),
                Usage.characters("openai", "voice", 0),
                Usage.audio("assembly", "ear", micros(61_000_001)));
        List<Problem> errors = List.of(
                new Problem(NOON.plusSeconds(2), "The voice failed.", false),
                new Problem(NOON.plusSeconds(4), "", true));
        return new CallRecord(
                "0190-call",
                Optional.of("CA0123456789abcdef0123456789abcdef"),
                Direction.INBOUND,
                "sip:bob@example.com",
                "anonymous",
                NOON,
                statuses,
                Optional.of(Outcome.HUNG_UP),
                AnsweredBy.HUMAN,
                transcript,
                turns,
                tools,
                timeline,
                List.of(),
                usage,
                errors);
    }

    private static Recording aRecordingOfWhichAllIsKnown(String id, String callId) {
        List<Segment> segments = List.of(
                new Segment(
                        Optional.of("A"),
                        OptionalInt.of(1),
                        "Hello, it's \"me\" 👋\n",
                        Optional.of(micros(20_001)),
                        Optional.of(micros(1_500_000)),
                        OptionalDouble.of(0.12345678901)),
                new Segment(
                        Optional.empty(),
                        OptionalInt.empty(),
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        OptionalDouble.empty()));
        return new Recording(
                id,
                callId,
                State.COMPLETED,
                2,
                Optional.of(NOON),
                Optional.of(Duration.ofSeconds(62)),
                OptionalInt.of(31_000),
                Processing.DONE,
                Optional.of(new RecordingTranscript(segments, Optional.of("en-US"), Optional.of(micros(62_000_001)))));
    }

    private static Duration micros(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }
}
