package dev.voicecall.testkit.twilio;

import dev.voicecall.Timeline.Kind;
import dev.voicecall.Timeline.Span;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Notes when there is sound on a call whose words the carrier speaks and understands. Used on the call's mailbox only. */
final class SpokenSpans {
    private final LiveCall call;
    private final Map<Kind, Span> underWay = new EnumMap<>(Kind.class);

    SpokenSpans(LiveCall call) {
        this.call = call;
    }

    /** Something begins that takes so long, unless it is broken off; what was of this kind before is over. Music on hold is no sound. */
    void begin(Kind kind, Duration length) {
        end(kind);
        boolean music = kind == Kind.US && underWay.containsKey(Kind.HOLD);
        if (call.answered() && !music) {
            Duration now = call.sinceAnswered();
            underWay.put(kind, new Span(kind, now, now.plus(length)));
        }
    }

    /** It is over by now, if it was not before. */
    void end(Kind kind) {
        Span span = underWay.remove(kind);
        if (span != null) {
            Duration now = call.sinceAnswered();
            call.callee().span(new Span(kind, span.begin(), now.compareTo(span.end()) < 0 ? now : span.end()));
        }
    }

    /** All is over. */
    void end() {
        for (Kind kind : Kind.values()) {
            end(kind);
        }
    }
}
