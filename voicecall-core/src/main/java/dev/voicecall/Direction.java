package dev.voicecall;

/** Who called whom, seen from this side. Immutable. */
public enum Direction {
    /** They called us. */
    INBOUND,
    /** We called them. */
    OUTBOUND
}
