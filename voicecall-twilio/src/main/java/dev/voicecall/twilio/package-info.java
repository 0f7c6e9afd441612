/**
 * Phone calls over Twilio.
 *
 * <p>{@link dev.voicecall.twilio.TwilioCallGateway} is the carrier for {@code VoiceCalls}. It places calls through Twilio's
 * REST API and conducts them by <em>carrier speech</em>: Twilio speaks ({@code <Say>}) and listens ({@code <Gather>}), and
 * asks us by webhook what to do next. Or it gives us the sound of a call by WebSocket, as media streams. {@link dev.voicecall.twilio.TwilioSignature} proves that such a request is Twilio's.
 *
 * <p>Behind it: {@code TwilioLeg} is one call, {@code TwilioWebhooks} brings requests to their call, {@code Twiml} writes
 * what Twilio shall do, {@code TwilioRest} speaks to the REST API by our own rules for time-outs and repetitions.
 * {@code StreamStep} is live audio from the order to its end, {@code MediaStream} the WebSocket that carries it.
 */
@NullMarked
package dev.voicecall.twilio;

import org.jspecify.annotations.NullMarked;
