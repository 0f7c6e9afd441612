/**
 * Telephone audio: codecs and sample rates, for use with voicecall or without.
 *
 * <p>An {@link dev.voicecall.audio.AudioFormat} says what bytes are. {@link dev.voicecall.audio.G711} is the codec of
 * telephony, {@link dev.voicecall.audio.Resampler} changes the sample rate, and an
 * {@link dev.voicecall.audio.AudioConverter} puts both together: bytes of one format in, bytes of another out.
 *
 * <p>Everything is mono. Nothing here has a clock or a thread: time is counted in samples.
 */
@NullMarked
package dev.voicecall.audio;

import org.jspecify.annotations.NullMarked;
