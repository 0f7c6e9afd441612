package dev.voicecall.testkit;

import dev.voicecall.AnsweredBy;
import dev.voicecall.CallAnalytics;
import dev.voicecall.CallInfo;
import dev.voicecall.CallListener;
import dev.voicecall.CallRecord;
import dev.voicecall.CallRecord.Status;
import dev.voicecall.CallRecord.StatusChange;
import dev.voicecall.Outcome;
import dev.voicecall.Timeline;
import dev.voicecall.Timeline.Kind;
import dev.voicecall.Timeline.Source;
import dev.voicecall.Timeline.Span;
import dev.voicecall.Turn;
import dev.voicecall.Utterance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes down one call as its listener is told of it, to derive its figures. */
final class CallOnRecord implements CallListener {
    private final VirtualScheduler time;
    private final List<StatusChange> statuses = new ArrayList<>();
    private final List<Utterance> transcript = new ArrayList<>();
    private final List<Turn> turns = new ArrayList<>();
    private Timeline timeline = Timeline.UNKNOWN;
    private Optional<Outcome> outcome = Optional.empty();

    CallOnRecord(VirtualScheduler time) {
        this.time = time;
        at(Status.DIALING);
    }

    private void at(Status status) {
        statuses.add(new StatusChange(status, time.now()));
    }

    Timeline timeline() {
        return timeline;
    }

    List<Span> spans(Kind kind) {
        return timeline.spans().stream().filter(span -> span.kind() == kind).toList();
    }

    CallAnalytics analytics() {
        return CallAnalytics.of(new CallRecord(
                "call",
                Optional.empty(),
                dev.voicecall.Direction.OUTBOUND,
                "",
                "",
                statuses.get(0).at(),
                statuses,
                outcome,
                AnsweredBy.UNKNOWN,
                transcript,
                turns,
                List.of(),
                timeline,
                List.of(),
                List.of(),
                List.of()));
    }

    @Override
    public void onAnswered(CallInfo call, AnsweredBy by) {
        at(Status.IN_PROGRESS);
    }

    @Override
    public void onUtterance(CallInfo call, Utterance utterance) {
        transcript.add(utterance);
    }

    @Override
    public void onTurn(CallInfo call, Turn turn) {
        turns.add(turn);
    }

    @Override
    public void onSpan(CallInfo call, Source source, Span span) {
        timeline = timeline.with(source, span);
    }

    @Override
    public void onEnded(CallInfo call, Outcome how) {
        outcome = Optional.of(how);
        at(Status.ENDED);
    }
}
