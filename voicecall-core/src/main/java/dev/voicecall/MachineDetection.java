package dev.voicecall;

/** Whether and how the carrier finds out if a person or a machine picked up. Carriers charge for it. Immutable. */
public enum MachineDetection {
    /** Not at all: whoever picks up is taken for a person. */
    OFF,
    /** Before the first word: the callee hears silence until the carrier has decided, some seconds. */
    BEFORE_TALKING,
    /** As before, but a machine's greeting is waited for, so that a message can be left after the beep. */
    UNTIL_BEEP,
    /** While the script already runs: a person never waits; a machine is found out some seconds into the call. */
    WHILE_TALKING
}
