/**
 * Phone calls without a phone, for the tests of voicecall itself and of applications that use it.
 *
 * <p>A {@link dev.voicecall.testkit.Callee} is a person (or a machine) as a script: rings answered after, things said, keys
 * pressed, moments of hanging up. {@link dev.voicecall.testkit.ScriptedCarrier} lets callees be called within the process,
 * on the {@link dev.voicecall.testkit.VirtualScheduler}'s time, in which a ten-minute call takes milliseconds and always
 * goes the same way. {@code dev.voicecall.testkit.twilio} puts the same callees behind a simulator that speaks Twilio's
 * protocols.
 */
@NullMarked
package dev.voicecall.testkit;

import org.jspecify.annotations.NullMarked;
