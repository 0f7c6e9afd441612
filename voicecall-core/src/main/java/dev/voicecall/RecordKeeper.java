package dev.voicecall;

import dev.voicecall.CallRecord.Problem;
import dev.voicecall.CallRecord.Status;
import dev.voicecall.CallRecord.StatusChange;
import dev.voicecall.spi.Scheduler;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the record of one call, from what is heard of it.
 *
 * <p>An event costs a lock that is free and an element in a list; the lists are copied only when somebody asks for a
 * {@link #snapshot}, which any thread may. Everything is bounded: of what is beyond the record says how much it is.
 */
final class RecordKeeper implements CallListener {
    private static final int MOST_STATUSES = 1_000;
    private static final int MOST_UTTERANCES = 2_000;
    private static final int MOST_TURNS = 2_000;
    private static final int MOST_TOOLS = 1_000;
    private static final int MOST_SPANS = 10_000;
    private static final int MOST_USAGES = 100;
    private static final int MOST_ERRORS = 100;

    private final Scheduler scheduler;
    private final Consumer<RecordKeeper> changed;

    private final Bounded<StatusChange> statuses = new Bounded<>("changes of status", MOST_STATUSES);
    private final Bounded<Utterance> transcript = new Bounded<>("utterances", MOST_UTTERANCES);
    private final Bounded<Turn> turns = new Bounded<>("turns", MOST_TURNS);
    private final Bounded<ToolUse> tools = new Bounded<>("uses of tools", MOST_TOOLS);
    private final Bounded<Timeline.Span> spans = new Bounded<>("spans of time", MOST_SPANS);
    private final Bounded<Usage> usage = new Bounded<>("models used", MOST_USAGES);
    private final Bounded<Problem> errors = new Bounded<>("errors", MOST_ERRORS);

    private @Nullable CallInfo call;
    private Instant startedAt = Instant.EPOCH;
    private long startedNanos;
    private AnsweredBy answeredBy = AnsweredBy.UNKNOWN;
    /** Where it is known from who speaks; the least of what was told. */
    private Timeline.Source speech = Timeline.Source.NONE;

    private @Nullable Instant fullSince;
    private @Nullable Problem fatal;
    private volatile @Nullable Outcome outcome;

    /** @param changed is told after each event, outside of the lock */
    RecordKeeper(Scheduler scheduler, Consumer<RecordKeeper> changed) {
        this.scheduler = scheduler;
        this.changed = changed;
    }

    /** Things of one kind, up to a number. */
    private static final class Bounded<T> {
        private final String name;
        private final int most;
        private final List<T> kept = new ArrayList<>();
        private int beyond;

        Bounded(String name, int most) {
            this.name = name;
            this.most = most;
        }

        /** @return whether there was room for it */
        boolean add(int index, T one) {
            if (kept.size() >= most) {
                beyond++;
                return false;
            }
            kept.add(index, one);
            return true;
        }

        String missing() {
            return beyond + " " + name;
        }
    }

    /** Whether the call has come to its end: nothing follows. */
    boolean isOver() {
        return outcome != null;
    }

    /** Our name for the call. After {@link #onStarted}. */
    synchronized String id() {
        return started().recordId().orElseThrow();
    }

    private CallInfo started() {
        if (call == null) {
            throw new IllegalStateException("The call has not begun.");
        }
        return call;
    }

    /** Whether it is this call, by our name for it or the carrier's. */
    synchronized boolean isOf(String id) {
        return call != null
                && (call.recordId().filter(id::equals).isPresent()
                        || call.id().filter(id::equals).isPresent());
    }

    /** The call as far as it is known by now, without its recordings. After {@link #onStarted}. */
    synchronized CallRecord snapshot() {
        CallInfo info = started();
        return new CallRecord(
                id(),
                info.id(),
                info.direction(),
                info.from(),
                info.to(),
                startedAt,
                statuses.kept,
                Optional.ofNullable(outcome),
                answeredBy,
                transcript.kept,
                turns.kept,
                tools.kept,
                new Timeline(source(), spans.kept),
                List.of(),
                usage.kept,
                allErrors());
    }

    /** Holds are known from the carrier always, whoever knows of speech. */
    private Timeline.Source source() {
        return speech == Timeline.Source.NONE && !spans.kept.isEmpty() ? Timeline.Source.CARRIER : speech;
    }

    private List<Problem> allErrors() {
        List<Problem> all = new ArrayList<>(errors.kept);
        if (fullSince != null) {
            String missing = Stream.of(statuses, transcript, turns, tools, spans, usage, errors)
                    .filter(kind -> kind.beyond > 0)
                    .map(Bounded::missing)
                    .collect(Collectors.joining(", "));
            all.add(new Problem(
                    fullSince, "There was no more room in the record; missing are " + missing + ".", false));
        }
        if (fatal != null) {
            all.add(fatal);
        }
        return all;
    }

    private void note(CallInfo info, Runnable event) {
        synchronized (this) {
            call = info;
            event.run();
        }
        changed.accept(this);
    }

    private <T> void add(Bounded<T> to, T one) {
        add(to, to.kept.size(), one);
    }

    private <T> void add(Bounded<T> to, int index, T one) {
        if (!to.add(index, one) && fullSince == null) {
            fullSince = now();
        }
    }

    /**
     * As precisely as every store keeps it. Whoever sets the machine's clock makes no call longer or shorter: it is read once, and the
     * time since then is measured.
     */
    private Instant now() {
        return startedAt.plusNanos(scheduler.nanoTime() - startedNanos).truncatedTo(ChronoUnit.MICROS);
    }

    private void enter(Status status) {
        add(statuses, new StatusChange(status, now()));
    }

    @Override
    public void onStarted(CallInfo info) {
        note(info, () -> {
            startedAt = scheduler.now().truncatedTo(ChronoUnit.MICROS);
            startedNanos = scheduler.nanoTime();
            statuses.kept.add(new StatusChange(Status.DIALING, startedAt));
        });
    }

    @Override
    public void onRinging(CallInfo info) {
        note(info, () -> enter(Status.RINGING));
    }

    @Override
    public void onAnswered(CallInfo info, AnsweredBy by) {
        note(info, () -> {
            answeredBy = by;
            enter(Status.IN_PROGRESS);
        });
    }

    @Override
    public void onAnsweredBy(CallInfo info, AnsweredBy by) {
        note(info, () -> answeredBy = by);
    }

    @Override
    public void onHeld(CallInfo info) {
        note(info, () -> enter(Status.ON_HOLD));
    }

    @Override
    public void onResumed(CallInfo info) {
        note(info, () -> enter(Status.IN_PROGRESS));
    }

    @Override
    public void onUtterance(CallInfo info, Utterance utterance) {
        note(info, () -> add(transcript, utterance));
    }

    @Override
    public void onTurn(CallInfo info, Turn turn) {
        note(info, () -> add(turns, turn));
    }

    @Override
    public void onToolUsed(CallInfo info, ToolUse use) {
        note(info, () -> {
            int running = indexOfRunning(use.id());
            if (running < 0) {
                add(tools, use);
            } else {
                tools.kept.set(running, use);
            }
        });
    }

    private int indexOfRunning(String id) {
        for (int i = tools.kept.size() - 1; i >= 0; i--) {
            ToolUse use = tools.kept.get(i);
            if (use.status() == ToolUse.Status.RUNNING && use.id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void onSpan(CallInfo info, Timeline.Source source, Timeline.Span span) {
        note(info, () -> {
            if (span.kind() != Timeline.Kind.HOLD && speech != Timeline.Source.CARRIER) {
                speech = source;
            }
            add(spans, indexByBeginning(span), span);
        });
    }

    /** Spans come in the order of their ends; those that overlap are few. */
    private int indexByBeginning(Timeline.Span span) {
        int index = spans.kept.size();
        while (index > 0 && spans.kept.get(index - 1).begin().compareTo(span.begin()) > 0) {
            index--;
        }
        return index;
    }

    @Override
    public void onUsage(CallInfo info, Usage used) {
        note(info, () -> {
            for (int i = 0; i < usage.kept.size(); i++) {
                if (usage.kept.get(i).isOfSameModelAs(used)) {
                    usage.kept.set(i, usage.kept.get(i).plus(used));
                    return;
                }
            }
            add(usage, used);
        });
    }

    @Override
    public void onWarning(CallInfo info, VoiceCallException problem) {
        note(info, () -> add(errors, new Problem(now(), Redacted.messageOf(problem), false)));
    }

    @Override
    public void onFailure(CallInfo info, Throwable failure) {
        note(info, () -> fatal = new Problem(now(), Redacted.messageOf(failure), true));
    }

    @Override
    public void onEnded(CallInfo info, Outcome how) {
        note(info, () -> {
            statuses.kept.add(new StatusChange(Status.ENDED, now()));
            outcome = how;
        });
    }
}
