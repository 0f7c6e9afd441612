package dev.voicecall.testkit.twilio;

/** A verb of TwiML, executed once. Used on the call's mailbox only. */
interface Verb {
    /** Begins; sooner or later goes on with the execution, unless that is stopped. */
    void run(TwimlExecution execution);

    /** Whether a call that came in is answered by it. */
    default boolean answers() {
        return true;
    }

    /** The callee hangs up while this is executed; the execution is stopped right after. */
    default void calleeHangsUp() {}

    /** The execution is stopped while (or after) this was executed. */
    default void stop() {}
}
