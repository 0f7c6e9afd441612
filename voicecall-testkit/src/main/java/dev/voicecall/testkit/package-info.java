/**
 * Phone calls without a phone, for the tests of voicecall itself and of applications that use it.
 *
 * <p>A {@link dev.voicecall.testkit.Callee} is a person (or a machine) as a script: rings answered after, things said, keys
 * pressed, moments of hanging up. {@link dev.voicecall.testkit.ScriptedCarrier} lets callees be called within the process,
 * on the {@link dev.voicecall.testkit.VirtualScheduler}'s time, in which a ten-minute call takes milliseconds and always
 * goes the same way. Where sound travels, callees speak {@link dev.voicecall.testkit.FakeSpeech}, which
 * {@link dev.voicecall.testkit.FakeSpeechToText} understands and {@link dev.voicecall.testkit.FakeTextToSpeech} speaks, so
 * that a test can say to within a word what was heard. {@code dev.voicecall.testkit.twilio} puts the same callees behind a simulator that speaks Twilio's
 * protocols.
 */
@NullMarked
package dev.voicecall.testkit;

import org.jspecify.annotations.NullMarked;
