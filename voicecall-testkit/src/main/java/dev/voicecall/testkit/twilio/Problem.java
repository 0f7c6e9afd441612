package dev.voicecall.testkit.twilio;

/**
 * Something that Twilio would show in its debugger. Immutable.
 *
 * @param code Twilio's number of it, for example 11200
 * @param warning whether the call went on regardless
 * @param message what happened
 */
public record Problem(int code, boolean warning, String message) {}
