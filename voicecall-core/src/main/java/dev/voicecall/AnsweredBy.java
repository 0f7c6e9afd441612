package dev.voicecall;

/** Who picked up, as far as the carrier can tell (only with {@link MachineDetection}). Immutable. */
public enum AnsweredBy {
    /** A person. */
    HUMAN,
    /** A machine, whose greeting may still be running. */
    MACHINE_START,
    /** A machine, whose greeting ended with a beep. */
    MACHINE_END_BEEP,
    /** A machine, whose greeting ended in silence. */
    MACHINE_END_SILENCE,
    /** A machine, whose greeting ended in some other way. */
    MACHINE_END_OTHER,
    /** A fax. */
    FAX,
    /** The carrier could not tell in time, or was not asked to. */
    UNKNOWN;

    /** Whether it was a machine or a fax, that is, anything that does not answer questions. */
    public boolean isMachine() {
        return this != HUMAN && this != UNKNOWN;
    }
}
