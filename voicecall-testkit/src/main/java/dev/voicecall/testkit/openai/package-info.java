/**
 * OpenAI, simulated: the same URLs, JSON, events, orders and errors. What the model thinks, hears and speaks with is up to the test.
 *
 * <p>{@link dev.voicecall.testkit.openai.OpenAiSimulator} is OpenAI on a port, for whatever client; {@link
 * dev.voicecall.testkit.openai.SimulatedRealtime} its Realtime API without a network, in virtual time. Both ask a {@link
 * dev.voicecall.testkit.openai.SimulatedModel}. What goes wrong is told by {@link dev.voicecall.testkit.openai.OpenAiFault} and {@link
 * dev.voicecall.testkit.openai.RealtimeBehaviour}.
 *
 * <p>A request that OpenAI refuses is refused, with its status and words. What the simulator can't do though OpenAI can, it
 * refuses too, with the code {@code simulator_limit}: pictures and sound in chats, files other than WAV, speech other than {@code
 * pcm} and {@code wav}.
 */
@NullMarked
package dev.voicecall.testkit.openai;

import org.jspecify.annotations.NullMarked;
