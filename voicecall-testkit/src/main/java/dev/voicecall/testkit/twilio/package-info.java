/**
 * Twilio without Twilio: a carrier that speaks its protocols, over real HTTP or within the process on virtual time.
 *
 * <p>{@link dev.voicecall.testkit.twilio.TwilioSimulator} is the way in. An application creates calls by the REST API;
 * behind the numbers are {@link dev.voicecall.testkit.Callee}s; {@link dev.voicecall.testkit.twilio.SimulatedCall} shows
 * what became of a call, {@link dev.voicecall.testkit.twilio.Problem} what Twilio's debugger would say of it.
 * {@link dev.voicecall.testkit.twilio.Faults} makes everything go wrong that goes wrong in production.
 *
 * <p>Inside, a {@code LiveCall} is what one call does, on its own mailbox and without locks. {@code OutboundLine} rings,
 * {@code AnsweredCall} tells people from machines, {@code TwimlRunner} gets documents and {@code TwimlExecution} executes
 * them, with one class for each verb. {@code WebhookSender} makes all requests to the application; {@code RestApi} takes
 * those from it. A {@code LiveStream} is one Media Stream: {@code CallSound} sets its pace, {@code StreamMessages} writes and
 * {@code StreamInput} reads what goes over its {@code StreamSocket}, which is real ({@code TcpSocket}) or within the process.
 * A {@code LiveRecording} listens to the same sound. A {@code LiveConference} has a mailbox of its own; each {@code Participant}
 * brings a call to it, and {@code ConferenceMixer} what they say to each other. {@code Messages} are sent and come in.
 *
 * <p>What Twilio does not document is chosen as simply as can be and said where it is chosen.
 */
@NullMarked
package dev.voicecall.testkit.twilio;

import org.jspecify.annotations.NullMarked;
