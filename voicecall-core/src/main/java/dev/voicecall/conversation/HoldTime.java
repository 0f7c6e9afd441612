package dev.voicecall.conversation;

import dev.voicecall.Timeline;
import dev.voicecall.Timeline.Kind;
import dev.voicecall.Timeline.Span;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells the call's listeners from when until when the other side is on hold. Belongs to one call; called on its mailbox. */
final class HoldTime {
    private final CallSession session;
    private @Nullable Duration begin;

    HoldTime(CallSession session) {
        this.session = session;
    }

    void begin() {
        begin = session.sincePickUp();
        session.tell(to -> to.onHeld(session.info()));
    }

    /** Does nothing if it has not begun, or is over. */
    void end() {
        Duration from = begin;
        if (from == null) {
            return;
        }
        begin = null;
        Span span = new Span(Kind.HOLD, from, session.sincePickUp());
        session.tell(to -> to.onResumed(session.info()));
        session.tell(to -> to.onSpan(session.info(), Timeline.Source.CARRIER, span));
    }
}
