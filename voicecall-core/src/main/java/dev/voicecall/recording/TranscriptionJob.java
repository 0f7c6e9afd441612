package dev.voicecall.recording;

import org.jspecify.annotations.Nullable;

/** A recording that is to be transcribed, while this process lives. Safe for use by many threads. */
final class TranscriptionJob {
    private final String id;
    private int attempts;
    private boolean told;
    private @Nullable Thread thread;
    private boolean stopped;

    /** @param id the carrier's name for the recording */
    TranscriptionJob(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /** How often it was tried, the present attempt included. */
    synchronized int attempts() {
        return attempts;
    }

    /** @return false the second time: the listener has heard of the transcript */
    synchronized boolean tellNow() {
        boolean now = !told;
        told = true;
        return now;
    }

    /** The calling thread begins an attempt, unless there is to be none any more. */
    synchronized boolean begin() {
        if (!stopped) {
            thread = Thread.currentThread();
            attempts++;
        }
        return !stopped;
    }

    /** And has ended it. */
    synchronized void end() {
        thread = null;
        Thread.interrupted(); // the thread goes back to its pool
    }

    /** No more attempts; one that is under way is interrupted. */
    synchronized void stop() {
        stopped = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    synchronized boolean isStopped() {
        return stopped;
    }
}
