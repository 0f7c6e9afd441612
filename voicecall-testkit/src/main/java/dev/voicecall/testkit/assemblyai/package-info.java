/**
 * AssemblyAI on a loopback port, with what is inconvenient about it: {@link dev.voicecall.testkit.assemblyai.AssemblyAiSimulator}; its
 * streaming also in virtual time: {@link dev.voicecall.testkit.assemblyai.SimulatedStreaming}.
 */
@NullMarked
package dev.voicecall.testkit.assemblyai;

import org.jspecify.annotations.NullMarked;
