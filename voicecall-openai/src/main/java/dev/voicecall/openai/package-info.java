/**
 * OpenAI as the brain, the ear and the voice of an agent. {@link dev.voicecall.openai.OpenAi} is where it begins. The protocol is spoken by hand:
 * {@code java.net.http} for HTTP and server-sent events, a {@link dev.voicecall.spi.WebSocketClient} for Realtime, Jackson for JSON.
 */
@NullMarked
package dev.voicecall.openai;

import org.jspecify.annotations.NullMarked;
