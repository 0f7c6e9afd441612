package dev.voicecall.openai;

/** What a Realtime conversation passes over. Belongs to one call; called on its mailbox. */
final class RealtimeCounters {
    private int unknownEvents;
    private int lateDeltas;

    /** An event of which we know nothing, or that can't be read. */
    void unknownEvent() {
        unknownEvents++;
    }

    /** A piece of an answer that was cut off already. */
    void lateDelta() {
        lateDeltas++;
    }

    int unknownEvents() {
        return unknownEvents;
    }

    int lateDeltas() {
        return lateDeltas;
    }
}
