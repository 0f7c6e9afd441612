/**
 * AssemblyAI writes down recordings, and what is said in a call. {@link dev.voicecall.assemblyai.AssemblyAi} is where it begins. The
 * protocol is spoken by hand, as AssemblyAI's own SDK for Java is discontinued: {@code java.net.http} for REST, a
 * {@link dev.voicecall.spi.WebSocketClient} for streaming, Jackson for JSON.
 */
@NullMarked
package dev.voicecall.assemblyai;

import org.jspecify.annotations.NullMarked;
