package dev.voicecall;

import java.time.Duration;

/**
 * What became of a tool that a model asked for. Immutable.
 *
 * @param id by which the model knows this use; unique within a call
 * @param name of the tool
 * @param arguments as the model gave them, JSON
 * @param result what the model is told; for a tool that failed, was cancelled or took too long, a sentence that says so
 * @param status how it ended
 * @param took from the asking until it ended; zero while it is running
 */
public record ToolUse(String id, String name, String arguments, String result, Status status, Duration took) {
    /** How the use of a tool ended. */
    public enum Status {
        /** It has not ended: it takes longer than what was said with it. */
        RUNNING,
        /** It did what was asked. */
        DONE,
        /** It could not do what was asked: it threw, there is no such tool, or the arguments were not what it takes. */
        FAILED,
        /** It took longer than it may. What it does goes on, but nobody waits for it. */
        TIMED_OUT,
        /** It was given up, because the other side interrupted or the call ended. */
        CANCELLED
    }
}
