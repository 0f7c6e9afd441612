package dev.voicecall.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.voicecall.AnsweredBy;
import dev.voicecall.Answers;
import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.CallOptions;
import dev.voicecall.CallPage;
import dev.voicecall.CallQuery;
import dev.voicecall.CallRecord;
import dev.voicecall.CallRecord.Problem;
import dev.voicecall.CallRecord.Status;
import dev.voicecall.CallRecord.StatusChange;
import dev.voicecall.CallResult;
import dev.voicecall.CarrierException;
import dev.voicecall.Direction;
import dev.voicecall.MachineDetection;
import dev.voicecall.Outcome;
import dev.voicecall.Recording;
import dev.voicecall.Utterance;
import dev.voicecall.VoiceCallException;
import dev.voicecall.VoiceCalls;
import dev.voicecall.VoiceCallsBuilder;
import dev.voicecall.spi.CallGateway;
import dev.voicecall.spi.CallLeg;
import dev.voicecall.spi.CallStore;
import dev.voicecall.spi.OutboundCall;
import dev.voicecall.spi.Scheduler;
import dev.voicecall.spi.Step;
import dev.voicecall.spi.StepResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every call leaves its record, and none waits for it. */
class CallRecordTest {
    private static final String JOHN = "+14155550123";
    private static final Callee ANSWERS = Callee.answers().says("John");

    private final VirtualScheduler time = new VirtualScheduler();
    private final ScriptedCarrier carrier = new ScriptedCarrier().callee(JOHN, ANSWERS);
    private final CallStore store = CallStore.inMemory();

    @AfterEach
    void close() {
        time.close();
    }

    @Test
    void nothingThatMayStrayIntoALogTellsNumbers() {
        try (VoiceCalls calls =
                VoiceCalls.builder(carrier).scheduler(time).store(store).build()) {
            CallResult<String> result = calls.ask(JOHN, "What is your name?");
            CallRecord record = calls.record(result.recordId()).orElseThrow();
            CallQuery query = new CallQuery(
                    Optional.empty(),
                    Optional.of(JOHN),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    7);
            assertThat(List.of(record, calls.calls(query), query))
                    .allSatisfy(said -> assertThat(said.toString()).doesNotContain("4155550"));
            assertThat(calls.calls(query).calls()).hasSize(1);
        }
    }

    @Test
    void closesThoughItsThreadsAreGone() {
        Scheduler threads = Scheduler.system();
        VoiceCalls calls = VoiceCalls.builder(carrier).scheduler(threads).build();
        threads.close();
        calls.close();
        assertThat(calls.openCalls()).isZero();
    }

    private VoiceCallsBuilder calls() {
        return VoiceCalls.builder(carrier).scheduler(time).store(store);
    }

    @Test
    void anAnsweredCallLeavesAllThatIsKnownOfIt() {
        try (VoiceCalls calls = calls().build()) {
            CallResult<String> result = calls.ask(JOHN, "What is your name?");
            CallRecord record = calls.record(result.recordId()).orElseThrow();
            assertThat(record.callId()).isEqualTo(result.callId()).isPresent();
            assertThat(calls.record(result.callId().orElseThrow())).contains(record);
            assertThat(record.direction()).isEqualTo(Direction.OUTBOUND);
            assertThat(record.to()).isEqualTo(JOHN);
            assertThat(record.outcome()).contains(Outcome.ANSWERED);
            assertThat(record.answeredBy()).isEqualTo(result.answeredBy());
            assertThat(record.transcript()).isEqualTo(result.transcript()).hasSize(2);
            assertThat(record.statuses())
                    .extracting(StatusChange::status)
                    .containsExactly(Status.DIALING, Status.RINGING, Status.IN_PROGRESS, Status.ENDED);
            assertThat(record.duration()).contains(result.duration());
            assertThat(record.errors()).isEmpty();
            time.runToEnd();
            assertThat(store.find(record.id())).as("in the store").contains(record);
        }
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void everyOutcomeIsOnRecord(Outcome outcome) {
        CallResult<String> result = callThatEnds(outcome);
        assertThat(result.outcome()).isEqualTo(outcome);
        CallRecord record = store.find(result.recordId()).orElseThrow();
        assertThat(record.outcome()).contains(outcome);
        assertThat(record.status()).isEqualTo(Status.ENDED);
        assertThat(record.transcript()).isEqualTo(result.transcript());
        assertThat(record.answeredBy()).isEqualTo(result.answeredBy());
        assertThat(record.duration().orElse(Duration.ZERO)).isEqualTo(result.duration());
        assertThat(record.errors().stream().filter(Problem::fatal).count())
                .isEqualTo(result.failure().isPresent() ? 1 : 0);
    }

    private CallResult<String> callThatEnds(Outcome outcome) {
        Callee callee =
                switch (outcome) {
                    case ANSWERED, CANCELED, FAILED, TIMED_OUT -> ANSWERS;
                    case NO_INPUT -> Callee.answers();
                    case VOICEMAIL -> Callee.machine("Please leave a message.");
                    case BUSY -> Callee.busy();
                    case NO_ANSWER -> Callee.neverAnswers();
                    case REJECTED -> Callee.rejects();
                    case HUNG_UP -> Callee.answers().hangsUp();
                };
        carrier.callee(JOHN, callee);
        CallOptions options = CallOptions.builder()
                .machineDetection(outcome == Outcome.VOICEMAIL ? MachineDetection.BEFORE_TALKING : MachineDetection.OFF)
                .maxDuration(outcome == Outcome.TIMED_OUT ? Duration.ofSeconds(3) : Duration.ofMinutes(10))
                .build();
        try (VoiceCalls calls = calls().build()) {
            return calls.call(
                    JOHN,
                    call -> {
                        if (outcome == Outcome.FAILED) {
                            throw new IllegalStateException("The number +14155550199 is not in the books.");
                        }
                        if (outcome == Outcome.CANCELED) {
                            Thread.currentThread().interrupt();
                        }
                        return call.ask("What is your name?", Answers.text());
                    },
                    options);
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void whatFailedIsOnRecordWithoutNumbersOfPeople() {
        CallResult<String> result = callThatEnds(Outcome.FAILED);
        assertThat(store.find(result.recordId()).orElseThrow().errors())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.fatal()).isTrue();
                    assertThat(problem.message()).isEqualTo("The number *** is not in the books.");
                });
    }

    @Test
    void aCallThatTheCarrierNeverTookIsFoundByOurNameForIt() {
        CallGateway broken = new BrokenGateway();
        try (VoiceCalls calls =
                VoiceCalls.builder(broken).scheduler(time).store(store).build()) {
            CallResult<String> result = calls.ask(JOHN, "Name?");
            assertThat(result.callId()).isEmpty();
            CallRecord record = calls.record(result.recordId()).orElseThrow();
            assertThat(record.callId()).isEmpty();
            assertThat(record.outcome()).contains(Outcome.FAILED);
            assertThat(record.errors()).extracting(Problem::message).containsExactly("The carrier is away.");
        }
    }

    @Test
    void callersWhoAreTurnedAwayAreOnRecord() {
        try (VoiceCalls calls = calls().build()) {
            carrier.callIn("+14155550177", Callee.answers());
            time.runToEnd();
            assertThat(calls.calls(CallQuery.NEWEST).calls()).singleElement().satisfies(entry -> {
                assertThat(entry.direction()).isEqualTo(Direction.INBOUND);
                assertThat(entry.from()).isEqualTo("+14155550177");
                assertThat(entry.status()).isEqualTo(Status.ENDED);
                assertThat(entry.duration()).isEmpty();
            });
        }
    }

    @Test
    void aRefusedCallLeavesNothing() {
        try (VoiceCalls calls = calls().allowPrefixes("+44").build()) {
            assertThatThrownBy(() -> calls.ask(JOHN, "Name?")).isInstanceOf(VoiceCallException.class);
            time.runToEnd();
            assertThat(calls.calls(CallQuery.NEWEST).calls()).isEmpty();
        }
    }

    @Test
    void listenersFindTheRecordOfWhatTheyHearOf() {
        List<String> seen = new ArrayList<>();
        AtomicReference<VoiceCalls> calls = new AtomicReference<>();
        CallListener listener = new CallListener() {
            private void look(CallInfo call, String event) {
                CallRecord record =
                        calls.get().record(call.recordId().orElseThrow()).orElseThrow();
                seen.add(event + " " + record.status() + " "
                        + record.transcript().size());
            }

            @Override
            public void onStarted(CallInfo call) {
                look(call, "started");
            }

            @Override
            public void onAnswered(CallInfo call, AnsweredBy by) {
                look(call, "answered");
            }

            @Override
            public void onUtterance(CallInfo call, Utterance utterance) {
                look(call, "said");
            }

            @Override
            public void onEnded(CallInfo call, Outcome outcome) {
                look(call, "ended");
            }
        };
        calls.set(calls().listener(listener).build());
        calls.get().ask(JOHN, "Name?");
        calls.get().close();
        assertThat(seen)
                .containsExactly(
                        "started DIALING 0",
                        "answered IN_PROGRESS 0",
                        "said IN_PROGRESS 1",
                        "said IN_PROGRESS 2",
                        "ended ENDED 2");
    }

    @Test
    void aCallUnderWayIsListedAndItsRecordIsAsOfNow() {
        try (VoiceCalls calls = calls().build()) {
            CompletableFuture<CallResult<String>> result = calls.askAsync(JOHN, "Name?");
            time.advance(Duration.ofMillis(1));
            CallPage page = calls.calls(CallQuery.NEWEST);
            assertThat(page.calls()).extracting(CallPage.Entry::status).containsExactly(Status.DIALING);
            time.advance(Duration.ofMillis(2_500));
            CallRecord live = calls.record(page.calls().get(0).id()).orElseThrow();
            assertThat(live.status()).isEqualTo(Status.IN_PROGRESS);
            assertThat(live.outcome()).isEmpty();
            assertThat(calls.record(live.callId().orElseThrow())).contains(live);
            store.save(Recording.of("RE1", live.callId().orElseThrow(), Recording.State.IN_PROGRESS, 1));
            assertThat(calls.record(live.id()).orElseThrow().recordings()).hasSize(1);
            time.runToEnd();
            assertThat(result.join().recordId()).isEqualTo(live.id());
        }
    }

    @Test
    void aStoreThatHangsOrFailsChangesNothingOfACall() {
        Duration undisturbed = lengthOfCallWith(store);
        assertThat(lengthOfCallWith(new FailingStore(false))).isEqualTo(undisturbed);
        assertThat(lengthOfCallWith(new FailingStore(true))).isEqualTo(undisturbed);
    }

    private Duration lengthOfCallWith(CallStore store) {
        VoiceCalls calls =
                VoiceCalls.builder(carrier).scheduler(time).store(store).build();
        Duration before = time.elapsed();
        CallResult<String> result = calls.ask(JOHN, "What is your name?");
        assertThat(result.answer()).contains("John");
        assertThat(calls.record(result.recordId()).orElseThrow().outcome())
                .as("though the store does not know it")
                .contains(Outcome.ANSWERED);
        Duration length = time.elapsed().minus(before);
        Duration closing = time.elapsed();
        calls.close();
        assertThat(time.elapsed().minus(closing)).isLessThanOrEqualTo(Duration.ofSeconds(10));
        return length;
    }

    @Test
    void closingWritesTheEndsOfAllCalls() {
        VoiceCalls calls = calls().drainTimeout(Duration.ofSeconds(3)).build();
        calls.askAsync(JOHN, "Name?");
        calls.callAsync(JOHN, call -> {
            call.pause(Duration.ofMinutes(5));
            return "";
        });
        calls.close();
        assertThat(store.list(CallQuery.NEWEST).calls())
                .extracting(CallPage.Entry::outcome)
                .containsExactlyInAnyOrder(Optional.of(Outcome.CANCELED), Optional.of(Outcome.CANCELED));
    }

    /** Throws at once, or hangs for ever, when it is to save; finds nothing. */
    private final class FailingStore implements CallStore {
        private final boolean hangs;

        FailingStore(boolean hangs) {
            this.hangs = hangs;
        }

        @Override
        public void save(CallRecord call) {
            if (!hangs) {
                throw new IllegalStateException("The database is away.");
            }
            try {
                time.await(new CompletableFuture<>());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void save(Recording recording) {}

        @Override
        public Optional<CallRecord> find(String id) {
            throw new IllegalStateException("The database is away.");
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

    /** A carrier that is not there when a call is placed. */
    private static final class BrokenGateway implements CallGateway {
        private Scheduler scheduler;

        @Override
        public void start(Scheduler scheduler, Listener listener) {
            this.scheduler = scheduler;
        }

        @Override
        public CallLeg dial(OutboundCall call) {
            CallInfo info = new CallInfo(
                    Direction.OUTBOUND,
                    Optional.empty(),
                    "+14155550100",
                    call.to().e164());
            return new CallLeg() {
                @Override
                public Executor mailbox() {
                    return scheduler.executor();
                }

                @Override
                public CallInfo info() {
                    return info;
                }

                @Override
                public void start(Listener listener) {
                    throw new CarrierException("The carrier is away.", 0, true, null);
                }

                @Override
                public CompletionStage<StepResult> perform(Step step) {
                    return new CompletableFuture<>();
                }

                @Override
                public void interrupt() {}

                @Override
                public CompletionStage<Void> hangUp() {
                    return CompletableFuture.completedFuture(null);
                }
            };
        }

        @Override
        public void close() {}
    }
}
