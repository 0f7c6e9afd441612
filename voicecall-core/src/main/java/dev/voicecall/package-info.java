/**
 * What an application types: place a call, ask, hear the answer.
 *
 * <p>{@link dev.voicecall.VoiceCalls} is the way in. It is built over a {@link dev.voicecall.spi.CallGateway}, the
 * carrier that really dials, and makes a phone call a blocking function ({@link dev.voicecall.VoiceCalls#ask ask}) or a
 * script ({@link dev.voicecall.VoiceCalls#call call}) whose lines each block until they have happened on the line.
 *
 * <p>Inside a script stands a {@link dev.voicecall.Call}. Its questions take an {@link dev.voicecall.AnswerFormat}, for
 * which {@link dev.voicecall.Answers} has the usual ones. However a call ends, it ends in a
 * {@link dev.voicecall.CallResult} with one of ten {@link dev.voicecall.Outcome outcomes}.
 *
 * <p>Everything else in this package is a value that these pass around, or a {@link dev.voicecall.VoiceCallException}.
 */
@NullMarked
package dev.voicecall;

import org.jspecify.annotations.NullMarked;
