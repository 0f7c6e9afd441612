package dev.voicecall.socketio;

import java.time.Duration;

/**
 * How many watch now, and what went wrong since the start. Immutable.
 *
 * @param watchers connected now
 * @param refused clients that were too many
 * @param dropped clients that did not read what they were sent
 * @param lostEvents events that were told to nobody, since too many waited to be told
 * @param lostSound sound that was sent to nobody, of both sides of all calls, since too much waited to be converted
 */
public record RelayCounts(int watchers, long refused, long dropped, long lostEvents, Duration lostSound) {}
