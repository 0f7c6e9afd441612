package dev.voicecall.testkit.assemblyai;

/**
 * An attempt of the simulator to call a webhook. Immutable.
 *
 * @param transcript of which it told
 * @param status how it was answered; 0 if it was not
 */
public record WebhookAttempt(String transcript, int status) {}
